/** The packs of a corpus: zips that anybody can open, and whose bytes are those that were written or none. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src-main/core/random.ts';
import { readZip } from '../../../src-main/store/archives/zip-reader.ts';
import { newPackId, packInto, readPack, writePack } from '../../../src-main/store/corpora/packs.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { bytesOf, textOf } from './sample-corpus.ts';

async function pack(entries: readonly Uint8Array[]): Promise<string> {
  const path = join(await temporaryFolder(), 'pack.zip');
  await writePack(path, await packInto({ id: newPackId(), entries }));
  return path;
}

describe('a pack', () => {
  it('is a zip with an entry for each, called by its number', async () => {
    const songs = Array.from({ length: 1200 }, (_, i) => `第${i}首\r\n`.repeat(i % 7));
    const path = await pack(songs.map(bytesOf));
    const entries = await readZip(await readFile(path), 0xffff);
    expect(entries.map(({ nameBytes }) => textOf(nameBytes))).toEqual(
      songs.map((_, i) => `${i + 1}`),
    );
    expect(textOf(await entries[6]!.read(1000))).toBe(songs[6]);
    const asked = [1199, 0, 6, 6];
    expect((await readPack(path, asked)).map(textOf)).toEqual(asked.map((i) => songs[i]));
    expect(await readPack(path, [])).toEqual([]);
  });

  it('that is damaged is told as such, whichever of its bytes it is', async () => {
    const songs = ['想要有直升机', '飞到宇宙去'.repeat(20)].map(bytesOf);
    const path = await pack(songs);
    const bytes = await readFile(path);
    const damaged = {
      code: 'file.unreadable',
      params: {
        path,
        reason: 'it is damaged; put it back out of a backup, or import its songs anew',
      },
    };
    const random = new Random(1);
    let told = 0;
    for (let i = 0; i < 200; i++) {
      const wrong = Buffer.from(bytes);
      wrong[random.below(wrong.length)]! ^= 1 + random.below(255);
      await writeFile(path, wrong);
      // Where the byte means nothing, as in a date, the songs are still those.
      const read = await readPack(path, [0, 1]).catch((error: unknown) => error);
      if (Array.isArray(read)) expect(read).toEqual(songs);
      else expect(read).toMatchObject(damaged);
      told += Array.isArray(read) ? 0 : 1;
    }
    expect(told).toBeGreaterThan(50);
    for (const wrong of [bytes.subarray(0, bytes.length / 2), Buffer.alloc(0)]) {
      await writeFile(path, wrong);
      await expect(readPack(path, [0])).rejects.toMatchObject(damaged);
    }
  });

  it('says which entry or file is not there', async () => {
    const path = await pack([bytesOf('一')]);
    await expect(readPack(path, [1])).rejects.toMatchObject({ code: 'file.unreadable' });
    const gone = join(path, '..', 'gone.zip');
    await expect(readPack(gone, [0])).rejects.toMatchObject({
      ...{ code: 'file.notFound', params: { path: gone } },
    });
    await expect(readPack(join(path, '..'), [0])).rejects.toMatchObject({
      ...{ code: 'file.unreadable', params: { errno: 'EISDIR' } },
    });
  });
});
