/** What is not a file: every way in says so, and none waits for ever. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { usualLimits } from '../../../src-main/contract/corpus/limits.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { collectFiles } from '../../../src-main/services/corpora/collect-files.ts';
import { checkWritable } from '../../../src-main/services/model-files.ts';
import {
  readBytes,
  readJson,
  readJsonNow,
  readJsonOrSetAside,
  writeFileAtomically,
} from '../../../src-main/store/files/atomic-file.ts';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { readPack } from '../../../src-main/store/corpora/packs.ts';
import {
  readHistory,
  readModelFile,
  readSummary,
} from '../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { readWhole, readWholeNow } from '../../../src-main/store/files/read-file.ts';
import { sampleCorpus } from '../corpora/sample-corpus.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

const NO_FILE = { reason: 'it is a device, a pipe or a socket, and no file', errno: 'ENOTSUP' };
const A_FOLDER = { reason: 'it is a folder', errno: 'EISDIR' };
const schema = z.object({});

const readers: [string, (path: string) => Promise<unknown>][] = [
  ['readBytes', (path) => readBytes(path)],
  ['readJson', (path) => readJson(path, schema)],
  ['readJsonNow', async (path) => readJsonNow(path, schema)],
  ['readJsonOrSetAside', (path) => readJsonOrSetAside(path, schema)],
  ['readModelFile', readModelFile],
  ['readHistory', readHistory],
  ['readSummary', readSummary],
  ['importFile', async (path) => (await ModelLibrary.open(`${path}-models`)).importFile(path)],
];

/** As a person names it for a corpus. */
async function readCorpus(path: string): Promise<void> {
  const [file] = await collectFiles([path], usualLimits);
  if (file && 'failure' in file) throw new VerseloomError(file.failure.code, file.failure.params);
}

const pipeAt = (path: string) => execFileSync('mkfifo', [path]);

async function socketAt(path: string): Promise<void> {
  const server = createServer().listen(path);
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
}

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  it.each(readers)('is not read by %s', async (_, read) => {
    const folder = await temporaryFolder();
    pipeAt(join(folder, 'pipe'));
    await socketAt(join(folder, 'socket'));
    for (const path of ['/dev/zero', '/dev/null', join(folder, 'pipe'), join(folder, 'socket')])
      await expect(read(path), path).rejects.toMatchObject({
        ...{ code: 'file.unreadable', params: { path, ...NO_FILE } },
      });
    await mkdir(join(folder, 'folder'));
    await expect(read(join(folder, 'folder'))).rejects.toMatchObject({
      ...{ code: 'file.unreadable', params: A_FOLDER },
    });
    expect(await listing(folder)).toEqual(expect.arrayContaining(['folder', 'pipe', 'socket']));
  });

  it('is told of among the files of a corpus', async () => {
    const folder = await temporaryFolder();
    pipeAt(join(folder, 'pipe'));
    await socketAt(join(folder, 'socket'));
    for (const path of ['/dev/zero', '/dev/null', join(folder, 'pipe'), join(folder, 'socket')])
      await expect(readCorpus(path), path).rejects.toMatchObject({
        ...{ code: 'file.unreadable', params: { path, ...NO_FILE } },
      });
  });

  it('is not written over', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'pipe');
    pipeAt(path);
    await mkdir(join(folder, 'folder'));
    for (const write of [(to: string) => writeFileAtomically(to, 'x'), checkWritable]) {
      await expect(write(path)).rejects.toMatchObject({
        ...{ code: 'file.unwritable', params: { path, ...NO_FILE } },
      });
      await expect(write(join(folder, 'folder'))).rejects.toMatchObject({
        ...{ code: 'file.unwritable', params: A_FOLDER },
      });
    }
    expect(await listing(folder)).toEqual(['folder', 'pipe']);
  });

  it('is listed with the models as one that cannot be opened, and moved to the trash and back', async () => {
    const folder = await temporaryFolder();
    const library = await ModelLibrary.open(folder);
    pipeAt(join(folder, 'pipe.verse'));
    pipeAt(join(folder, 'index.json'));
    expect(await library.list()).toMatchObject([{ id: 'pipe', damage: { params: NO_FILE } }]);
    await library.remove('pipe');
    expect(await listing(join(folder, '.trash'))).toEqual(['pipe.verse']);
    expect(await library.restore('pipe')).toMatchObject({ id: 'pipe' });
  });

  it('is no text of the library', async () => {
    const folder = await temporaryFolder();
    const library = await CorpusLibrary.open(folder);
    const { corpus, packs, text } = sampleCorpus();
    const added = await library.add(corpus, packs, text);
    const { id, hash } = added;
    for (const name of await readdir(join(folder, id))) {
      if (name === 'corpus.json') continue;
      await rm(join(folder, id, name));
      pipeAt(join(folder, id, name));
    }
    for (const read of [
      () => library.readText({ id, hash }),
      () => library.readBeginning(id, 9),
      () => readPack(library.packPath(id, packs[0]!.id), [0]),
    ])
      await expect(read()).rejects.toMatchObject({ params: NO_FILE });
    await rm(join(folder, id, 'corpus.json'));
    pipeAt(join(folder, id, 'corpus.json'));
    expect(await library.list()).toEqual([]);
    await expect(library.read(id)).rejects.toMatchObject({ params: NO_FILE });
  });
});

