/** The index of runs against a search that goes through everything, on random texts of few characters, in which much repeats. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE, unitsOf } from '../../../src-main/core/text/units.ts';
import { VerbatimIndex } from '../../../src-main/core/text/verbatim.ts';

const indexOf = (text: string, shortest: number): VerbatimIndex =>
  VerbatimIndex.of(
    Array.from(text, (character) => character.codePointAt(0)!),
    shortest,
  );

interface Unit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const UNIT = /[春夏𠮷]|[a-zB\d]+(?:['’][a-zB\d]+)*|\u001e/gu; // eslint-disable-line no-control-regex

/** By a regular expression: a Chinese character, or a word with the apostrophes within.  */
function naiveUnits(text: string): Unit[] {
  const before = (at: number) => [...text.slice(0, at)].length;
  return [...text.matchAll(UNIT)].map((match) => ({
    text: match[0].toLowerCase().replaceAll('’', "'"),
    start: before(match.index),
    end: before(match.index + match[0].length),
  }));
}

const same = (a: Unit, b: Unit) => a.text === b.text && a.text !== '\u001e';

function naiveRuns(corpus: string, text: string, shortest: number) {
  const [all, own] = [naiveUnits(corpus), naiveUnits(text)];
  const runs: { start: number; length: number; units: number; song: number }[] = [];
  let reached = 0;
  for (let from = 0; from < own.length; from++) {
    let [longest, place] = [0, 0];
    for (let at = 0; at < all.length; at++) {
      let length = 0;
      while (
        from + length < own.length &&
        at + length < all.length &&
        same(own[from + length]!, all[at + length]!)
      )
        length += 1;
      if (length > longest) [longest, place] = [length, at];
    }
    if (longest < shortest || from + longest <= reached) continue;
    reached = from + longest;
    const start = own[from]!.start;
    const songs = corpus.split('\u001e');
    const ends = all.slice(0, place).filter((unit) => unit.text === '\u001e').length;
    const song = songs.slice(0, ends).filter((other) => other.trim() !== '').length;
    runs.push({ start, length: own[reached - 1]!.end - start, units: longest, song });
  }
  return runs;
}

const pieces = ['春', '夏', '𠮷', 'a', 'b', 'B', '1', "'", '’', ' ', '，', '\n', '\u001e'];
const texts = (maxLength: number) =>
  fc.array(fc.constantFrom(...pieces), { maxLength }).map((parts) => parts.join(''));

describe('on random texts', () => {
  it('runs are those of a naive search, as long as they can be, with their song', () => {
    fc.assert(
      fc.property(
        texts(60),
        texts(30),
        fc.integer({ min: 1, max: 6 }),
        (corpus, text, shortest) => {
          const index = indexOf(corpus, shortest);
          expect(index.runs(unitsOf(text, index.words), shortest)).toEqual(
            naiveRuns(corpus, text, shortest),
          );
        },
      ),
      { numRuns: 1500, seed: 4 },
    );
  });

  it('followers are all that come after the same units in one song', () => {
    fc.assert(
      fc.property(texts(80), fc.integer({ min: 1, max: 5 }), fc.nat(60), (corpus, n, from) => {
        const all = naiveUnits(corpus);
        const asked = all.slice(from, from + n);
        if (asked.length < n || asked.some(({ text }) => text === '\u001e')) return;
        const index = indexOf(corpus, n);
        const number = ({ text }: Unit) => unitsOf(text, index.words)[0]!.unit;
        const expected = new Set<number>();
        for (let at = 0; at + n < all.length; at++)
          if (asked.every((unit, i) => same(unit, all[at + i]!)) && all[at + n]!.text !== '\u001e')
            expected.add(number(all[at + n]!));
        const twice = [1, 2].map(() => index.followers(asked.map(number)));
        for (const found of twice)
          expect([...found].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b));
      }),
      { numRuns: 1500, seed: 4 },
    );
  });

  it('nothing of a text of other words stands there', () => {
    const index = indexOf('春夏 ab', 1);
    const units = unitsOf('秋 c abc', index.words);
    expect(units.map(({ unit }) => unit)).toEqual(['秋'.codePointAt(0), NONE, NONE]);
    expect(index.runs(units, 1)).toEqual([]);
  });
});

describe('a song', () => {
  it('goes by its first line with ink, without the space around it', () => {
    const index = indexOf('\n  春天 来了 \r\n夏\u001e \n\u001e\u001eab，c\u001e', 1);
    expect(index.songs).toEqual(['春天 来了', 'ab，c']);
    const [run] = index.runs(unitsOf('夏', index.words), 1);
    expect(run).toEqual({ start: 0, length: 1, units: 1, song: 0 });
    expect(index.runs(unitsOf('C', index.words), 1)[0]).toMatchObject({ song: 1 });
  });

  it('of one endless line is cut', () => {
    expect(indexOf('春'.repeat(500), 1).songs).toEqual(['春'.repeat(40)]);
  });
});

it('a run goes on over punctuation and the ends of lines, and not over the end of a song', () => {
  const index = indexOf('风吹过\n山岗，月亮\u001e在水上', 2);
  const runs = (text: string) =>
    index.runs(unitsOf(text, index.words), 2).map(({ units }) => units);
  expect(runs('风吹过山岗月亮')).toEqual([7]);
  expect(runs('风。吹过 山岗月亮在水上')).toEqual([7, 3]);
});

it('bears a corpus of one line that comes again and again', () => {
  const line = '啦啦啦啦啦啦啦\n';
  const index = indexOf(line.repeat(50_000), 4);
  expect([...index.followers(unitsOf('啦啦啦啦', index.words).map(({ unit }) => unit))]).toEqual([
    '啦'.codePointAt(0),
  ]);
  const [run, ...more] = index.runs(unitsOf('啦'.repeat(60), index.words), 5);
  expect(run).toMatchObject({ start: 0, length: 60 });
  expect(more).toEqual([]);
});

it('an empty corpus has nothing', () => {
  const index = indexOf('', 4);
  expect(index.songs).toEqual([]);
  expect(index.runs(unitsOf('春夏春夏春夏', index.words), 4)).toEqual([]);
});
