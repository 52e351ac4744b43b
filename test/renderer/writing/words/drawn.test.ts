/** What is reckoned as one drags is what the host draws from. */
import { describe, expect, it } from 'vitest';
import type { SamplingSettings } from '../../../../src-main/contract/writing/sampling.ts';
import type { Constraint } from '../../../../src-main/core/search/constraint.ts';
import { drawnFrom, nextUnder } from '../../../../src-main/core/search/next.ts';
import { Random } from '../../../../src-main/core/random.ts';
import { drawing } from '../../../../src-renderer/writing/words/drawn.ts';

const vocabulary = [...'春天来了花开满山的人 \n'];
const V = vocabulary.length;

/** As a host answers: of what may come, and then of what may not, the most probable first. */
function answer(seed: number, prefix: string, mayCome: (id: number) => boolean = () => true) {
  const random = new Random(seed);
  const weights = vocabulary.map(() => random.uniform() ** 3 + 1e-4);
  const total = weights.reduce((a, b) => a + b, 0);
  const model = Float32Array.from(weights, (weight) => weight / total);
  const order = [...model.keys()].sort(
    (a, b) => Number(mayCome(b)) - Number(mayCome(a)) || model[b]! - model[a]! || a - b,
  );
  const characters = order.map((id) => ({
    ...{ character: vocabulary[id]!, probability: model[id]!, drawn: 0, allowed: mayCome(id) },
  }));
  return { model, order, asked: { prefix, characters } };
}

/** As the host does it, by ids. */
function onHost(
  model: Float32Array,
  settings: SamplingSettings,
  prefix: string,
  mayCome: (id: number) => boolean,
) {
  const heat = settings.temperature || 1;
  const warm = Float64Array.from(model, (p) => p ** (1 / heat));
  const total = warm.reduce((a, b) => a + b, 0);
  const mask = Uint8Array.from(vocabulary, (_, id) => Number(mayCome(id)));
  const constraint = { allowed: () => mask } as unknown as Constraint<null>;
  const spared = [' ', '\n'];
  const recent = new Set(
    [...prefix]
      .filter((one) => vocabulary.includes(one))
      .slice(-32)
      .filter((one) => !spared.includes(one))
      .map((one) => vocabulary.indexOf(one)),
  );
  const next = nextUnder(
    ...([constraint, null, Float32Array.from(warm, (one) => one / total)] as const),
    ...([model.map(Math.log), settings, recent] as const),
  );
  return { drawn: drawnFrom(next, settings.temperature), share: next.share };
}

const settings: SamplingSettings[] = [
  ...[{ temperature: 1 }, { temperature: 0 }, { temperature: 0.3 }, { temperature: 2 }],
  ...[
    { temperature: 1, topK: 4 },
    { temperature: 1, topK: 1 },
    { temperature: 0.7, topP: 0.6 },
  ],
  ...[
    { temperature: 1, repetition: 1.8 },
    { temperature: 0, repetition: 4 },
  ],
  { temperature: 1.4, topK: 8, topP: 0.9, repetition: 1.3 },
];
const prefixes = ['', '花开了\n', `花${'春天来了'.repeat(8)} 人`, '花的花的'];
const masks: ((id: number) => boolean)[] = [() => true, (id) => id % 3 !== 0, (id) => id === 4];

describe('what is drawn', () => {
  it.each(settings)('by %j is what the host draws from', (set) => {
    for (const [seed, prefix] of prefixes.entries())
      for (const mayCome of masks) {
        const { model, order, asked } = answer(seed + 1, prefix, mayCome);
        const host = onHost(model, set, prefix, mayCome);
        const { probabilities, share } = drawing(asked)(set);
        expect(share).toBeCloseTo(host.share, 5);
        for (const [at, id] of order.entries())
          expect(probabilities[at], `${vocabulary[id]}`).toBeCloseTo(host.drawn[id]!, 5);
      }
  });

  it('is the model itself where nothing is set, and all of it', () => {
    const { asked } = answer(7, '春天');
    const { probabilities } = drawing(asked)({ temperature: 1 });
    for (const [at, { probability }] of asked.characters.entries())
      expect(probabilities[at]).toBeCloseTo(probability, 6);
    expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(probabilities).toHaveLength(V);
  });

  it('is nothing where nothing may come', () => {
    const { asked } = answer(7, '春天', () => false);
    for (const temperature of [0, 1]) {
      const { probabilities, share } = drawing(asked)({ temperature });
      expect(share).toBe(0);
      expect([...probabilities]).toEqual(vocabulary.map(() => 0));
    }
  });
});
