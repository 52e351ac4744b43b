import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src-main/corpus/line-breaks.ts';
import { clean, noRecipe, usualRecipe, type Recipe } from '../../src-main/corpus/recipe/recipe.ts';
import { SONG_END, type Song, type TextKind } from '../../src-main/corpus/song.ts';
import { songsOf, splitSongs, type Split } from '../../src-main/corpus/split.ts';
import { HANG_MS, million } from './kinds/read-kind.ts';

const [blankLines, headings] = [{ by: 'blankLines', count: 2 }, { by: 'headings' }] as const;
const song = (text: string, title?: string): Song => ({ title, text });
/** The songs of a file after a recipe. */
const cleaned = (
  text: string,
  split: Split,
  recipe: Partial<Recipe> = {},
  kind: TextKind = 'text',
) => songsOf(clean(text, kind, { ...usualRecipe, ...recipe }, undefined, split));

describe('words that a person has set', () => {
  it('are one song letter for letter, or as many as are parted by the end of a song', () => {
    expect(splitSongs(' 夜来了\r\n\n灯\n', { by: 'none' })).toEqual([song(' 夜来了\r\n\n灯\n')]);
    expect(splitSongs(`夜${SONG_END}\n ${SONG_END}灯`, { by: 'none' })).toEqual([
      song('夜'),
      song('灯'),
    ]);
    expect(splitSongs('', { by: 'none' })).toEqual([]);
    expect(splitSongs(`一\n\n\n二${SONG_END}三`, blankLines)).toEqual([
      song('一'),
      song('二'),
      song('三'),
    ]);
  });

  it('are split at so many blank lines or more, which a stanza is not', () => {
    expect(splitSongs('一\n\n二\n\n\n三\n \n\u200b\n\n四\n\n\n', blankLines)).toEqual([
      ...[song('一\n\n二'), song('三'), song('四\n\n')],
    ]);
    expect(splitSongs('\n\n\n一', blankLines)).toEqual([song('一')]);
  });

  it('are split at a mark, whatever space is around it, and nowhere within a line', () => {
    const text = '一\n***\n二\n *** \n\n***\n三***\n***';
    expect(splitSongs(text, { by: 'mark', mark: ' *** ' })).toEqual([
      song('一'),
      song('二'),
      song('三***'),
    ]);
    expect(splitSongs('一.\n.\n二', { by: 'mark', mark: '.' })).toEqual([song('一.'), song('二')]);
  });
});

describe('headings', () => {
  it.each([
    ['《渡口》', '渡口'],
    ['《渡口》 - 某人', '《渡口》 - 某人'],
    ['《渡口》 词：某人', '《渡口》 词：某人'],
    ['1.《渡口》', '渡口'],
    ['# 渡口', '渡口'],
    ['## The River ##', 'The River'],
    ['1. 渡口', '渡口'],
    ['12、渡口', '渡口'],
    ['三、渡口', '渡口'],
    ['（四）渡口', '渡口'],
    ['01 渡口', '渡口'],
    ['① 渡口', '渡口'],
    ['第一首 渡口', '渡口'],
    ['第 12 首：渡口', '渡口'],
    ['第二十三首', '第二十三首'],
    ['歌名：渡口', '渡口'],
    ['Title: The River', 'The River'],
    ['Song 3 - The River', 'The River'],
    ['No. 7', 'No. 7'],
    ['【渡口】', '渡口'],
    ['IV. The River', 'The River'],
    ['THE RIVER', 'THE RIVER'],
    ['The River\n=========', 'The River'],
    ['The River\n---', 'The River'],
  ])('%s', (heading, title) => {
    const text = `夜来了\n灯亮了\n\n${heading}\n\n河水流\n到天明`;
    expect(splitSongs(text, headings)).toEqual([
      song('夜来了\n灯亮了'),
      song('河水流\n到天明', title),
    ]);
  });

  it.each([
    '【副歌】',
    '[Chorus]',
    'CHORUS',
    'Verse 1',
    '《渡口》里没有人唱这首歌的第二段',
    '第一次遇见你',
    '第一段',
    '他说 1. 2. 3.',
    '1999年的夏天',
    '3点的车站',
    'I love you',
    '作词：某人',
    'No one knows',
    'OK',
    '--',
  ])('%s is none', (line) => {
    const text = `夜来了\n\n${line}\n河水流\n到天明`;
    expect(splitSongs(text, headings)).toEqual([song(text)]);
  });

  it('that may be words as well are headings below a blank line alone', () => {
    expect(splitSongs('一\n1. 渡口\n二', headings)).toHaveLength(1);
    expect(splitSongs('1. 渡口\n二', headings)).toEqual([song('二', '渡口')]);
  });

  it('that stand together are of one song, and one with nothing below it is a line', () => {
    expect(splitSongs('# 集\n\n## 渡口\n一\n\n# 完', headings)).toEqual([
      song('一\n\n# 完', '集 · 渡口'),
    ]);
  });
});

