/** What there is to say of a corpus with the settings of a run, against what the sampler makes of both. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../src-main/contract/settings.ts';
import { neededCharacters } from '../../../../src-main/core/text/corpus.ts';
import { parameterShapes } from '../../../../src-main/core/parameters.ts';
import { plainRnn } from '../../../contract/all-cells.ts';
import {
  adviseOn,
  songsWithin,
  type Advice,
  type AdviceFacts,
} from '../../../../src-renderer/library/advice/advice.ts';
import { adviceSentence } from '../../../../src-renderer/library/advice/advice-sentence.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';

/** A text for which the book's settings do. */
const factsOf = (more: Partial<AdviceFacts> = {}): AdviceFacts => ({
  settings: { ...defaultSettings, maxCharacters: 0 },
  ...{ characters: 60_000, distinct: 2500, songs: 41 },
  ...{ learntSongs: null, figures: null, pace: null },
  ...more,
});
const of = <Kind extends Advice['kind']>(
  facts: AdviceFacts,
  kind: Kind,
): (Advice & { kind: Kind }) | undefined =>
  adviseOn(facts).find((one): one is Advice & { kind: Kind } => one.kind === kind);

const shapes = fc.record({
  sampling: fc.constantFrom('random' as const, 'consecutive' as const),
  batchSize: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 1024 })),
  timeSteps: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 500 })),
});

it('says nothing of what is well', () => {
  expect(adviseOn(factsOf())).toEqual([]);
});

