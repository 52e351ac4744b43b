import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, makeFolderNow } from '../../../src-main/store/files/make-folder.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

describe.each([
  ['makeFolder', makeFolder],
  ['makeFolderNow', async (path: string, mode: number) => makeFolderNow(path, mode)],
])('%s', (_, make) => {
  it('makes what is missing with the permissions that are asked for, and leaves what is there', async () => {
    const folder = await temporaryFolder();
    await make(join(folder, 'a'), 0o755);
    await make(join(folder, 'a/b/c'), 0o700);
    await make(join(folder, 'a'), 0o700);
    expect(await listing(folder)).toEqual(['a', 'a/b', 'a/b/c']);
    if (process.platform === 'win32') return;
    const modes = ['a', 'a/b', 'a/b/c'].map(async (name) => (await stat(join(folder, name))).mode);
    expect((await Promise.all(modes)).map((mode) => mode & 0o777)).toEqual([0o755, 0o700, 0o700]);
  });

  it('says what is in the way', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(make(join(folder, 'file'), 0o700)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(make(join(folder, 'file/a/b'), 0o700)).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(await listing(folder)).toEqual(['file']);
  });

  it.skipIf(process.platform !== 'linux')('ends where nothing can be made', async () => {
    for (const path of ['/proc/verseloom', '/proc/verseloom/deep'])
      await expect(make(path, 0o700)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('makes one folder for many at once', async () => {
  const folder = await temporaryFolder();
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(join(folder, 'a/b/c'), 0o700)));
  expect(await listing(folder)).toEqual(['a', 'a/b', 'a/b/c']);
});