it('loses nothing, whatever a text is split by', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '',
      '',
      ' ',
      '***',
      '夜来了',
      'la la',
      '《渡口》',
      '# 题',
      '1. 题',
      'THE RIVER',
      '[题]',
      '===',
      '---',
      '第一首',
    ),
    fc.string({ maxLength: 6 }),
  );
  const splits: Split[] = [
    ...[blankLines, headings, { by: 'blankLines', count: 1 } as const],
    ...[{ by: 'none' } as const, { by: 'mark', mark: '***' } as const],
  ];
  /** Behind the title before, and before the next. */
  const BRACKETS_OF_TITLES = /^[】〗」』\]］]|[【〖「『[［]$/g;
  const inked = (text: string): string =>
    text.replaceAll(SONG_END, '').replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff\u0085]/g, '');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), fc.constantFrom(...splits), (lines, split) => {
      const text = lines.join('\n');
      const songs = splitSongs(text, split);
      let rest = inked(text);
      // All that is said comes in order, but for marks, and for the numbers and lines that are drawn around titles.
      for (const { title, text: words } of songs)
        for (const part of [...(title ?? '').split(' · '), words].map(inked)) {
          const at = rest.indexOf(part);
          expect(at).toBeGreaterThanOrEqual(0);
          const between = rest.slice(0, at);
          const drawn = split.by === 'headings' ? between.replace(BRACKETS_OF_TITLES, '') : between;
          expect(drawn).toMatch(
            /^(?:\*{3}|[#《》〈〉=＝═.．、)）(（:：·–—_-]|第|首|\d|[IVXLC①-⑳]|song|track|title|no)*$/i,
          );
          rest = rest.slice(at + part.length);
        }
      expect(rest).toMatch(
        { mark: /^(?:\*{3})*$/, headings: /^[=-]*$/ }[split.by as 'mark'] ?? /^$/,
      );
      for (const { text: words } of songs) expect(words.trim()).not.toBe('');
      if (split.by === 'none')
        expect(songs.map(({ text: words }) => words).join('')).toBe(
          text
            .split(SONG_END)
            .filter((part) => part.trim() !== '')
            .join(''),
        );
    }),
    { numRuns: 1000 },
  );
});

describe('a file is split before it is cleaned', () => {
  const two =
    '《渡口》\n作词：某人\n\n夜来了\n灯亮了\n\n到天明\n\n\n《河》\n词：某人\n曲：他人\n\n河水流';

  it('so that blank lines tell where, which are folded then', () => {
    expect(cleaned('一\n\n二\n\n\n三', blankLines)).toEqual([song('一\n\n二'), song('三')]);
  });

  it('so that each song has its credits at its own head, and its title beside its words', () => {
    expect(cleaned(two, headings)).toEqual([
      song('夜来了\n灯亮了\n\n到天明', '渡口'),
      song('河水流', '河'),
    ]);
    expect(cleaned(two, headings, { titles: 'kept' })).toEqual([
      ...[song('渡口\n\n夜来了\n灯亮了\n\n到天明', '渡口'), song('河\n\n河水流', '河')],
    ]);
  });

  it('also where its kind has read headings and rules away', () => {
    const text = '# 集\n\n## 渡口\n\n**夜**来了\n\n---\n\n## 河\n\n河水流';
    expect(cleaned(text, headings, {}, 'markdown')).toEqual([
      song('夜来了', '集 · 渡口'),
      song('河水流', '河'),
    ]);
    expect(cleaned(text, { by: 'mark', mark: '---' }, {}, 'markdown')).toEqual([
      song('夜来了'),
      song('河水流'),
    ]);
  });

  it('and words that come again later stay with the song in which they are written', () => {
    const text =
      '[00:01.00][00:09.00]夜来了\n[00:03.00]灯亮了\n\n***\n[00:01.00]河水流\n[00:05.00]到天明';
    expect(cleaned(text, { by: 'mark', mark: '***' }, {}, 'lrc')).toEqual([
      ...[song('夜来了\n灯亮了\n夜来了'), song('河水流\n到天明')],
    ]);
  });

  it('and one that holds several by its kind has these as well, each with the title that it tells', () => {
    const poems = [
      { title: '渡口', paragraphs: ['夜来了'] },
      { rhythmic: '浣溪沙', paragraphs: ['灯亮了'] },
      { paragraphs: ['河水流'] },
    ];
    expect(cleaned(JSON.stringify(poems), { by: 'none' }, {}, 'json')).toEqual([
      ...[song('夜来了', '渡口'), song('灯亮了', '浣溪沙'), song('河水流')],
    ]);
  });

  it('and nothing else happens to its lines without a recipe', () => {
    const text = ' 一 \n\n二\n\n\n三 ';
    expect(songsOf(clean(text, 'text', noRecipe, undefined, blankLines))).toEqual([
      song(' 一 \n\n二'),
      song('三 '),
    ]);
    expect(clean(text, 'text', noRecipe).lines).toEqual(linesOf(text));
  });
});

it.each(['\n', ' \n', '# \n', '1. a\n\n', '《', '【', '=\n', 'A', '　', '第', '# a\n'])(
  'takes no longer for 300,000 characters of %j',
  (part) => {
    const begin = performance.now();
    for (const split of [blankLines, headings, { by: 'mark', mark: '***' } as const])
      splitSongs(million(part).slice(0, 300_000), split);
    expect(performance.now() - begin).toBeLessThan(HANG_MS);
  },
);