describe('a text that is too short', () => {
  it('is told what to lower to the largest number that does, and to none that does not', () => {
    fc.assert(
      fc.property(shapes, fc.nat(4000), (shape, characters) => {
        const settings = { ...defaultSettings, ...shape, maxCharacters: 0 };
        const told = adviseOn(factsOf({ settings, characters })).find(
          ({ kind }) => kind === 'tooShort' || kind === 'empty',
        );
        if (characters >= neededCharacters(shape) && characters >= 2) {
          expect(told).toBeUndefined();
          return;
        }
        if (characters < 2) {
          expect(told?.kind).toBe('empty');
          return;
        }
        if (told?.kind !== 'tooShort') {
          // Consecutive sampling needs two characters of one example of one step.
          expect(told?.kind).toBe('empty');
          expect(neededCharacters({ ...shape, batchSize: 1, timeSteps: 1 })).toBeGreaterThan(
            characters,
          );
          return;
        }
        const { batchSize, timeSteps, lower, needed } = told;
        expect(needed).toBe(neededCharacters(shape));
        const needs = (change: Partial<typeof shape>) => neededCharacters({ ...shape, ...change });
        const both = (size: number) => needs({ batchSize: size, timeSteps: size });
        if (lower === 'both') {
          expect(both(batchSize)).toBeLessThanOrEqual(characters);
          expect(both(batchSize + 1)).toBeGreaterThan(characters);
          expect(needs({ batchSize: 1 })).toBeGreaterThan(characters);
          expect(needs({ timeSteps: 1 })).toBeGreaterThan(characters);
          return;
        }
        if (lower !== 'timeSteps') {
          expect(needs({ batchSize })).toBeLessThanOrEqual(characters);
          expect(needs({ batchSize: batchSize + 1 })).toBeGreaterThan(characters);
        }
        if (lower !== 'batchSize') {
          expect(needs({ timeSteps })).toBeLessThanOrEqual(characters);
          expect(needs({ timeSteps: timeSteps + 1 })).toBeGreaterThan(characters);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is so also where a limit leaves too little, or what is held out', () => {
    const settings = { ...defaultSettings, maxCharacters: 500 };
    expect(of(factsOf({ settings }), 'tooShort')).toMatchObject({ learnt: 500, needed: 1121 });
    expect(of(factsOf({ learnt: 600 }), 'tooShort')).toMatchObject({ learnt: 600 });
  });
});

it('says how much a limit leaves, in characters and in whole songs', () => {
  const facts = factsOf({
    ...{ settings: defaultSettings, characters: 60_003, learntSongs: 7 },
  });
  const cut = of(facts, 'cut')!;
  expect(cut).toEqual({
    ...{ kind: 'cut', learnt: 10_000, characters: 60_003, learntSongs: 7, songs: 41 },
  });
  messages.language = 'en';
  expect(adviceSentence(cut)).toContain('10,000 of 60,003 characters: 7 of 41 songs');
  messages.language = 'zh';
  expect(adviceSentence(cut)).toContain('60,003 字里开头的 10,000 字，41 首里完整学到 7 首');
  expect(
    of(factsOf({ settings: { ...defaultSettings, maxCharacters: 70_000 } }), 'cut'),
  ).toBeUndefined();
});

it('counts the songs that are whole, with a mark between two', () => {
  const songs = [{ characters: 5 }, { characters: 4 }, { characters: 3 }];
  expect([0, 4, 5, 9, 10, 13, 14, 99].map((learnt) => songsWithin(songs, learnt))).toEqual([
    ...[0, 0, 1, 1, 2, 2, 3, 3],
  ]);
});

it('finds an epoch of few steps, and a batch of which there are more', () => {
  const facts = factsOf({ characters: 2400 });
  expect(of(facts, 'fewSteps')).toEqual({
    ...{ kind: 'fewSteps', steps: 2, batchSize: 32, better: 16 },
  });
  const better = { ...facts.settings, batchSize: 16 };
  expect(of({ ...facts, settings: better }, 'fewSteps')).toBeUndefined();
});

it('tells many characters that come once, with their share', () => {
  expect(of(factsOf({ figures: { once: 1200 } }), 'once')).toMatchObject({
    ...{ once: 1200, distinct: 2500, share: 0.48 },
  });
  expect(of(factsOf({ figures: { once: 700 } }), 'once')).toBeUndefined();
  expect(of(factsOf({ figures: { once: 9 }, distinct: 10 }), 'once')).toBeUndefined();
});

describe('the size of a network', () => {
  const weights = (hiddenSize: number, vocabularySize: number): number =>
    Object.values(parameterShapes({ ...plainRnn, hiddenSize, vocabularySize }))
      .map((shape: readonly number[]) => shape.reduce((size, length) => size * length, 1))
      .reduce((sum, size) => sum + size, 0);

  it('is held against the text, with the weights that it has', () => {
    const settings = { ...defaultSettings, maxCharacters: 0, hiddenSize: 1024 };
    const large = of(factsOf({ settings, characters: 9000, distinct: 1000 }), 'largeNetwork')!;
    expect(large).toMatchObject({ weights: weights(1024, 1000), characters: 9000 });
    expect(large.better).toBeLessThan(1024);
    const after = { ...settings, hiddenSize: large.better };
    expect(adviseOn(factsOf({ settings: after, characters: 9000, distinct: 1000 }))).toEqual([]);

    const small = { ...settings, hiddenSize: 8 };
    const facts = factsOf({ settings: small, characters: 2_000_000, distinct: 6000 });
    const found = of(facts, 'smallNetwork')!;
    expect(found).toMatchObject({ weights: weights(8, 6000) });
    expect(found.better).toBeGreaterThan(8);
    expect(adviseOn({ ...facts, settings: { ...small, hiddenSize: found.better } })).toEqual([]);
  });

  it('is not judged by a part of a text, of whose characters nothing is known', () => {
    const settings = { ...defaultSettings, hiddenSize: 2048 };
    const kinds = adviseOn(factsOf({ settings })).map(({ kind }) => kind);
    expect(kinds).toEqual(['cut']);
  });
});

describe('the time of an epoch', () => {
  const pace = {
    ...{ corpusId: 'c', corpusName: '旧歌', secondsPerEpoch: 2, predictionsPerEpoch: 8960 },
    ...{ ...plainRnn, hiddenSize: 256, vocabularySize: 2500 },
  };

  it('is what the last run took, for as many predictions of such a network', () => {
    const { seconds } = of(factsOf({ pace }), 'epoch')!;
    expect(seconds).toBeCloseTo((2 / 8960) * 53 * 35 * 32, 6);
  });

  it('is not guessed from nothing, nor from a network that has nothing in common with it', () => {
    expect(of(factsOf(), 'epoch')).toBeUndefined();
    expect(of(factsOf({ pace: { ...pace, hiddenSize: 4 } }), 'epoch')).toBeUndefined();
  });
});

it('has a sentence for everything, in both languages', () => {
  const every = [
    ...adviseOn(factsOf({ settings: defaultSettings, figures: { once: 2000 }, learntSongs: 3 })),
    ...adviseOn(factsOf({ characters: 1 })),
    ...[300, 31, 40, 20].map((characters) => adviseOn(factsOf({ characters }))[0]!),
    ...adviseOn(factsOf({ characters: 2400, distinct: 900 })),
  ];
  for (const language of ['en', 'zh'] as const) {
    messages.language = language;
    for (const advice of every) {
      const said = adviceSentence(advice);
      expect(said).not.toMatch(/\{\{|undefined|NaN|corpus\.|train\./);
      expect(said.at(-1)).toMatch(/[.。]/);
    }
  }
  messages.language = 'en';
});
