/** The constrained search: on a network whose every text is known, texts come as often as they are probable among those that fit. */
import { describe, expect, it } from 'vitest';
import type { SamplingSettings } from '../../../src-main/contract/writing/sampling.ts';
import { Decoder } from '../../../src-main/core/decoder.ts';
import { Random } from '../../../src-main/core/random.ts';
import type { Constraint } from '../../../src-main/core/search/constraint.ts';
import { resample } from '../../../src-main/core/search/particles.ts';
import { search, type Found } from '../../../src-main/core/search/search.ts';
import { StreamProgram } from '../../../src-main/core/search/streams.ts';
import { predictRnn } from '../book-network.ts';
import { ReferenceEngine } from '../reference-engine.ts';
import { floats } from '../tiny-network.ts';
import { knownStreams, nothingRead, readOn, type Read } from './known-streams.ts';
import { plainRnn } from '../../contract/all-cells.ts';

const END = 0;
const V = 6;
const model = floats({ ...plainRnn, vocabularySize: V, hiddenSize: 4 }, new Random(33), 1.2);
const mask = (...ids: number[]) =>
  Uint8Array.from({ length: V }, (_, id) => Number(ids.includes(id)));
const [any, rhymes, end, anyOrEnd] = [
  mask(1, 2, 3, 4, 5),
  mask(2, 4),
  mask(END),
  mask(0, 1, 2, 3, 4, 5),
];

/** Lines of so many characters of which none comes twice in a row, the last a rhyme; then the end of the line. */
const rhymed = (length: number): Constraint<readonly number[]> => ({
  start: [],
  allowed: (ids) => (ids.length < length - 1 ? any : ids.length < length ? rhymes : end),
  banned: (ids) => ids.slice(-1),
  after: (ids, id) => [...ids, id],
  ended: (ids) => ids.length === length + 1,
});
/** Lines of one to three characters of their own choice: particles end at different times. */
const short: Constraint<readonly number[]> = {
  start: [],
  allowed: (ids) => (ids.length === 0 ? any : ids.length === 3 ? end : anyOrEnd),
  banned: (ids) => (ids.length > 0 ? [1, 4, 5] : []),
  after: (ids, id) => [...ids, id],
  ended: (ids) => ids.at(-1) === END,
};

/** By going through all texts. @returns how probable each text that fits is among them */
function exact<State>(
  constraint: Constraint<State>,
  from: Read,
  { temperature, topK = V }: SamplingSettings,
): Map<string, number> {
  const texts = new Map<string, number>();
  const visit = (state: State, read: Read, text: number[], probability: number): void => {
    if (constraint.ended(state)) return void texts.set(text.join(), probability);
    const hot = read.probabilities.map((p) => p ** (1 / temperature));
    const least = hot.toSorted((a, b) => b - a)[topK - 1]!;
    const left = hot.map((p) => (p >= least ? p : 0));
    const total = left.reduce((a, b) => a + b, 0);
    const banned = constraint.banned?.(state) ?? [];
    for (let id = 0; id < V; id++)
      if (left[id]! > 0 && constraint.allowed(state)[id] === 1 && !banned.includes(id))
        visit(
          constraint.after(state, id),
          readOn(model, read, id),
          [...text, id],
          (probability * left[id]!) / total,
        );
  };
  visit(constraint.start, from, [], 1);
  const total = [...texts.values()].reduce((a, b) => a + b, 0);
  return new Map([...texts].map(([text, p]) => [text, p / total]));
}

const prefix = Int32Array.of(3, 1);
const afterPrefix = readOn(model, readOn(model, nothingRead(model), 3), 1);
const asked = (settings: SamplingSettings, random: Random) => ({
  ...{ islands: 1, settings, prefix, spared: [], longest: 20, random },
});
const idsOf = ({ text }: Found<unknown>) => text.map(({ id }) => id);

/** One of the texts that were found, as probable as its weight. */
function oneOf<State>(found: readonly Found<State>[], random: Random): Found<State> {
  const highest = Math.max(...found.map(({ logWeight }) => logWeight));
  const weights = found.map(({ logWeight }) => Math.exp(logWeight - highest));
  let rest = random.uniform() * weights.reduce((a, b) => a + b, 0);
  return found.find((_, i) => (rest -= weights[i]!) < 0) ?? found.at(-1)!;
}

