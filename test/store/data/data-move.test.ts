/** Moving the data: whole or not at all, whatever happens on the way. */
import { rmSync, writeFileSync } from 'node:fs';
import {
  cp,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { layOut, resolveDataFolder } from '../../../src-main/store/data/data-folder.ts';
import { DataLock } from '../../../src-main/store/data/data-lock.ts';
import { moveData, type MoveProgress } from '../../../src-main/store/data/data-move.ts';
import { openData } from '../../../src-main/store/data/open-data.ts';
import { contentOf } from './folder-content.ts';
import { checkKilledMoves } from './killed-data.ts';
import { lockNames, notOfThePerson, ofTheMachine, sampleData } from './sample-data.ts';

/** Of the moments at which a move can be killed; `npm run test:soak` takes all. */
const MOMENTS = 16;

/** The data in the platform's place, opened there. */
async function openSample() {
  const { folder, place } = await sampleData();
  const open = await openData({}, place);
  onTestFinished(() => open.lock.release());
  const [person, machine] = [await contentOf(place, notOfThePerson), await ofTheMachine(place)];
  return { folder, place, open, person, machine };
}

const readLocation = async (place: string): Promise<unknown> =>
  JSON.parse(await readFile(join(place, 'location.json'), 'utf8'));

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const silently = () => {};

describe('moveData', () => {
  it("moves what is the person's, and tells how far it is", async () => {
    const { folder, place, open, person, machine } = await openSample();
    const to = join(folder, '新的 place');
    const told: MoveProgress[] = [];
    const moved = await moveData(open, to, (progress) => told.push(progress));

    expect(moved.data).toEqual(layOut(to, place));
    expect(await contentOf(to, lockNames)).toEqual(person);
    expect((await stat(join(to, 'models', '.trash', 'old.verse'))).mtimeMs).toBe(1.75e12);
    expect(await contentOf(place, ['location.json'])).toEqual(machine);
    expect(await readLocation(place)).toEqual({ folder: to });

    const files = Object.values(person).filter((hash) => hash !== 'folder').length;
    const bytesInAll = told[0]!.bytesInAll;
    expect(bytesInAll).toBeGreaterThan(70_000);
    expect(told.map((progress) => progress.files)).toEqual(
      Array.from({ length: files + 1 }, (_, i) => i),
    );
    expect(told[0]).toEqual({ files: 0, filesInAll: files, bytes: 0, bytesInAll });
    expect(told.at(-1)).toEqual({ files, filesInAll: files, bytes: bytesInAll, bytesInAll });

    // The old lock is given back, the new one is held.
    await (await DataLock.take(place)).release();
    await expect(openData({}, place)).rejects.toMatchObject({
      code: 'data.inUse',
      params: { folder: to },
    });
    await moved.lock.release();
    const again = await openData({}, place);
    expect(again.data).toEqual(moved.data);
    expect(again.data.windowState).toBe(join(place, 'window.json'));
    await again.lock.release();
  });

  it(
    "moves them on, into an empty folder, and back to the platform's place",
    { tags: ['long'] },
    async () => {
      const { folder, place, open, person, machine } = await openSample();
      const [first, second] = [join(folder, 'first'), join(folder, 'second')];
      await mkdir(second);
      await writeFile(join(second, '.DS_Store'), 'of the system');
      let moved = await moveData(open, first, silently);
      moved = await moveData(moved, second, silently);
      expect(await isThere(first)).toBe(false);
      expect(await contentOf(second, [...lockNames, '.DS_Store'])).toEqual(person);
      moved = await moveData(moved, place, silently);
      expect(moved.data.root).toBe(place);
      expect(await contentOf(place, [...lockNames, '.DS_Store'])).toEqual({
        ...person,
        ...machine,
      });
      expect(await isThere(second)).toBe(false);
      await moved.lock.release();
    },
  );

  it('takes along what is written while it copies, and not what is removed', async () => {
    const { folder, place, open, person } = await openSample();
    const to = join(folder, 'to');
    const paths = ['late.verse', 'a.verse'].map((name) => join('models', name));
    const note = join('by hand', 'deep', 'note.txt');
    let rounds = 0;
    const { lock } = await moveData(open, to, ({ files, filesInAll }) => {
      // As a short command might, when all has been copied.
      if (files < filesInAll || rounds++ > 0) return;
      for (const path of paths) writeFileSync(join(place, path), 'late');
      rmSync(join(place, note));
    });
    const others = Object.entries(person).filter(
      ([path]) => path !== note && !paths.includes(path),
    );
    expect(await contentOf(to, lockNames)).toMatchObject(Object.fromEntries(others));
    expect(await isThere(join(to, note))).toBe(false);
    for (const path of paths) expect(await readFile(join(to, path), 'utf8')).toBe('late');
    await lock.release();
  });

  it.skipIf(process.platform === 'win32')(
    'leaves out what belongs to a running program',
    async () => {
      const { folder, place, open, person } = await openSample();
      const server = createServer().listen(join(place, 'socket'));
      await new Promise((resolve) => server.once('listening', resolve));
      await symlink('nowhere', join(place, 'dangling'));
      const to = join(folder, 'to');
      const { lock } = await moveData(open, to, silently);
      expect(await contentOf(to, lockNames)).toEqual(person);
      await lock.release();
      server.close();
    },
  );

  it.skipIf(process.platform === 'win32')('moves what lies behind a link', async () => {
    const { folder, place, open, person } = await openSample();
    await rename(join(place, 'models'), join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), join(place, 'models'));
    const to = join(folder, 'to');
    const { lock } = await moveData(open, to, silently);
    expect(await contentOf(to, lockNames)).toEqual(person);
    await lock.release();
  });
});

