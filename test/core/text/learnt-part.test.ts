/** What is learnt of a text and what is held out of it, against the same text as a string. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeldOut } from '../../../src-main/contract/held-out.ts';
import { preprocessed, type Passage } from '../../../src-main/core/text/code-points.ts';
import { preprocess } from '../../../src-main/core/text/corpus.ts';
import {
  heldOutPassage,
  learntPassage,
  measure,
  type Learning,
  type LearntPart,
} from '../../../src-main/core/text/learnt-part.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const lengthOf = (text: string) => Array.from(text).length;
const all = { maxCharacters: 0, lineBreaks: 'own', heldOut: { by: 'none' } } as const;

function measured(text: string, learning: Learning): LearntPart {
  const measuring = measure(bytesOf(text), learning);
  for (;;) {
    const { done, value } = measuring.next();
    if (done) return value;
  }
}

/** @returns both sides, as they are given to the compute process */
function sidesOf(text: string, learning: Learning) {
  const part = measured(text, learning);
  const textOf = (passage: Passage | undefined): string => {
    let read = '';
    for (const points of preprocessed(bytesOf(text), learning, passage))
      for (const point of points) read += String.fromCodePoint(point);
    return read;
  };
  return {
    part,
    learnt: textOf(learntPassage(learning, part)),
    heldOut: textOf(heldOutPassage(learning, part)),
  };
}

const units = ['想', '要', '\n', '\n', '\r\n', '\u2028', '\u001e', '😀', ' '];
const texts = fc.array(fc.constantFrom(...units), { maxLength: 60 }).map((all) => all.join(''));
const heldOuts = fc.oneof(
  fc.constant<HeldOut>({ by: 'none' }),
  fc.integer({ min: 1, max: 50 }).map((percent): HeldOut => ({ by: 'last', percent })),
  fc.integer({ min: 2, max: 5 }).map((every): HeldOut => ({ by: 'songs', every })),
);
const learnings = fc.record({
  maxCharacters: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 70 })),
  lineBreaks: fc.constantFrom('own' as const, 'space' as const, 'space-each' as const),
  heldOut: heldOuts,
});

/** Songs of a text with their marks. */
const songsOf = (text: string): string[] => text.match(/[^\u001e]*\u001e|[^\u001e]+/g) ?? []; // eslint-disable-line no-control-regex

describe('the two sides of a text', () => {
  it('have each of its characters that are taken, in order, and share none', () => {
    fc.assert(
      fc.property(texts, learnings, (text, learning) => {
        const { part, learnt, heldOut } = sidesOf(text, learning);
        const taken = preprocess(text, learning);
        expect(lengthOf(learnt) + lengthOf(heldOut)).toBe(lengthOf(taken));
        expect(part).toMatchObject({ learnt: lengthOf(learnt), heldOut: lengthOf(heldOut) });
        expect(part.characters).toBe(lengthOf(preprocess(text, { ...learning, maxCharacters: 0 })));
        if (learning.heldOut.by !== 'songs') expect(learnt + heldOut).toBe(taken);
        if (learning.heldOut.by === 'none') expect(heldOut).toBe('');
      }),
    );
  });

  it('are every n-th song and the others, whatever is made of line breaks', () => {
    fc.assert(
      fc.property(texts, learnings, fc.integer({ min: 2, max: 5 }), (text, how, every) => {
        const learning: Learning = { ...how, heldOut: { by: 'songs', every } };
        const { learnt, heldOut } = sidesOf(text, learning);
        // As its songs are marked, which they are no more where breaks are spaces.
        const marked = preprocess(text, { maxCharacters: 0, lineBreaks: how.lineBreaks });
        let [at, from] = [0, ''];
        const [keeps, holds]: [string[], string[]] = [[], []];
        const limit = how.maxCharacters || Infinity;
        songsOf(text).forEach((song, i) => {
          const characters = Array.from(preprocess(song, { ...how, maxCharacters: 0 }));
          from = characters.slice(0, Math.max(0, limit - at)).join('');
          at += characters.length;
          ((i + 1) % every === 0 ? holds : keeps).push(from);
        });
        expect(at).toBe(lengthOf(marked));
        expect([learnt, heldOut]).toEqual([keeps.join(''), holds.join('')]);
      }),
    );
  });

  it('part near where was asked for: the held-out end has at least half of it, and at most half of it more', () => {
    fc.assert(
      fc.property(texts, learnings, fc.integer({ min: 1, max: 50 }), (text, how, percent) => {
        const learning: Learning = { ...how, heldOut: { by: 'last', percent } };
        const { learnt, heldOut } = sidesOf(text, learning);
        const taken = lengthOf(preprocess(text, learning));
        fc.pre(taken > 1);
        const wanted = Math.max(1, Math.round((taken * percent) / 100));
        expect(Math.abs(lengthOf(heldOut) - wanted)).toBeLessThanOrEqual(wanted / 2);
        expect(learnt).not.toBe('');
        expect(heldOut).not.toBe('');
      }),
    );
  });

  it('part behind the nearest song, else behind the nearest line, else where was asked for', () => {
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 1, max: 50 }),
        (text, maxCharacters, percent) => {
          const learning = {
            maxCharacters,
            lineBreaks: 'own',
            heldOut: { by: 'last', percent },
          } as const;
          const taken = Array.from(preprocess(text, learning));
          fc.pre(taken.length > 1);
          const wanted = Math.max(1, Math.round((taken.length * percent) / 100));
          const place = taken.length - wanted;
          const near = (end: string): number[] =>
            taken
              .flatMap((character, i) => (character === end ? [i + 1] : []))
              .filter((at) => at < taken.length && Math.abs(at - place) <= wanted / 2)
              .sort((a, b) => Math.abs(a - place) - Math.abs(b - place) || a - b);
          const [expected] = [...near('\u001e').slice(0, 1), ...near('\n').slice(0, 1), place];
          expect(measured(text, learning).heldOutFrom).toBe(expected);
        },
      ),
    );
  });
});

