import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusFigures, MAX_FREQUENCIES } from '../../src-main/contract/corpus/figures.ts';
import { figuresOfText } from '../../src-main/corpus/figures.ts';

const END = '\u001e';
/** Some words that no two songs share; the same for the same number. */
function words(song: number, lines = 12): string[] {
  let state = song;
  const next = (): string => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + song * 0x6d2b79f5;
    return String.fromCharCode(0x4e00 + ((state >>> 8) % 4000));
  };
  return Array.from({ length: lines }, () => Array.from({ length: 7 }, next).join(''));
}

it('counts characters, lines and songs', () => {
  const figures = figuresOfText(`夜来了 夜\n\nLa la${END}夜来了 夜\r\n𠮷！\n夜来了 夜`);
  expect(figures).toMatchObject({
    ...{ characters: 27, distinct: 11, inked: 18, lines: 5, songs: 2 },
    ...{ hanShare: 13 / 18, latinShare: 4 / 18 },
    ...{ repeatedLines: 2, medianLineLength: 4, lineLengths: [0, 1, 0, 4] },
    ...{ once: 4, twice: 1, upToFour: 7 },
  });
  expect(figures.commonestLines).toEqual([{ text: '夜来了 夜', count: 3, line: 0, song: 0 }]);
  expect(figures.frequencies.slice(0, 3)).toEqual([
    { rank: 1, count: 6, character: '夜' },
    { rank: 2, count: 3, character: '来' },
    { rank: 3, count: 3, character: '了' },
  ]);
  expect(figures.rarest.slice(0, 3)).toEqual([
    { character: 'L', count: 1, text: 'La la', line: 2, song: 0 },
    { character: 'l', count: 1, text: 'La la', line: 2, song: 0 },
    { character: '𠮷', count: 1, text: '𠮷！', line: 5, song: 1 },
  ]);
});

it('are there of nothing, of one character, of 20,000 distinct ones, and of one line of 5 MB', () => {
  expect(figuresOfText('')).toMatchObject({
    characters: 0,
    hanShare: 0,
    medianLineLength: 0,
    nearDoubles: [],
  });
  expect(figuresOfText('夜'.repeat(1_000_000))).toMatchObject({
    distinct: 1,
    lines: 1,
    medianLineLength: 1_000_000,
    once: 0,
  });
  const many = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
  const figures = figuresOfText(many.repeat(80));
  expect(figures).toMatchObject({ distinct: 20_000, lines: 1, hanShare: 1 });
  expect(figures.frequencies.at(-1)).toMatchObject({ rank: 20_000 });
  expect(figures.lineLengths).toHaveLength(200);
  for (const { text } of [...figures.rarest, ...figures.commonestLines])
    expect(text.length).toBeLessThan(500);
});

it('agree with a plain count of any text, and with the contract', { tags: ['long'] }, () => {
  const text = fc.string({ unit: fc.constantFrom(...'夜来了aB 、\n\n\u001e𠮷'), maxLength: 120 });
  fc.assert(
    fc.property(text, (said) => {
      const figures = corpusFigures.parse(figuresOfText(said));
      const ink = [...said].filter((character) => character.trim() !== '' && character !== END);
      const lines = said.split(/[\n\u001e]/).filter((line) => line.trim() !== ''); // eslint-disable-line no-control-regex
      expect(figures.characters).toBe([...said].length);
      expect(figures.distinct).toBe(new Set(said).size);
      expect(figures.inked).toBe(ink.length);
      expect(figures.frequencies.reduce((sum, { count }) => sum + count, 0)).toBe(ink.length);
      expect(figures.lines).toBe(lines.length);
      expect(figures.lineLengths.reduce((sum, count) => sum + count, 0)).toBe(lines.length);
      expect(figures.repeatedLines).toBe(
        lines.length - new Set(lines.map((line) => line.trim())).size,
      );
      const counts = [...new Set(ink)].map((one) => ink.filter((other) => other === one).length);
      expect(figures.once).toBe(counts.filter((count) => count === 1).length);
      expect(figures.upToFour).toBe(counts.filter((count) => count <= 4).length);
    }),
  );
});

it('frequencies lie as far from each other on a logarithmic axis where there are many', () => {
  const said = Array.from({ length: 5000 }, (_, i) =>
    String.fromCharCode(0x4e00 + i).repeat(1 + Math.floor(5000 / (i + 1))),
  ).join('');
  const { frequencies } = figuresOfText(said);
  expect(frequencies.length).toBeLessThanOrEqual(MAX_FREQUENCIES);
  expect(frequencies.length).toBeGreaterThan(MAX_FREQUENCIES / 2);
  expect([frequencies[0]!.rank, frequencies.at(-1)!.rank]).toEqual([1, 5000]);
  const gaps = frequencies.slice(1).map(({ rank }, at) => Math.log(rank / frequencies[at]!.rank));
  expect(Math.max(...gaps.slice(100))).toBeLessThan(0.05);
});

describe('near-doubles', () => {
  const near = (...songs: (string | readonly string[])[]) =>
    figuresOfText(
      songs.map((song) => (typeof song === 'string' ? song : song.join('\n'))).join(END),
    );
  const pairs = (figures: ReturnType<typeof near>) =>
    figures.nearDoubles.map(({ song, other }) => [song, other]);

  it('are songs that say the same for the most part, however they are set', () => {
    const one = words(1);
    const changed = one.map((line, at) => (at < 3 ? words(50)[at]! : line));
    const figures = near(
      one,
      words(2),
      changed,
      one.map((line) => `${line}，`),
      [...one, '', ...one.slice(0, 4)],
      words(3),
    );
    expect(pairs(figures)).toEqual([
      [3, 0],
      [4, 0],
      [2, 0],
    ]);
    expect(figures.nearDoublesInAll).toBe(3);
    expect(figures.nearDoubles[0]!.likeness).toBe(1);
    expect(figures.nearDoubles[2]!.likeness).toBeGreaterThan(0.6);
    expect(figures.nearDoubles[2]!.likeness).toBeLessThan(0.95);
  });

  it('are none where songs share a refrain, or what many songs sing', () => {
    const refrain = ['啦啦啦啦啦啦啦', '哦哦哦哦哦哦哦', words(99)[0]!];
    const songs = Array.from({ length: 200 }, (_, i) => [...words(i), ...refrain]);
    expect(near(...songs).nearDoublesInAll).toBe(0);
  });

  it('are found of short songs and in English, and none among songs of nothing', () => {
    const said = 'The rain came down on the old tin roof and nobody was home to hear it fall';
    expect(pairs(near('la', said, 'la', `${said.toUpperCase()}!`, '…', '…'))).toEqual([
      [2, 0],
      [3, 1],
    ]);
    expect(near('oh', 'ah', 'oh no', '夜', '灯').nearDoublesInAll).toBe(0);
  });

  it('are found among 20,000 songs, each double once, also where one comes a thousand times', () => {
    const songs = Array.from({ length: 20_000 }, (_, i) =>
      (i >= 19_000 ? words(7) : words(i, 6)).join('\n'),
    );
    songs[15_000] = songs[14_000]!.replace(/..\n/, '\n');
    const figures = near(...songs);
    expect(figures.nearDoubles).toHaveLength(100);
    expect(figures.nearDoublesInAll).toBe(1000 + 1);
  });
});
