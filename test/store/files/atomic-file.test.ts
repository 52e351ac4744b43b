import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unwritable } from '../../../src-main/contract/disk-errors.ts';
import {
  readBytes,
  readJson,
  readJsonOrSetAside,
  writeFileAtomically,
  writeJson,
} from '../../../src-main/store/files/atomic-file.ts';
import { checkWritable } from '../../../src-main/services/model-files.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

const schema = z.object({ a: z.number() });

describe('writeFileAtomically', () => {
  it('writes bytes and text, makes the folder, leaves nothing else', async () => {
    const folder = await temporaryFolder();
    await writeFileAtomically(join(folder, 'deep/er/bytes'), Uint8Array.of(1, 0, 255));
    await writeFileAtomically(join(folder, 'deep/text'), '织');
    expect([...(await readFile(join(folder, 'deep/er/bytes')))]).toEqual([1, 0, 255]);
    expect(await readFile(join(folder, 'deep/text'), 'utf8')).toBe('织');
    expect(await listing(folder)).toEqual(['deep', 'deep/er', 'deep/er/bytes', 'deep/text']);
  });

  it('takes a view of a part of a buffer, and of other numbers than bytes', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'x');
    await writeFileAtomically(path, Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
    expect([...(await readFile(path))]).toEqual([2, 3]);
  });

  it('replaces a file as a whole, many times at once', async () => {
    const path = join(await temporaryFolder(), 'x');
    const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(50_000 - i));
    await Promise.all(texts.map((text) => writeFileAtomically(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
  });

  it('says in words why it cannot, and leaves the old file and the folder as they were', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'file'), 'old');
    const before = await listing(folder);
    await expect(writeFileAtomically(join(folder, 'taken'), 'new')).rejects.toMatchObject({
      code: 'file.unwritable',
      params: { path: join(folder, 'taken') },
    });
    await expect(writeFileAtomically(join(folder, 'file', 'x'), 'new')).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    expect(await listing(folder)).toEqual(before);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('old');
  });

  it.skipIf(process.platform !== 'linux')('notices a full disk', async () => {
    // Every write to /dev/full answers ENOSPC.
    const error = await writeFile('/dev/full', 'x').catch((cause: unknown) =>
      unwritable('p', cause),
    );
    expect(error).toMatchObject({
      code: 'file.unwritable',
      params: { path: 'p', errno: 'ENOSPC', reason: 'no space left on the disk' },
    });
  });

  it.skipIf(process.platform === 'win32')('writes through a link', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'target'), 'old');
    await symlink('target', join(folder, 'link'));
    await writeFileAtomically(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'target'), 'utf8')).toBe('new');
    expect(await listing(folder)).toEqual(['link', 'target']);
  });

  it.skipIf(process.platform === 'win32')(
    'takes the place of a link that leads nowhere',
    async () => {
      const folder = await temporaryFolder();
      for (const [name, target] of [
        ['nowhere', 'none'],
        ['circle', 'circle'],
      ] as const) {
        const path = join(folder, name);
        await symlink(target, path);
        await checkWritable(path);
        await writeFileAtomically(path, 'new');
        expect(await readFile(path, 'utf8')).toBe('new');
      }
      expect(await listing(folder)).toEqual(['circle', 'nowhere']);
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'ends where a folder can hold nothing, however the system says so',
    async () => {
      const path = '/proc/verseloom/deep/x';
      const refusal = { code: 'file.unwritable', params: { path } };
      await expect(writeFileAtomically(path, 'x')).rejects.toMatchObject(refusal);
    },
  );
});

describe('JSON', () => {
  it('comes back as it was written', async () => {
    const path = join(await temporaryFolder(), 'x.json');
    await writeJson(path, { a: 1 });
    expect(await readJson(path, schema)).toEqual({ a: 1 });
  });

  it('is undefined where there is no file, and refused where it does not fit', async () => {
    const path = join(await temporaryFolder(), 'x.json');
    expect(await readJson(path, schema)).toBeUndefined();
    await writeFile(path, '{"a": 1');
    await expect(readJson(path, schema)).rejects.toMatchObject({
      code: 'file.unreadable',
      params: { path, reason: 'it is not JSON' },
    });
    await writeFile(path, '{"a": "one"}');
    await expect(readJson(path, schema)).rejects.toMatchObject({
      params: { reason: 'unexpected value at "a"' },
    });
  });

  it('is set aside when it is broken, not overwritten', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'x.json'), 'broken');
    const { value, setAside } = await readJsonOrSetAside(join(folder, 'x.json'), schema);
    const [name, ...others] = await listing(folder);
    expect(name).toMatch(/^x\.json\.broken-\d+$/);
    expect(others).toEqual([]);
    expect(value).toBeUndefined();
    expect(setAside).toBe(join(folder, name!));
    expect(await readFile(join(folder, name!), 'utf8')).toBe('broken');
  });

  it('stays where it is when it cannot be opened', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'x.json'));
    await expect(readJsonOrSetAside(join(folder, 'x.json'), schema)).rejects.toMatchObject({
      code: 'file.unreadable',
      params: { reason: 'it is a folder' },
    });
    expect(await listing(folder)).toEqual(['x.json']);
  });
});

describe('readBytes', () => {
  it('says that there is no such file', async () => {
    const path = join(await temporaryFolder(), 'nothing');
    await expect(readBytes(path)).rejects.toMatchObject({
      code: 'file.notFound',
      params: { path },
    });
  });
});
