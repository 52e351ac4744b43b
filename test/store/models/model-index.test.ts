/** The index of the library: it saves the reading, and is never believed where the files say something else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFile,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { Random } from '../../../src-main/core/random.ts';
import { encodeModel } from '../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { sampleFile, sampleManifest } from './sample-model.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';

const NAMES = ['一', '二', '三', '四'];

/** Of every file, in seconds. */
const LONG_AGO = 1_750_000_000;

/** @returns models whose files all have the same size */
const encode = (name: string) => encodeModel(sampleFile({ manifest: sampleManifest({ name }) }));

async function libraryOf(names: readonly string[]) {
  const folder = await temporaryFolder();
  const library = await ModelLibrary.open(folder);
  for (const name of names) {
    const path = join(folder, `${name}.verse`);
    await writeFile(path, await encode(name));
    await utimes(path, LONG_AGO, LONG_AGO);
  }
  return { folder, library, index: join(folder, 'index.json') };
}

const namesIn = (list: readonly ModelInfo[]) => list.map(({ name }) => name).sort();

/** What the index says is believed of files that were there for a while when it was written; so it is said to be of tomorrow. */
async function makeBelieved(index: string): Promise<void> {
  const tomorrow = new Date(Date.now() + 86_400_000);
  await utimes(index, tomorrow, tomorrow);
}

/** Replaces a name in the index, which shows whether a listing has taken it from there. */
async function mark(index: string, name: string): Promise<void> {
  const text = await readFile(index, 'utf8');
  await writeFile(index, text.replace(`"name":"${name}"`, '"name":"from the index"'));
}