describe('draws of 64 particles each', () => {
  const cases: [string, Constraint<readonly number[]>, SamplingSettings, number][] = [
    ['a rhyme at the end of three', rhymed(3), { temperature: 1 }, 20_000],
    ['lines of one to three', short, { temperature: 1 }, 20_000],
    ['bolder, of the four most probable', rhymed(3), { temperature: 1.7, topK: 4 }, 3000],
  ];
  for (const [name, constraint, settings, draws] of cases)
    it(
      `follow the exact distribution: ${name}`,
      { tags: draws > 3000 ? ['long'] : [] },
      async () => {
        const probabilities = exact(constraint, afterPrefix, settings);
        expect(probabilities.size).toBeGreaterThanOrEqual(5);
        expect(probabilities.size).toBeLessThanOrEqual(60);
        const random = new Random(12);
        const counts = new Map<string, number>();
        for (let draw = 0; draw < draws; draw++) {
          const streams = knownStreams(model, 64, afterPrefix, settings.temperature);
          const found = await search(streams, constraint, asked(settings, random));
          const text = idsOf(oneOf(found, random)).join();
          counts.set(text, (counts.get(text) ?? 0) + 1);
        }
        for (const text of counts.keys()) expect(probabilities.has(text), text).toBe(true);
        const drawn = new Map([...counts].map(([text, count]) => [text, count / draws]));
        expect(variation(drawn, probabilities)).toBeLessThan(0.05);
      },
    );

  it('would not if the masks alone decided', async () => {
    const random = new Random(12);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 20_000; draw++) {
      const [one] = await search(
        knownStreams(model, 1, afterPrefix),
        rhymed(3),
        asked({ temperature: 1 }, random),
      );
      const text = idsOf(one!).join();
      counts.set(text, (counts.get(text) ?? 0) + 1 / 20_000);
    }
    const probabilities = exact(rhymed(3), afterPrefix, { temperature: 1 });
    expect(variation(counts, probabilities)).toBeGreaterThan(0.1);
  });
});

const variation = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number =>
  [...new Set([...a.keys(), ...b.keys()])].reduce(
    (sum, text) => sum + Math.abs((a.get(text) ?? 0) - (b.get(text) ?? 0)) / 2,
    0,
  );

describe('a text that is found', () => {
  const find = async (seed: number, more: Partial<Parameters<typeof search>[2]> = {}) =>
    search(knownStreams(model, 64, afterPrefix), rhymed(4), {
      ...asked({ temperature: 1 }, new Random(seed)),
      ...more,
    });

  it('fits, with what the model says of each of its characters', async () => {
    const found = await find(1);
    expect(found.length).toBe(64);
    for (const { text, state } of found) {
      expect(text.map(({ id }) => id)).toEqual(state);
      let read = afterPrefix;
      for (const [place, { id, logProbability }] of text.entries()) {
        expect(rhymed(4).allowed(state.slice(0, place))[id]).toBe(1);
        expect(id).not.toBe(state[place - 1]);
        expect(logProbability).toBeCloseTo(Math.log(read.probabilities[id]!), 5);
        read = readOn(model, read, id);
      }
    }
  });

  it('is the same of the same seed, and others of another', async () => {
    expect(await find(1)).toEqual(await find(1));
    expect(await find(1)).not.toEqual(await find(2));
  });

  it('has its weight: their mean is how probable it is that a text fits', async () => {
    const probabilities: number[] = [];
    for (let seed = 0; seed < 300; seed++) {
      const found = await find(seed);
      probabilities.push(found.reduce((sum, { logWeight }) => sum + Math.exp(logWeight), 0) / 64);
    }
    const mean = probabilities.reduce((a, b) => a + b) / probabilities.length;
    let whole = 0;
    const visit = (text: number[], read: Read, probability: number): void => {
      if (rhymed(4).ended(text)) whole += probability;
      else
        for (let id = 0; id < V; id++)
          if (rhymed(4).allowed(text)[id] === 1 && id !== text.at(-1))
            visit([...text, id], readOn(model, read, id), probability * read.probabilities[id]!);
    };
    visit([], afterPrefix, 1);
    expect(Math.abs(mean / whole - 1)).toBeLessThan(0.05);
  });

  it('is as long as the search lets it be', async () => {
    expect(await find(1, { longest: 5 })).toHaveLength(64);
    expect(await find(1, { longest: 4 })).toEqual([]);
  });

  it('is none when the search is stopped', async () => {
    let steps = 0;
    const gate = async () => (++steps < 3 ? 'go' : 'stop');
    expect(await find(1, { gate })).toEqual([]);
    expect(steps).toBe(3);
  });

  it('is none where nothing fits', async () => {
    const nowhere = {
      ...rhymed(2),
      allowed: (ids: readonly number[]) => (ids.length < 2 ? any : mask()),
    };
    const streams = knownStreams(model, 64, afterPrefix);
    expect(await search(streams, nowhere, asked({ temperature: 1 }, new Random(1)))).toEqual([]);
  });

  it('comes again less where a penalty falls on what has come', async () => {
    const repeats = async (repetition: number) => {
      const found = await search(
        knownStreams(model, 256, afterPrefix),
        { ...rhymed(3), banned: () => [] },
        asked({ temperature: 1, repetition }, new Random(4)),
      );
      return found.filter(({ state }) => new Set(state).size < state.length).length;
    };
    expect(await repeats(6)).toBeLessThan(await repeats(1));
  });
});

