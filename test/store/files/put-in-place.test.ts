/** Another program puts a file of its own where one is being written, in the very moment before it would come to its place. */
import {
  link,
  open,
  readFile,
  rename,
  symlink,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { writeBytes, writeModel } from '../../../src-main/services/model-files.ts';
import { writeFileAtomically, AS_USUAL } from '../../../src-main/store/files/atomic-file.ts';
import { asNew } from '../../../src-main/store/files/put-in-place.ts';
import { readModelFile } from '../../../src-main/store/models/model-file.ts';
import { saveModelAt } from '../../../src-main/store/models/save-model-at.ts';
import { sampleFile, sampleManifest } from '../models/sample-model.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  return { ...real, link: vi.fn(real.link) };
});

const OTHERS = 'of another program';
const savedAt = '2026-02-01T00:00:00.000Z';
const ours = () => sampleFile({ manifest: sampleManifest({ savedAt }) });
const refused = (path: string) => ({
  ...{ code: 'file.unwritable' },
  params: { path, errno: 'EEXIST', reason: 'another program has written it in the meantime' },
});

/** Does something once, after the next file that is written was looked for and before it comes to its place. */
async function whileFlushed(task: () => Promise<void>): Promise<void> {
  await using handle = await open(import.meta.filename);
  const methods = Object.getPrototypeOf(handle) as Pick<FileHandle, 'sync'>;
  const { sync } = methods;
  let isDone = false;
  vi.spyOn(methods, 'sync').mockImplementation(async function (this: FileHandle) {
    await sync.call(this);
    if (isDone) return;
    isDone = true;
    await task();
  });
  onTestFinished(() => void vi.restoreAllMocks());
}

/** As on exFAT. */
const withoutLinks = (): void => {
  const error = Object.assign(new Error('EPERM'), { code: 'EPERM' });
  vi.mocked(link).mockRejectedValueOnce(error);
};

describe.each([
  ['with second names for files', () => {}],
  ['without', withoutLinks],
])('on a disk %s', (_, set) => {
  const cases: [string, (path: string) => Promise<void>][] = [
    ['a run', (path) => saveModelAt(path, ours(), [], undefined)],
    ['a run that has saved before', (path) => saveModelAt(path, ours(), [savedAt], undefined)],
    ['an export', (path) => writeBytes(path, Buffer.from('x'), false)],
    ['an exported model', (path) => writeModel(path, ours(), false)],
  ];
  it.each(cases)('%s does not replace what comes while it is flushed', async (_, save) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'song.verse');
    await whileFlushed(() => writeFile(path, OTHERS));
    set();
    await expect(save(path)).rejects.toMatchObject(refused(path));
    expect(await readFile(path, 'utf8')).toBe(OTHERS);
    expect(await listing(folder)).toEqual(['song.verse']);
  });

  it.each(cases)('%s is put where nothing is', async (_, save) => {
    const folder = await temporaryFolder();
    set();
    await save(join(folder, 'song.verse'));
    expect((await readFile(join(folder, 'song.verse'))).length).toBeGreaterThan(0);
    expect(await listing(folder)).toEqual(['song.verse']);
  });
});

describe('a run that has saved before', () => {
  it('does not replace what has come into the place of its file while it is flushed', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'song.verse');
    await saveModelAt(path, ours(), [], undefined);
    await writeFile(join(folder, 'other'), OTHERS);
    await whileFlushed(() => rename(join(folder, 'other'), path));
    await expect(saveModelAt(path, ours(), [savedAt], undefined)).rejects.toMatchObject(
      refused(path),
    );
    expect(await readFile(path, 'utf8')).toBe(OTHERS);
  });

  it('is put where its file was taken away meanwhile, and in the place of a link to nowhere', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'song.verse');
    await saveModelAt(path, ours(), [], undefined);
    await whileFlushed(() => rename(path, join(folder, 'away')));
    await saveModelAt(path, ours(), [savedAt], undefined);
    expect((await readModelFile(path)).manifest.savedAt).toBe(savedAt);
    if (process.platform === 'win32') return;
    await symlink('none', join(folder, 'link'));
    await saveModelAt(join(folder, 'link'), ours(), [savedAt], undefined);
    expect((await readModelFile(join(folder, 'link'))).manifest.savedAt).toBe(savedAt);
  });

  const mayReadAll = process.getuid?.() === 0 || process.platform === 'win32';
  it.skipIf(mayReadAll)('does not replace what it may not read', async () => {
    const path = join(await temporaryFolder(), 'song.verse');
    await writeFile(path, OTHERS, { mode: 0o000 });
    await expect(saveModelAt(path, ours(), [savedAt], undefined)).rejects.toMatchObject({
      code: 'file.unreadable',
    });
  });
});

it('of several that are put in one place as new, one comes there', async () => {
  const path = join(await temporaryFolder(), 'x');
  const texts = Array.from({ length: 8 }, (_, i) => String(i).repeat(10_000));
  const outcomes = await Promise.allSettled(
    texts.map((text) => writeFileAtomically(path, text, AS_USUAL, asNew)),
  );
  const came = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
  expect(came).toHaveLength(1);
  expect(await readFile(path, 'utf8')).toBe(texts[came[0]!]);
});
