/** Drawing the next character: counts of many draws against probabilities that are worked out by the definitions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SamplingSettings } from '../../../src-main/contract/writing/sampling.ts';
import { Random } from '../../../src-main/core/random.ts';
import { mostOf } from '../../../src-main/core/sampling/choice.ts';
import { keepMostProbable } from '../../../src-main/core/sampling/most-probable.ts';
import { sampling, weigh } from '../../../src-main/core/sampling/sampling.ts';

const DRAWS = 20_000;
const plain = { temperature: 1, topK: 0, topP: 1, repetition: 1 } satisfies SamplingSettings;
const random = new Random(5);
const logits = Float32Array.from({ length: 24 }, () => 1.6 * random.normal());
/** What stands before: 3 twice, and 5, which is spared. */
const before = [3, 8, 3, 5, 11];
const spared = [5];

/** By the definitions, one after the other, on lists. */
function expected(settings: Required<SamplingSettings>, recent: readonly number[]): number[] {
  const softmax = (scores: number[]) => {
    const weights = scores.map((score) => Math.exp(score));
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  };
  const penalised = softmax([...logits]).map((p, id) =>
    recent.includes(id) ? p ** settings.repetition : p,
  );
  const tempered = softmax(penalised.map((p) => Math.log(p) / settings.temperature));
  const ranks = tempered.map((_, id) => id).sort((a, b) => tempered[b]! - tempered[a]! || a - b);
  const most = settings.topK === 0 ? ranks : ranks.slice(0, settings.topK);
  const mass = most.reduce((sum, id) => sum + tempered[id]!, 0);
  const kept: number[] = [];
  let share = 0;
  for (const id of most) {
    if (kept.length > 0 && share >= settings.topP) break;
    kept.push(id);
    share += tempered[id]! / mass;
  }
  const left = kept.reduce((sum, id) => sum + tempered[id]!, 0);
  return tempered.map((p, id) => (kept.includes(id) ? p / left : 0));
}

/** Pearson's statistic over the characters that can come. */
function chiSquare(counts: readonly number[], probabilities: readonly number[]): number {
  return probabilities.reduce((sum, p, id) => {
    if (p === 0) {
      expect(counts[id], `character ${id} must not come`).toBe(0);
      return sum;
    }
    return sum + (counts[id]! - DRAWS * p) ** 2 / (DRAWS * p);
  }, 0);
}

/** What the statistic stays under in all but one of a thousand trials (Wilson and Hilferty, 1931). */
const bound = (degrees: number): number =>
  degrees * (1 - 2 / (9 * degrees) + 3.09 * Math.sqrt(2 / (9 * degrees))) ** 3;

describe('of 20,000 draws each character has its share', () => {
  it.each<Partial<SamplingSettings>>([
    {},
    { temperature: 0.5 },
    { temperature: 2 },
    { topK: 6 },
    { topK: 1 },
    { topK: 200 },
    { topP: 0.7 },
    { topP: 0.95 },
    { topP: 0 },
    { repetition: 1.3 },
    { repetition: 4 },
    { temperature: 0.7, topK: 12, topP: 0.9, repetition: 1.5 },
    { temperature: 1.4, topK: 9, topP: 0.8, repetition: 2 },
  ])('%j', (some) => {
    const settings = { ...plain, ...some };
    const seeded = new Random(77);
    const counts = new Array<number>(logits.length).fill(0);
    // Each draw stands alone, after the same characters.
    for (let i = 0; i < DRAWS; i++)
      counts[sampling(settings, seeded, before, spared)(logits)]! += 1;
    const probabilities = expected(settings, [3, 8, 11]);
    const degrees = probabilities.filter((p) => p > 0).length - 1;
    const statistic = chiSquare(counts, probabilities);
    if (degrees === 0) expect(statistic).toBe(0);
    else expect(statistic).toBeLessThan(bound(degrees));
  });

  it('and the test tells other shares from these', () => {
    const seeded = new Random(77);
    const counts = new Array<number>(logits.length).fill(0);
    for (let i = 0; i < DRAWS; i++) counts[sampling(plain, seeded, before)(logits)]! += 1;
    const others = expected({ ...plain, repetition: 1.3 }, [3, 8, 11]);
    expect(chiSquare(counts, others)).toBeGreaterThan(bound(logits.length - 1));
  });
});

describe('the penalty', () => {
  const best = mostOf(logits);

  it('changes the greedy choice too, and nothing where it is 1', () => {
    const greedy = { ...plain, temperature: 0 };
    expect(sampling(greedy, new Random(1), [best])(logits)).toBe(best);
    expect(sampling({ ...greedy, repetition: 10 }, new Random(1), [best])(logits)).not.toBe(best);
    expect(sampling({ ...greedy, repetition: 10 }, new Random(1), [best], [best])(logits)).toBe(
      best,
    );
  });

  it('does not change with a constant that is added to all logits', () => {
    const settings = { ...plain, repetition: 2 };
    const weights = weigh(logits, settings, before);
    weigh(
      logits.map((logit) => logit + 8),
      settings,
      before,
    ).forEach((weight, id) => expect(weight).toBeCloseTo(weights[id]!, 4));
  });

  it('falls on what was drawn, until that is 32 characters back', () => {
    const choose = sampling({ ...plain, temperature: 0, repetition: 10 }, new Random(1), []);
    const flat = Float32Array.from({ length: 40 }, (_, id) => -id / 1000);
    const drawn = Array.from({ length: 66 }, () => choose(flat));
    expect(drawn.slice(0, 33)).toEqual(Array.from({ length: 33 }, (_, id) => id));
    expect(drawn.slice(33)).toEqual(Array.from({ length: 33 }, (_, id) => id));
  });
});

it('the most probable are kept as a sort finds them, also among equals', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(weights, fc.nat(70), fc.nat(10), (values, topK, tenths) => {
      const ranks = values.map((_, id) => id).sort((a, b) => values[b]! - values[a]! || a - b);
      const most = topK === 0 ? ranks : ranks.slice(0, topK);
      const mass = most.reduce((sum, id) => sum + values[id]!, 0);
      let [count, share] = [0, 0];
      while (count < most.length && (count === 0 || share < (tenths / 10) * mass))
        share += values[most[count++]!]!;
      const kept = new Set(tenths === 10 ? most : most.slice(0, count));
      const found = Float64Array.from(values);
      keepMostProbable(found, topK, tenths / 10);
      expect([...found]).toEqual(values.map((value, id) => (kept.has(id) ? value : 0)));
    }),
  );
});
