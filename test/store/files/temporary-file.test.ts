/** The names of temporary files, and which of them are cleared away. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomically } from '../../../src-main/store/files/atomic-file.ts';
import {
  sweepTemporaryFiles,
  withTemporaryFile,
} from '../../../src-main/store/files/temporary-file.ts';
import { nameOfKilled } from './killed-writer.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

const DAY = 24 * 60 * 60 * 1000;

/** @returns the same name as another machine's */
function ofAnotherMachine(name: string): string {
  const id = name.slice(0, -9).replace(/-[0-9a-f]{8}-/, '-01234567-');
  return `${id}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
}

describe('a temporary file', () => {
  it("lies beside its target, is nobody else's, and is gone afterwards", async () => {
    const folder = await temporaryFolder();
    const target = join(folder, '织'.repeat(85)); // 255 bytes
    await withTemporaryFile(target, async (temporary) => {
      expect(dirname(temporary)).toBe(folder);
      expect(basename(temporary)).toMatch(/^\.verseloom-[0-9a-f-]{30,45}$/);
      await writeFile(temporary, '', { flag: 'wx' });
      await withTemporaryFile(target, async (other) => expect(other).not.toBe(temporary));
      expect(await listing(folder)).toEqual([basename(temporary)]);
    });
    expect(await listing(folder)).toEqual([]);
    await writeFileAtomically(target, 'a name without room for another letter');
    expect(await readFile(target, 'utf8')).toMatch(/^a name/);
  });

  it('is swept where its writer was killed, with the next file that is written there', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, nameOfKilled()), 'half');
    await writeFileAtomically(join(folder, 'song.verse'), 'whole');
    expect(await listing(folder)).toEqual(['song.verse']);
  });

  it('stays while it is being written, here or by another process, however long', async () => {
    const folder = await temporaryFolder();
    await withTemporaryFile(join(folder, 'a'), async (temporary) => {
      await writeFile(temporary, 'half');
      await sweepTemporaryFiles(folder, Date.now() + 400 * DAY);
      expect(await listing(folder)).toEqual([basename(temporary)]);
    });
  });

  it('of another machine stays for a day', async () => {
    const folder = await temporaryFolder();
    const name = ofAnotherMachine(nameOfKilled());
    await writeFile(join(folder, name), 'half');
    await sweepTemporaryFiles(folder, Date.now() + DAY / 2);
    expect(await listing(folder)).toEqual([name]);
    await sweepTemporaryFiles(folder, Date.now() + 2 * DAY);
    expect(await listing(folder)).toEqual([]);
  });

  it('is never a name that somebody else has made, nor anything but a file', async () => {
    const folder = await temporaryFolder();
    const killed = nameOfKilled();
    const lastDigit = killed.endsWith('0') ? '1' : '0';
    const others = [
      ...['song.verse.1', 'song.verse.1234567', '.verseloom', '.verseloom-1-2-3-4', `a${killed}`],
      ...[`${killed}.verse`, killed.toUpperCase(), killed.slice(0, -1) + lastDigit],
    ];
    for (const name of others) await writeFile(join(folder, name), '');
    await writeFile(join(folder, 'precious'), '');
    const [asFolder, asLink] = [nameOfKilled(), nameOfKilled()];
    await mkdir(join(folder, asFolder));
    await writeFile(join(folder, asFolder, 'a.txt'), 'months of work');
    await symlink('precious', join(folder, asLink));
    const before = await listing(folder);
    await sweepTemporaryFiles(folder, Date.now() + 400 * DAY);
    expect(await listing(folder)).toEqual(before);
  });
});