describe('a move that cannot be made', () => {
  type Sample = Awaited<ReturnType<typeof openSample>>;
  /** Each @returns the folder that is asked for */
  const refused: Record<string, [string, (sample: Sample) => string | Promise<string>]> = {
    'to a folder with something in it': [
      'data.notEmpty',
      async ({ folder }) => {
        await mkdir(join(folder, 'full', '.hidden'), { recursive: true });
        return join(folder, 'full');
      },
    ],
    'into itself': ['it lies in the present data folder', ({ place }) => join(place, 'inside')],
    'into itself by a link': [
      'it lies in the present data folder',
      async ({ folder, place }) => {
        await symlink(join(place, 'models'), join(folder, 'link'), 'junction');
        return join(folder, 'link', 'inside');
      },
    ],
    'around itself': ['the present data folder lies in it', ({ folder }) => folder],
    'to where it is': ['it is the present data folder', ({ place }) => place],
    'to where nothing is': [
      'there is no such file or folder',
      ({ folder }) => join(folder, 'no', 'such'),
    ],
    'to a file': [
      'a part of the path is not a folder',
      async ({ folder }) => {
        await writeFile(join(folder, 'file'), '');
        return join(folder, 'file');
      },
    ],
    'of more than there is room for': [
      'it lacks room for … MB more',
      async ({ folder, place }) => {
        await truncate(join(place, 'models', 'a.verse'), 15e12); // of which nothing is written
        return join(folder, 'small');
      },
    ],
    'to where another application is at work': [
      'data.inUse',
      async ({ folder }) => {
        const lock = await DataLock.take(join(folder, 'busy'));
        onTestFinished(() => lock.release());
        return join(folder, 'busy');
      },
    ],
  };

  it.each(Object.entries(refused))('%s leaves all as it was', async (_, [why, makeTarget]) => {
    const sample = await openSample();
    const { place, open } = sample;
    const to = await makeTarget(sample);
    const reason = why.replace('…', String.raw`\d+`);
    const before = await contentOf(place, notOfThePerson);
    const error: unknown = await moveData(open, to, silently).catch((cause: unknown) => cause);
    expect(error).toMatchObject(
      why.startsWith('data.')
        ? { code: why, params: { folder: to } }
        : {
            code: 'data.moveFailed',
            params: { folder: to, reason: expect.stringMatching(`^${reason}$`) as string },
          },
    );
    expect(await contentOf(place, notOfThePerson)).toEqual(before);
    expect(await ofTheMachine(place)).toEqual(sample.machine);
    expect(await isThere(join(place, 'location.json'))).toBe(false);
    // The lock is still ours.
    await expect(openData({}, place)).rejects.toMatchObject({ code: 'data.inUse' });
  });

  it.skipIf(process.platform !== 'linux')(
    'to where nobody may write leaves all as it was',
    async () => {
      const { place, open } = await openSample();
      await expect(moveData(open, '/sys/verseloom', silently)).rejects.toMatchObject({
        code: 'data.moveFailed',
        params: { folder: '/sys/verseloom', reason: 'permission denied' },
      });
      expect(await isThere(join(place, 'location.json'))).toBe(false);
    },
  );

  it('since VERSELOOM_DATA names the folder', async () => {
    const { folder, place } = await openSample();
    const open = await openData({ VERSELOOM_DATA: join(folder, 'named') }, place);
    await expect(moveData(open, join(folder, 'to'), silently)).rejects.toMatchObject({
      params: { reason: 'VERSELOOM_DATA names the data folder' },
    });
    await open.lock.release();
  });

  it('to its end is undone', async () => {
    const { folder, place, open, person } = await openSample();
    for (const to of [join(folder, 'new'), join(folder, 'there')]) {
      if (to.endsWith('there')) await mkdir(to);
      const broken = moveData(open, to, ({ files }) => {
        if (files === 5) throw new Error('failed on purpose');
      });
      await expect(broken).rejects.toThrow('failed on purpose');
      expect(await contentOf(place, notOfThePerson)).toEqual(person);
      expect(await isThere(join(place, 'location.json'))).toBe(false);
      expect(await isThere(to)).toBe(to.endsWith('there'));
      if (to.endsWith('there')) expect(await contentOf(to)).toEqual({});
    }
    const { lock } = await moveData(open, join(folder, 'new'), silently);
    await lock.release();
  });
});

