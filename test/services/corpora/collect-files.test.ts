import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualLimits } from '../../../src-main/contract/corpus/limits.ts';
import { collectFiles, isLost } from '../../../src-main/services/corpora/collect-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verseloom-collect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const named = async (...paths: string[]) =>
  (await collectFiles(paths, usualLimits)).map((file) => [
    file.name,
    isLost(file) ? file.failure.code : Buffer.from(file.bytes).toString(),
  ]);

describe.skipIf(process.platform !== 'linux')('names that are not UTF-8', () => {
  const gbk = (text: string): Buffer => Buffer.from(iconv.encode(text, 'gbk'));
  const at = (...names: (string | Buffer)[]): Buffer =>
    Buffer.concat(
      [folder, ...names].flatMap((name, index) => [
        Buffer.from(index ? '/' : ''),
        Buffer.from(name as string),
      ]),
    );

  beforeAll(async () => {
    await mkdir(at('pack'));
    await mkdir(at('pack', gbk('老歌')));
    await writeFile(at('pack', gbk('窗外的雨.txt')), '雨');
    await writeFile(at('pack', '风.txt'), '风');
    await writeFile(at('pack', gbk('老歌'), gbk('第十首.txt')), '十');
    await writeFile(at('pack', gbk('老歌'), gbk('第二首.txt')), '二');
    await symlink('nowhere', at('pack', gbk('断了.txt')));
  });

  test('are found in folders, shown as they were meant, and told so where they are lost', async () => {
    const found = await named(join(folder, 'pack'));
    expect(found.toSorted()).toEqual(
      [
        ['pack/断了.txt', 'file.notFound'],
        ['pack/风.txt', '风'],
        ['pack/窗外的雨.txt', '雨'],
        ['pack/老歌/第二首.txt', '二'],
        ['pack/老歌/第十首.txt', '十'],
      ].sort(),
    );
    const at = (name: string): number => found.findIndex(([one]) => one === `pack/老歌/${name}`);
    expect(at('第十首.txt') - at('第二首.txt')).toBe(1);
    const lost = (await collectFiles([join(folder, 'pack')], usualLimits)).find(isLost);
    expect(lost?.failure.params).toEqual({ path: join(folder, 'pack', '断了.txt') });
  });

  test('are found where they are named, as a program is told them', async () => {
    const told = (path: Buffer): string => path.toString();
    expect(await named(told(at('pack', gbk('窗外的雨.txt'))))).toEqual([['窗外的雨.txt', '雨']]);
    expect(await named(told(at('pack', gbk('老歌'))))).toEqual([
      ['老歌/第二首.txt', '二'],
      ['老歌/第十首.txt', '十'],
    ]);
    expect(await named(told(at('pack', gbk('老歌'), gbk('第十首.txt'))))).toContainEqual([
      '第十首.txt',
      '十',
    ]);
    expect(await named(join(folder, 'pack', '\ufffd.txt'))).toEqual([
      ['\ufffd.txt', 'file.notFound'],
    ]);
  });
});

test('a folder that a link leads back to is gone through once', async () => {
  await mkdir(join(folder, 'loop/inner'), { recursive: true });
  await writeFile(join(folder, 'loop/inner/a.txt'), 'a');
  await symlink(join(folder, 'loop'), join(folder, 'loop/inner/back'));
  await symlink('round', join(folder, 'loop/round'));
  expect(await named(join(folder, 'loop'))).toEqual([
    ['loop/inner/a.txt', 'a'],
    ['loop/round', 'file.unreadable'],
  ]);
});

test('what cannot be read has its reason, beside what can', async () => {
  await mkdir(join(folder, 'some'));
  await writeFile(join(folder, 'some/a.txt'), 'a');
  await symlink('/dev/null', join(folder, 'some/device.txt'));
  await symlink('gone', join(folder, 'some/gone.txt'));
  expect(await named(join(folder, 'some'), join(folder, 'some/a.txt/b'))).toEqual([
    ['some/a.txt', 'a'],
    ['some/device.txt', 'file.unreadable'],
    ['some/gone.txt', 'file.notFound'],
    ['b', 'file.unreadable'],
  ]);
});
