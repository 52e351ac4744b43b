import { mkdir, symlink } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Desk, linesOf } from './verseloom.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.set();
});
afterEach(() => desk.clear());

const words = '窗外的雨落在旧屋檐\n我把影子折成一只船\n';
const lrc = '[00:01.00]作词：某人\n[00:10.00]窗外的雨落在旧屋檐\n[00:20.00]我把影子折成一只船\n';
const inspect = (...args: string[]) => desk.run(['corpus', 'inspect', ...args]);
const facts = async (...args: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await inspect(...args, '--json');
  expect(code, stderr).toBe(0);
  expect(linesOf(stdout)).toHaveLength(1);
  return JSON.parse(stdout);
};
const nothing = {
  ...{ timeTags: 0, markup: 0, credits: 0, sections: 0, translations: 0, chords: 0 },
  ...{ invisible: 0, adverts: 0, blankLines: 0 },
};

describe('corpus inspect --json', () => {
  test('says what each file is, what is taken away, and what is left', async () => {
    await desk.put('song.txt', lrc);
    expect(await facts('song.txt')).toEqual({
      version: 1,
      files: [
        {
          ...{ name: 'song.txt', kind: 'lrc', encoding: 'utf-8', certain: true, other: null },
          ...{ characters: 19, damaged: 0, damagedLines: [], skipped: null, doubles: null },
          removed: { ...nothing, timeTags: 3, credits: 1 },
        },
      ],
      ...{ songs: 1, characters: 19, distinct: 19, lines: 2 },
    });
  });

  test('takes nothing away with --no-clean, and what is asked for with --recipe', async () => {
    await desk.put('song.lrc', lrc);
    expect(await facts('song.lrc', '--no-clean')).toMatchObject({
      files: [{ removed: nothing }],
      lines: 3,
    });
    const recipe = 'credits=off, punctuation=dropped';
    expect(await facts('song.lrc', '--recipe', recipe)).toMatchObject({
      files: [{ removed: { ...nothing, timeTags: 3, punctuation: 1 } }],
      lines: 3,
    });
  });

  test('goes through folders, a link to themselves included, and tells what is gone beside what is there', async () => {
    await mkdir(desk.path('songs'));
    await desk.put('songs/10.txt', words);
    await desk.put('songs/2.txt', lrc);
    await symlink(desk.path('songs'), desk.path('songs/again'));
    expect(await facts('songs', 'gone.txt')).toMatchObject({
      files: [
        { name: 'gone.txt', kind: null, removed: null, skipped: 'file.notFound' },
        { name: 'songs/2.txt', doubles: null },
        { name: 'songs/10.txt', doubles: 'songs/2.txt' },
      ],
      songs: 2,
    });
  });
});

describe('corpus inspect --text', () => {
  test('prints what is left, a blank line between two songs, from files and the standard input', async () => {
    await desk.put('a.txt', lrc);
    const args = ['corpus', 'inspect', '-', 'a.txt', '--text'];
    const { code, stdout, stderr } = await desk.run(args, {}, { input: `${words}\n【副歌】\n夜` });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${words}\n${words}\n夜\n` });
    expect(stderr).toContain('a.txt');
  });

  test('in the encoding that is named', async () => {
    await desk.put('a.txt', iconv.encode(words, 'gb18030'));
    expect(await inspect('a.txt', '--text', '--encoding', 'gbk')).toMatchObject({ stdout: words });
  });

  test('in another script, for who asks for it', async () => {
    await desk.put('a.txt', '头发\n');
    const { stdout } = await inspect('a.txt', '--text', '--recipe', 'script=traditional');
    expect(stdout).toBe('頭髮\n');
  });
});

test('a place that cannot be read is told by its line, once', async () => {
  await desk.put(
    'a.txt',
    Buffer.concat([
      Buffer.from('夜\n'),
      Buffer.from([0xff, 0x41, 0xff]),
      Buffer.from('灯来了\n'.repeat(9)),
    ]),
  );
  const { stderr } = await inspect('a.txt', '--text');
  expect(stderr).toMatch(/2 places could not be read, in line 2\./);
});

describe('exit 2', () => {
  test.each([[], ['--json'], ['--text']])(
    'when nothing is left, with the reasons: %s',
    async (...how) => {
      await desk.put('advert.txt', 'www.example.com\n');
      await desk.put('empty.txt', '');
      const { code, stderr } = await inspect('advert.txt', 'empty.txt', 'gone.txt', ...how);
      expect(code).toBe(2);
      expect(linesOf(stderr)).toEqual([
        expect.stringMatching(/advert\.txt.*advertisement/),
        expect.stringMatching(/empty\.txt.*empty/),
        expect.stringMatching(/gone\.txt/),
      ]);
    },
  );

  test.each([
    ['lyrics=off', /no step “lyrics”.*credits, sections/],
    ['credits=maybe', /“maybe”.*on, off/],
    ['script=roman', /“roman”.*simplified, traditional, taiwan, hongkong/],
  ])('for the recipe %s', async (recipe, said) => {
    await desk.put('a.txt', words);
    const { code, stderr } = await inspect('a.txt', '--recipe', recipe);
    expect(code).toBe(2);
    expect(stderr).toMatch(said);
  });

  test.each([
    ['--json', '--text'],
    ['--clean', '--no-clean'],
    ['--no-clean', '--clean'],
  ])('for options that exclude each other: %s %s', async (...flags) => {
    await desk.put('a.txt', words);
    const { code, stdout, stderr } = await inspect('a.txt', ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`${flags.join(' and ')} cannot be used together; leave one of them out.\n`);
  });

  test('for an encoding that there is not', async () => {
    await desk.put('a.txt', words);
    expect(await inspect('a.txt', '--encoding', 'klingon')).toMatchObject({ code: 2, stdout: '' });
  });
});

test.skipIf(process.platform === 'win32')(
  'a name neither begins a line nor turns one around',
  async () => {
    await desk.put('a\nb\u202ec\u001b[31m.txt', lrc);
    const { code, stdout } = await inspect('a\nb\u202ec\u001b[31m.txt', 'gone\u202e\n.txt');
    expect(code).toBe(0);
    for (const unsafe of ['\u202e', '\u001b']) expect(stdout).not.toContain(unsafe);
    expect(stdout).not.toMatch(/^(?:b|\.txt)/m);
  },
);
