import { describe, expect, it } from 'vitest';
import { clean, usualRecipe } from '../../../src-main/corpus/recipe/recipe.ts';
import { readText } from '../../../src-main/corpus/kinds/text-kinds.ts';
import { five, HANG_MS, readAsFound, readingTime, wordsIn } from './read-kind.ts';

/** After all steps: chords are for one of their own. */
const cleaned = (text: string): string[] =>
  clean(text, readAsFound(text).kind, usualRecipe)
    .lines.map((line) => line.text.replace(/ {2,}/g, ' ').trim())
    .filter((line) => line !== '');

const WORDS = ['渡口的灯还没有睡', 'hold on to me'];
const chorded = '[Am]渡口的[G/B]灯还[F]没有睡\n[C]hold [Em7]on to [D7sus4]me\n';

describe('ChordPro', () => {
  it.each([
    ['title', '{title: 渡口}\n{artist: 某人}\n'],
    ['short directives', '{t:渡口}\n{st:某人}\n{c:慢一点}\n{ci:x}\n{cb:y}\n'],
    ['two in a line', '{title: 渡口}{subtitle: 某人}\n'],
    ['spaces and capitals', ' { Title : 渡口 } \n{KEY:G}\n'],
    [
      'metadata',
      '{meta: lyricist 某人}\n{composer: 某人}\n{copyright: 2020}\n{year: 2020}\n{duration: 3:45}\n',
    ],
    [
      'chords that are defined',
      '{define: Bm base-fret 2 frets 1 3 3 2 1 1}\n{chord: Am}\n{capo: 2}\n',
    ],
    [
      'directives for a device',
      '{title-de: Der Steg}\n{textsize-guitar: 12}\n{chordfont: Arial}\n{key: C}\n',
    ],
    ['pages and columns', '{title: x}\n{np}\n{new_page}\n{columns: 2}\n{colb}\n'],
    ['own directives', '{title: x}\n{x_something: y}\n{image: a.png}\n{transpose: +2}\n'],
    ['attributes', '{start_of_verse label="第一段"}\n{title: x}\n'],
    ['comments', '# 谁也看不见\n#1 这也是\n{title: 渡口}\n'],
    ['a tab', '{title: 渡口}\n{start_of_tab}\ne|--0--1--3--|\nB|--1--1--0--|\n{end_of_tab}\n'],
    ['a tab without an end', '{title: 渡口}\n{sot}\ne|--0--1--3--|\nB|--1--1--0--|\n\n'],
    [
      'a grid',
      '{title: 渡口}\n{start_of_grid shape="4x4"}\n| Am . . . | G . . . |\n{end_of_grid}\n',
    ],
    ['ABC', '{title: 渡口}\n{start_of_abc}\nX:1\nK:C\nCDEF\n{end_of_abc}\n'],
  ])('leaves out %s', (_, head) => {
    const text = head + chorded;
    const { kind, changes } = readAsFound(text);
    expect(kind).toBe('chordpro');
    expect(cleaned(text)).toEqual(WORDS);
    expect(changes.length).toBeGreaterThan(0);
  });

  it('keeps what is in a part of a song, and not its marks', () => {
    const text = `{title: x}\n{start_of_chorus: 副歌}\n${chorded}{eoc}\n{soc}\n[G]啦啦\n{end_of_chorus}\n{chorus}\n{sov}\n末段[C]\n{eov}\n{start_of_bridge}桥\n`;
    expect(cleaned(text)).toEqual([...WORDS, '啦啦', '末段', '{start_of_bridge}桥']);
  });

  it('takes chords of all schools', () => {
    const text =
      '{title: x}\n[H7]一[Bb]二[C#m7b5]三[(Am)]四[Dm*]五[*Rit.]六[Gsus4/D]七[N.C.]八[IV]九[1/3]十[|]零[F♯]末[Asus2]\n';
    expect(cleaned(text)).toEqual(['一二三四五六七八九十零末']);
  });

  it('leaves marks of parts to their step', () => {
    const { texts } = readAsFound('{title: x}\n[Chorus]\n[Am]啦[G]啦\n[副歌]\n');
    expect(texts).toContain('[Chorus]');
    expect(texts).toContain('[副歌]');
  });

  it('is two songs where a new one begins', () => {
    const { texts } = readAsFound('{new_song}\n{title: a}\n[C]一[G]二\n{ns}\n{title: b}\n[C]三\n');
    expect(texts.filter((line) => line === '\u001e')).toHaveLength(1);
    expect(texts[0]).not.toBe('\u001e');
  });

  it('is found without directives, by its chords', () => {
    expect(readAsFound(chorded).kind).toBe('chordpro');
    expect(cleaned(chorded)).toEqual(WORDS);
  });

  it('takes chords that stand over the words, which are plain text', () => {
    const text = 'Am        G/B      F\n渡口的灯还没有睡\n C     Em7    Dsus4\nhold on to me\n';
    expect(readAsFound(text).kind).toBe('text');
    expect(cleaned(text)).toEqual(WORDS);
  });

  it.each([
    ['parts that are one letter', '[A]\n渡口的灯\n[B]\n船在雾里\n[C]\n你把名字\n[A]\n渡口的灯\n'],
    ['braces', '{男} 渡口的灯\n{女} 船在雾里\n你说 {好}\n'],
    ['numbers', '#1\n渡口的灯\n#2\n船在雾里\n'],
    ['a word in brackets', '你说 [Amen] 然后离开\n[Dad] 没有回头\n[Be] 自己\n'],
  ])('is not a song with %s', (_, text) => {
    expect(readAsFound(text)).toMatchObject({ kind: 'text', texts: text.trimEnd().split('\n') });
  });

  it('keeps words that read so beside it', () => {
    expect(wordsIn('{title: x}\n渡口 {不是} 的灯\n')).toEqual(['{title: x}', '渡口 {不是} 的灯']);
  });

  it.each(['[Am]', '[A', '[', '{', '{t:', '{t:x}', '[*', '[Am]词', ' ', '[Ammmm', '[C#b#b1'])(
    'takes no longer for 5 MB in one line of %s',
    (part) => {
      expect(readingTime(`{title: x}\n${five(part)}`, 'chordpro')).toBeLessThan(HANG_MS);
    },
  );

  it('reads a line of two million directives, of which no pattern could keep where each began', () => {
    const { lines } = readText(`${'{t:x}'.repeat(2_000_000)}\n渡口的灯\n`, 'chordpro');
    expect(lines.map(({ text }) => text)).toEqual(['渡口的灯']);
  });
});