describe('a move that was cut short', () => {
  it(
    'is taken back or finished by the next start, whenever that was',
    { tags: ['long'], timeout: 120_000 },
    async () => {
      await checkKilledMoves(MOMENTS);
    },
  );

  /** The data in both folders, as after a switch, with nothing deleted yet. */
  async function switched() {
    const { folder, place } = await sampleData();
    const to = join(folder, 'to');
    const person = await contentOf(place, notOfThePerson);
    await cp(place, to, {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !notOfThePerson.includes(basename(path)),
    });
    const location = { folder: to, move: { from: place, to, made: true } };
    await writeFile(join(place, 'location.json'), JSON.stringify(location));
    return { place, to, person, location };
  }

  it('brings over what was still written to the old folder, and keeps what is newer in the new one', async () => {
    const { place, to } = await switched();
    const write = async (root: string, name: string, content: string, seconds: number) => {
      await writeFile(join(root, 'models', name), content);
      await utimes(join(root, 'models', name), seconds, seconds);
    };
    await write(place, 'a.verse', 'saved into the old folder', 2e9);
    await write(place, 'late.verse', 'new in the old folder', 1e9);
    await write(to, '织机.verse', 'saved into the new folder', 2e9);
    const { data, lock } = await openData({}, place);
    expect(data.root).toBe(to);
    const read = (name: string) => readFile(join(to, 'models', name), 'utf8');
    expect(await read('a.verse')).toBe('saved into the old folder');
    expect(await read('late.verse')).toBe('new in the old folder');
    expect(await read('织机.verse')).toBe('saved into the new folder');
    expect(await contentOf(place, ['location.json'])).toEqual(await ofTheMachine(place));
    await lock.release();
  });

  it('is finished even where a power cut has taken back the switch', async () => {
    const { place, to, person, location } = await switched();
    await rm(join(place, 'layout.json'));
    await rm(join(place, 'models', 'a.verse'));
    await writeFile(join(place, 'location.json'), JSON.stringify({ move: location.move }));
    expect(resolveDataFolder({}, place).root).toBe(to);
    const { data, lock } = await openData({}, place);
    expect(data.root).toBe(to);
    expect(await contentOf(to, lockNames)).toEqual(person);
    expect(await readLocation(place)).toEqual({ folder: to });
    expect(await isThere(join(place, 'models'))).toBe(false);
    await lock.release();
  });

  it('keeps no start from happening when it cannot be finished', async () => {
    const { place, to, person, location } = await switched();
    // The old folder is on a disk that is not there any more.
    await rename(place, `${place}-gone`);
    await mkdir(place);
    await writeFile(join(place, 'location.json'), JSON.stringify(location));
    const { data, lock } = await openData({}, place);
    expect(data.root).toBe(to);
    expect(await contentOf(to, lockNames)).toEqual(person);
    await lock.release();
  });
});

describe('the chosen folder', () => {
  it('is not made anew where it is not there', async () => {
    const { folder, place } = await sampleData();
    const gone = join(folder, 'disk', 'data');
    await writeFile(join(place, 'location.json'), JSON.stringify({ folder: gone }));
    const refusal = { code: 'data.missing', params: { folder: gone } };
    await expect(openData({}, place)).rejects.toMatchObject(refusal);
    await mkdir(gone, { recursive: true }); // the place where the disk appears, without it
    await expect(openData({}, place)).rejects.toMatchObject(refusal);
    expect(await contentOf(gone)).toEqual({});
  });

  it('is not guessed where it cannot be read', async () => {
    const { place } = await sampleData();
    await writeFile(join(place, 'location.json'), '{"folder": 5}');
    await expect(openData({}, place)).rejects.toMatchObject({ code: 'file.unreadable' });
  });

  it('stands back behind VERSELOOM_DATA', async () => {
    const { folder, place } = await sampleData();
    await writeFile(join(place, 'location.json'), JSON.stringify({ folder: '/gone' }));
    const named = resolveDataFolder({ VERSELOOM_DATA: join(folder, 'named') }, place);
    expect(named).toEqual(layOut(join(folder, 'named')));
    expect(named.logs).toBe(join(folder, 'named', 'logs'));
  });
});
