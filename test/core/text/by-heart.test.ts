/** How much of what was written stands word for word in a corpus: the same as its index finds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByHeart } from '../../../src-main/core/text/by-heart.ts';
import { unitsOf } from '../../../src-main/core/text/units.ts';
import { VerbatimIndex } from '../../../src-main/core/text/verbatim.ts';

const pointsOf = (text: string) => Uint32Array.from(text, (one) => one.codePointAt(0)!);
const shareOf = (corpus: string, prefix: string, continuation: string, shortest: number) => {
  const search = new ByHeart([{ prefix, continuation }], shortest);
  search.read(pointsOf(corpus));
  return search.end()[0];
};

it.each([
  ['all of it', '雨落在窗台我把灯', '雨落', '在窗台我把灯', 6, { units: 6, copied: 6 }],
  ['a run that is too short', '雨落在窗台', '风', '雨落在窗台', 6, { units: 5, copied: 0 }],
  [
    'a run that the prefix begins',
    '雨落在窗台我',
    '雨落在',
    '窗台我风',
    6,
    { units: 4, copied: 3 },
  ],
  ['whatever stands between', '雨落在 窗台\n我', '', '雨，落在窗台我', 6, { units: 6, copied: 6 }],
  [
    'nothing over the end of a song',
    '雨落在\u001e窗台我',
    '',
    '雨落在窗台我',
    6,
    { units: 6, copied: 0 },
  ],
  [
    'words, whatever their case',
    'The rain is on my pane',
    'a',
    ' the rain is on my hat',
    5,
    { units: 6, copied: 5 },
  ],
] as const)('finds %s', (_, corpus, prefix, continuation, shortest, share) => {
  expect(shareOf(corpus, prefix, continuation, shortest)).toEqual(share);
});

it('finds what the index of the corpus finds', () => {
  const text = fc.string({ unit: fc.constantFrom(...'雨落在a b\n\u001e'), maxLength: 80 });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 4 }), (corpus, written, shortest) => {
      const index = VerbatimIndex.of(pointsOf(corpus), shortest);
      const units = unitsOf(written, index.words);
      const copied = new Set(
        index
          .runs(units, shortest)
          .flatMap(({ start, length }) =>
            units.filter((unit) => unit.start >= start && unit.end <= start + length),
          ),
      );
      expect(shareOf(corpus, '', written, shortest)!.copied).toBe(copied.size);
    }),
  );
});