describe('the index of the library', () => {
  it('is what a listing is made of, for files that have not changed', async () => {
    const { library, index } = await libraryOf(NAMES);
    await library.list();
    await mark(index, '二');
    await makeBelieved(index);
    expect(namesIn(await library.list())).toEqual(['from the index', '一', '三', '四'].sort());
  });

  it('is not believed on files that were young when it was written', async () => {
    const { library, folder, index } = await libraryOf(NAMES);
    await library.list();
    await mark(index, '二');
    const { ctimeMs } = await stat(join(folder, '二.verse'));
    await utimes(index, ctimeMs / 1000 + 1.5, ctimeMs / 1000 + 1.5);
    expect(namesIn(await library.list())).toEqual([...NAMES].sort());
  });

  it('is not written again when nothing has changed', async () => {
    const { library, index } = await libraryOf(NAMES);
    await library.list();
    await makeBelieved(index);
    const before = await stat(index);
    await library.list();
    expect((await stat(index)).mtimeMs).toBe(before.mtimeMs);
    await library.remove('一');
    await library.list();
    expect((await stat(index)).mtimeMs).toBeLessThan(before.mtimeMs);
    expect(await readFile(index, 'utf8')).not.toContain('"name":"一"');
  });

  it('has the damaged files, but not those that could not be looked at', async () => {
    const { library, folder, index } = await libraryOf(['一']);
    await writeFile(join(folder, 'bad.verse'), 'text');
    await mkdir(join(folder, 'folder.verse'));
    const list = await library.list();
    expect(list.map(({ damage }) => damage?.code).sort()).toEqual([
      ...['file.unreadable', 'model.notOurs', undefined],
    ]);
    expect(Object.keys(JSON.parse(await readFile(index, 'utf8')).entries).sort()).toEqual([
      ...['bad', '一'],
    ]);
    await makeBelieved(index);
    expect(await library.list()).toEqual(list);
  });

  /** What may happen to the files behind the library's back, between two listings. */
  const changes: Record<string, (folder: string, bytes: Uint8Array) => Promise<unknown>> = {
    'a file is replaced by another of the same size and time': async (folder, bytes) => {
      await writeFile(join(folder, 'new'), bytes);
      await utimes(join(folder, 'new'), LONG_AGO, LONG_AGO);
      await rename(join(folder, 'new'), join(folder, '二.verse'));
    },
    'a file is overwritten in its place with the same size and time': async (folder, bytes) => {
      const path = join(folder, '二.verse');
      await setTimeout(50); // more than the clock of the file system goes by
      await using file = await open(path, 'r+');
      await file.write(bytes);
      await utimes(path, LONG_AGO, LONG_AGO);
    },
    'a file is touched': (folder) => utimes(join(folder, '一.verse'), 1, 1),
    'a file is deleted': (folder) => rm(join(folder, '三.verse')),
    'a file is added': (folder, bytes) => writeFile(join(folder, 'added.verse'), bytes),
    'a file is copied': (folder) =>
      copyFile(join(folder, '一.verse'), join(folder, 'copied.verse')),
    'a file has another name': (folder) =>
      rename(join(folder, '一.verse'), join(folder, 'moved.verse')),
    'two files change places': async (folder) => {
      await rename(join(folder, '一.verse'), join(folder, 'x'));
      await rename(join(folder, '二.verse'), join(folder, '一.verse'));
      await rename(join(folder, 'x'), join(folder, '二.verse'));
    },
    'a file is damaged': (folder) => writeFile(join(folder, '四.verse'), 'PK\x03\x04'),
    'a file becomes a folder': async (folder) => {
      await rm(join(folder, '四.verse'));
      await mkdir(join(folder, '四.verse'));
    },
    'nothing happens': () => Promise.resolve(),
  };

  it.each(Object.entries(changes))('is believed no longer when %s', async (_, change) => {
    const { library, folder, index } = await libraryOf(NAMES);
    await library.list();
    await makeBelieved(index);
    await change(folder, await encode('新'));
    const withIndex = await library.list();
    await rm(index);
    expect(withIndex).toEqual(await library.list());
  });

  it('is right after any changes, however soon they come', async () => {
    const random = new Random(5);
    const { library, folder, index } = await libraryOf(NAMES);
    for (let round = 0; round < 40; round++) {
      const id = NAMES[random.below(NAMES.length)]!;
      const path = join(folder, `${id}.verse`);
      const name = '天地玄黄'.charAt(random.below(4));
      const choice = random.below(5);
      if (choice === 0) await rm(path, { force: true });
      else if (choice === 1) await library.save(sampleFile(), id);
      else {
        // In its place, with the same size, and maybe with the time of before.
        await writeFile(path, await encode(name));
        if (choice === 2) await utimes(path, LONG_AGO, LONG_AGO);
      }
      const list = await library.list();
      const kept = await readFile(index);
      await rm(index);
      expect(list).toEqual(await library.list());
      await writeFile(index, kept);
    }
  });

  it('is thrown away when it is broken, of another version, or none at all', async () => {
    const { library, index } = await libraryOf(NAMES);
    await library.list();
    const whole = await readFile(index, 'utf8');
    const broken = [
      ...Array.from({ length: 10 }, (_, tenth) => whole.slice(0, (whole.length * tenth) / 10)),
      ...['null', '[]', '{}', '\0'.repeat(100), whole.replace(/"version":"\d+/, '"version":"99')],
      ...[whole.replaceAll('"epochs":3', '"epochs":"three"'), whole.replaceAll('stamp', 'stomp')],
    ];
    expect(new Set([...broken, whole]).size).toBe(broken.length + 1);
    for (const text of broken) {
      await writeFile(index, text.replaceAll('"name":"', '"name":"from the index, '));
      await makeBelieved(index);
      expect(namesIn(await library.list())).toEqual([...NAMES].sort());
      expect(JSON.parse(await readFile(index, 'utf8'))).toEqual(JSON.parse(whole));
    }
    await rm(index);
    await mkdir(index);
    expect(namesIn(await library.list())).toEqual([...NAMES].sort());
  });

  it(
    'takes no harm from several processes that write it, while files come and go',
    { tags: ['long'] },
    async () => {
      const { library, folder, index } = await libraryOf(NAMES);
      const program = join(import.meta.dirname, 'lister.ts');
      const others = [1, 2, 3].map(() => spawn(process.execPath, [program, folder, '15']));
      const endings = others.map((other) => once(other, 'exit'));
      for (let time = 0; time < 15; time++) {
        const id = await library.save(sampleFile({ manifest: sampleManifest({ name: '新' }) }));
        expect(namesIn(await library.list())).toEqual([...NAMES, '新'].sort());
        await rm(library.path(id));
        expect(namesIn(await library.list())).toEqual([...NAMES].sort());
      }
      for (const ending of endings) expect(await ending).toEqual([0, null]);
      await library.list();
      expect(Object.keys(JSON.parse(await readFile(index, 'utf8')).entries)).toHaveLength(4);
      expect(await listing(folder)).toEqual(
        ['.trash', 'index.json', ...NAMES.map((name) => `${name}.verse`)].sort(),
      );
    },
  );
});