describe('the songs of a text', () => {
  it('are counted with the whole of them that are learnt and held out', () => {
    fc.assert(
      fc.property(texts, learnings, (text, learning) => {
        const { part } = sidesOf(text, learning);
        const limit = learning.maxCharacters || Infinity;
        let at = 0;
        const ends = songsOf(text).map((song, i) => {
          const length = lengthOf(preprocess(song, { ...learning, maxCharacters: 0 }));
          const begin = at;
          at += length;
          return { i, begin, end: begin + length - (song.endsWith('\u001e') ? 1 : 0) };
        });
        const { heldOut } = learning;
        const whole = ends.filter(({ end }) => end <= limit);
        const isHeldOut = ({ i, begin }: (typeof ends)[number]): boolean =>
          heldOut.by === 'songs' ? (i + 1) % heldOut.every === 0 : begin >= part.heldOutFrom;
        expect(part.songs).toBe(ends.length);
        expect(part.heldOutSongs).toBe(whole.filter(isHeldOut).length);
        const isLearnt = (song: (typeof ends)[number]): boolean =>
          !isHeldOut(song) && song.end <= part.heldOutFrom;
        expect(part.learntSongs).toBe(whole.filter(isLearnt).length);
      }),
    );
  });

  it.each([
    [{}, { characters: 17, learnt: 17, songs: 3, learntSongs: 3, heldOut: 0 }],
    [{ maxCharacters: 5 }, { learnt: 5, songs: 3, learntSongs: 1 }], // to the last character of the first
    [{ maxCharacters: 4 }, { learnt: 4, songs: 3, learntSongs: 0 }],
    [{ maxCharacters: 11 }, { learnt: 11, learntSongs: 2 }],
    [{ maxCharacters: 16 }, { characters: 17, learnt: 16, learntSongs: 2 }],
    [
      { heldOut: { by: 'songs', every: 2 } },
      { learnt: 11, learntSongs: 2, heldOut: 6, heldOutSongs: 1 },
    ],
    [
      { heldOut: { by: 'songs', every: 4 } },
      { learnt: 17, learntSongs: 3, heldOut: 0, heldOutSongs: 0 },
    ],
    [
      { heldOut: { by: 'last', percent: 30 } },
      { learnt: 12, learntSongs: 2, heldOut: 5, heldOutSongs: 1 },
    ],
    // Behind the first line of the last song, as half of that song was asked for.
    [
      { heldOut: { by: 'last', percent: 10 } },
      { learnt: 15, learntSongs: 2, heldOut: 2, heldOutSongs: 0 },
    ],
    [
      { heldOut: { by: 'songs', every: 2 }, maxCharacters: 9 },
      { learnt: 6, heldOut: 3, learntSongs: 1, heldOutSongs: 0 },
    ],
  ] satisfies [Partial<Learning>, Partial<LearntPart>][])('with %j are %j', (more, expected) => {
    for (const lineBreaks of ['own', 'space'] as const)
      expect(
        measured('想要\n有我\u001e天上\n是你\u001e地\n\n下!', { ...all, ...more, lineBreaks }),
      ).toMatchObject(expected);
  });

  it('are none of an empty text, and one of a text without a mark', () => {
    for (const percent of [1, 50])
      expect(measured('', { ...all, heldOut: { by: 'last', percent } }).heldOut).toBe(0);
    expect(measured('', all)).toMatchObject({ characters: 0, songs: 0, learntSongs: 0 });
    expect(measured('想', { ...all, heldOut: { by: 'last', percent: 50 } })).toMatchObject({
      ...{ learnt: 1, heldOut: 0, songs: 1, learntSongs: 1 },
    });
  });
});

it('a text of millions of characters is measured and parted slice by slice', () => {
  const song = `${'我的歌\n'.repeat(2500)}\u001e`;
  const text = song.repeat(40);
  const { part, learnt } = sidesOf(text, { ...all, heldOut: { by: 'songs', every: 10 } });
  expect(part).toMatchObject({ characters: 400_040, songs: 40, learntSongs: 36, heldOutSongs: 4 });
  expect(learnt === song.repeat(36)).toBe(true);
  const end = sidesOf(text, { ...all, heldOut: { by: 'last', percent: 26 } });
  expect(end.part).toMatchObject({ learntSongs: 30, heldOutSongs: 10, heldOut: 100_010 });
  expect(end.heldOut === song.repeat(10)).toBe(true);
});
