/** How much one corpus may hold, as the person sets it: a lower limit refuses by its number, a higher one lets through, and what is there already counts. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MIB, usualLimits } from '../../../src-main/contract/corpus/limits.ts';
import { openFile } from '../../../src-main/services/open-file.ts';
import type { ModelLibrary } from '../../../src-main/services/model-files.ts';
import { memoryFor } from '../../../src-main/services/corpora/workplace.ts';
import { zipOf } from '../../corpus/zips.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { bytesOf, fileOf, openCorpora } from './open-corpora.ts';

/** Songs that say different things, so that a zip of them is small and what comes out of it is not. */
const songOf = (number: number, bytes: number): string => `${number}\n`.padEnd(bytes, '啊啊 ');
const text = bytesOf(songOf(1, MIB / 3)); // just under a megabyte in UTF-8

it('refuses what is over the limit of the moment while a zip expands, and lets it through when that is raised', async () => {
  let limits = { limitMb: 2, limitFiles: 5000 };
  const { corpora, take } = await openCorpora({ limits: () => limits });
  const zip = zipOf([1, 2, 3].map((one) => ({ name: `${one}.txt`, bytes: songOf(one, MIB / 3) })));
  expect(zip.length).toBeLessThan(MIB / 10);
  const cut = await take([{ name: 'a.zip', bytes: zip }]);
  expect(cut).toMatchObject({ songs: 2, added: 3, leftOut: 1 });
  expect((await corpora.details(cut.id)).sources.at(-1)).toMatchObject({
    ...{ file: 'a.zip/3.txt', skipped: { reason: 'large', limitMb: 2 } },
  });
  limits = { ...limits, limitMb: 3 };
  expect(await take([{ name: 'a.zip', bytes: zip }])).toMatchObject({ songs: 3, leftOut: 0 });
});

it('counts files, and with them those that are there already', async () => {
  let limits = { limitMb: 64, limitFiles: 2 };
  const { corpora, take } = await openCorpora({ limits: () => limits });
  const { id, leftOut } = await take(['一', '二', '三'].map((one) => fileOf(`${one}.txt`, one)));
  expect(leftOut).toBe(1);
  const more = fileOf('四.txt', '四');
  expect(await take([more], { into: id })).toMatchObject({ added: 1, leftOut: 1, songs: 2 });
  expect((await corpora.details(id)).sources.at(-1)).toMatchObject({
    skipped: { reason: 'many', limitFiles: 2 },
  });
  limits = { ...limits, limitFiles: 3 };
  expect(await take([more], { into: id })).toMatchObject({ leftOut: 0, songs: 3 });
});

it('holds for merging and for a file that is opened outside of the screens', async () => {
  let limits = { limitMb: 1, limitFiles: 5000 };
  const { corpora, take } = await openCorpora({ limits: () => limits });
  const [one, two] = [
    await take([{ name: '1.txt', bytes: text }]),
    await take([fileOf('2.txt', songOf(2, MIB / 4))]),
  ];
  const tooLarge = { code: 'corpus.tooLarge', params: { limitMb: 1 } };
  await expect(corpora.merge([one.id, two.id], '全部')).rejects.toMatchObject(tooLarge);
  const path = join(await temporaryFolder(), '大.txt');
  await writeFile(path, songOf(3, MIB / 2));
  const open = () => openFile(path, corpora, {} as ModelLibrary);
  await expect(open()).rejects.toMatchObject(tooLarge);
  limits = { ...limits, limitMb: 2 };
  expect((await corpora.merge([one.id, two.id], '全部')).songs).toBe(2);
  expect(await open()).toMatchObject({ kind: 'corpus', name: '大' });
});

it('of one import can be other ones, and more text gets more memory', async () => {
  const { take } = await openCorpora();
  const files = [{ name: '1.txt', bytes: text }, fileOf('2.txt', '夜来了')];
  const limits = { limitMb: 1, limitFiles: 1 };
  expect(await take(files, { limits })).toMatchObject({ songs: 1, leftOut: 1 });
  expect(memoryFor(usualLimits)).toBe(memoryFor({ ...usualLimits, limitMb: 1 }));
  expect(memoryFor({ ...usualLimits, limitMb: 256 })).toBe(4 * memoryFor(usualLimits));
});