describe.skipIf(process.platform !== 'linux')('a file that says it has no size', () => {
  it('is read whole, and no further than it may be', async () => {
    const path = '/proc/self/status';
    expect(readWholeNow(path, 1e6).toString()).toMatch(/^Name:.*\n$/s);
    expect((await readWhole(path, 1e6)).toString()).toMatch(/^Name:/);
    const larger = { params: { path, reason: 'it is larger than it may be' } };
    expect(() => readWholeNow(path, 10)).toThrow(expect.objectContaining(larger));
    await expect(readWhole(path, 10)).rejects.toMatchObject(larger);
  });
});

describe('a file that is larger than it may be', () => {
  it('is not read', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'songs.txt');
    await writeFile(path, '');
    await truncate(path, 2 ** 40).catch(() => truncate(path, 2 ** 33)); // not a byte of it is on the disk
    const { limitMb } = usualLimits;
    await expect(readCorpus(path)).rejects.toMatchObject({
      ...{ code: 'corpus.tooLarge', params: { name: 'songs.txt', limitMb } },
    });
    for (const read of [readBytes, (file: string) => readJson(file, schema)])
      await expect(read(path)).rejects.toMatchObject({
        ...{ code: 'file.unreadable', params: { reason: 'it is larger than it may be' } },
      });
    const json = join(folder, 'x.json');
    await rename(path, json);
    expect((await readJsonOrSetAside(json, schema)).setAside).toMatch(/x\.json\.broken-\d+$/);
  });
});

describe('a file that another program writes to', () => {
  /** Puts a line behind it whenever anything else is waited for. @returns what ends that */
  function writeOn(path: string): () => void {
    let isOn = true;
    const write = (): void => {
      if (!isOn) return;
      appendFileSync(path, '一句\n');
      setImmediate(write);
    };
    write();
    return () => void (isOn = false);
  }

  it('is not taken for whole, and is once it is let alone', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, '新歌.txt');
    await writeFile(path, '一句\n'.repeat(1_000_000));
    const stop = writeOn(path);
    await expect(readWhole(path, 1e9)).rejects.toMatchObject({
      code: 'file.unreadable',
      params: { path, reason: 'another program is using the file' },
    });
    const name = '别的.txt';
    await writeFile(join(folder, name), '一句\n');
    expect(await collectFiles([folder], usualLimits)).toMatchObject([
      { name: expect.stringMatching(name) as string, bytes: expect.anything() as unknown },
      { failure: { params: { path, reason: 'another program is using the file' } } },
    ]);
    stop();
    expect((await readWhole(path, 1e9)).length).toBe((await stat(path)).size);
  });

  it('is read to its end though its name is taken away', async () => {
    const path = join(await temporaryFolder(), '新歌.txt');
    await writeFile(path, '一句\n'.repeat(1_000_000));
    const read = readWhole(path, 1e9);
    await setTimeout(1);
    await rm(path);
    const bytes = await read.catch((error: unknown) => error); // or it was not even begun
    if (Buffer.isBuffer(bytes)) expect(bytes.length).toBe(7_000_000);
    else expect(bytes).toMatchObject({ code: 'ENOENT' });
  });
});

describe.skipIf(!existsSync('/proc/self/pagemap'))('a file that says that it has no size', () => {
  it('is read to its end, or to the limit where there is hardly any', async () => {
    const status = Buffer.from(await readBytes('/proc/self/status')).toString();
    expect(status).toContain(`Pid:\t${process.pid}\n`);
    await expect(readCorpus('/proc/self/pagemap')).rejects.toMatchObject({
      ...{ code: 'corpus.tooLarge', params: { name: 'pagemap' } },
    });
    const path = join(await temporaryFolder(), 'empty');
    await writeFile(path, '');
    expect(await readBytes(path)).toHaveLength(0);
  });
});

describe('checkWritable', () => {
  it('takes a name that fills what a name may have, and refuses a longer one before anything is learnt', async () => {
    const folder = await temporaryFolder();
    await checkWritable(join(folder, 'a'.repeat(255)));
    await expect(checkWritable(join(folder, 'a'.repeat(256)))).rejects.toMatchObject({
      ...{ code: 'file.unwritable', params: { reason: 'the name is too long' } },
    });
    expect(await listing(folder)).toEqual([]);
  });
});