describe('resampling', () => {
  const after = (weights: number[], islands: number, seed = 1) => {
    const logWeights = Float64Array.from(weights, Math.log);
    const ancestors = Int32Array.from(weights.keys());
    resample(logWeights, ancestors, islands, new Random(seed));
    return { ancestors: [...ancestors], weights: Array.from(logWeights, Math.exp) };
  };

  it('leaves weights alone that are even enough', () => {
    const { ancestors, weights } = after([3, 1, 1, 1], 1);
    expect(ancestors).toEqual([0, 1, 2, 3]);
    weights.forEach((weight, i) => expect(weight).toBeCloseTo([3, 1, 1, 1][i]!));
  });

  it('gives each particle as many places as its weight says, rounded up or down', () => {
    const given = [0.1, 7, 0, 0.9, 0, 0, 0, 0];
    for (let seed = 0; seed < 50; seed++) {
      const { ancestors, weights } = after(given, 1, seed);
      expect(weights.reduce((a, b) => a + b)).toBeCloseTo(8);
      for (const [particle, weight] of given.entries()) {
        const places = ancestors.filter((ancestor) => ancestor === particle).length;
        expect(Math.abs(places - weight)).toBeLessThan(1);
      }
    }
  });

  it('leaves each island to itself, also one that has died out', () => {
    const { ancestors, weights } = after([1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0], 3);
    expect(ancestors).toEqual([0, 0, 0, 0, 4, 5, 6, 7, 9, 9, 9, 9]);
    const expected = [0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0, 1.25, 1.25, 1.25, 1.25];
    for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[i]!);
  });
});

describe('on an engine', () => {
  const free = (length: number): Constraint<number> => ({
    start: 0,
    allowed: () => mask(0, 1, 2, 3, 4, 5),
    after: (count) => count + 1,
    ended: (count) => count === length,
  });
  const start = async () => {
    const engine = new ReferenceEngine();
    const decoder = await Decoder.create(engine, model);
    const after = await decoder.after(prefix);
    const program = await StreamProgram.create(engine, model, 4);
    return { engine, after, program };
  };

  it("writes the book's text at a temperature of 0 where all may come", async () => {
    const { after, program } = await start();
    const found = await program.begin(after, 1, (streams) =>
      search(streams, free(25), { ...asked({ temperature: 0 }, new Random(1)), longest: 25 }),
    );
    expect(found).toHaveLength(4);
    for (const text of found)
      expect([...prefix, ...idsOf(text)]).toEqual(predictRnn(model, [...prefix], 25));
  });

  it('finds what it finds on the chapter’s own network, and gives all tensors back', async () => {
    const { engine, after, program } = await start();
    const ask = () => asked({ temperature: 1.4 }, new Random(7));
    const found = await program.begin(after, 1.4, (streams) => search(streams, rhymed(5), ask()));
    const known = await search(knownStreams(model, 4, afterPrefix, 1.4), rhymed(5), ask());
    expect(found.map(idsOf)).toEqual(known.map(idsOf));
    expect(engine.tensors).toBe(0);
  });

  it('gives all tensors back when it breaks off', async () => {
    const { engine, after, program } = await start();
    const broken = {
      ...free(5),
      after: () => {
        throw new Error('broken');
      },
    };
    await expect(
      program.begin(after, 1, (streams) =>
        search(streams, broken, asked({ temperature: 1 }, new Random(1))),
      ),
    ).rejects.toThrow('broken');
    expect(engine.tensors).toBe(0);
  });
});
