/** The n-gram model against its formula, word for word, on small texts; and what every model of probabilities has to be. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingPerplexities, DISCOUNT } from '../../src-main/core/n-grams.ts';

/** @returns perplexities, and probabilities of what is predicted by the model of each order */
function count(learnt: number[], heldOut: number[], V: number, order: number) {
  const probabilities: number[][] = [];
  const counting = countingPerplexities(
    Int32Array.from(learnt),
    Int32Array.from(heldOut),
    V,
    order,
    (of) => probabilities.push([...of]),
  );
  let yields = 0;
  for (let next = counting.next(); ; next = counting.next(), yields++)
    if (next.done) return { perplexities: next.value, probabilities, yields };
}

/** p(w | h) by the formula: h are all characters before it; every count is looked for in all of the text. */
function direct(learnt: number[], V: number, order: number, h: number[], w: number): number {
  const isAt = (gram: number[], at: number) => gram.every((one, i) => learnt[at + i] === one);
  const places = (gram: number[]) => learnt.flatMap((_, at) => (isAt(gram, at) ? [at] : []));
  const c = (gram: number[]): number => {
    const found = places(gram);
    if (gram.length === order) return found.length;
    return new Set(found.filter((at) => at > 0).map((at) => learnt[at - 1])).size;
  };
  const p = (n: number): number => {
    if (n === 0) return 1 / V;
    if (h.length < n - 1) return p(n - 1);
    const context = h.slice(h.length - (n - 1));
    const counts = Array.from({ length: V }, (_, v) => c([...context, v]));
    const total = counts.reduce((sum, one) => sum + one, 0);
    if (total === 0) return p(n - 1);
    const different = counts.filter((one) => one > 0).length;
    const own = Math.max(counts[w]! - DISCOUNT, 0) / total;
    return own + ((DISCOUNT * different) / total) * p(n - 1);
  };
  return p(order);
}

const V = 4;
const id = fc.nat(V - 1);
const texts = {
  learnt: fc.array(id, { minLength: 1, maxLength: 30 }),
  heldOut: fc.array(id, { minLength: 2, maxLength: 12 }),
  order: fc.integer({ min: 1, max: 6 }),
};

describe('what counting alone reaches', () => {
  it('is that of the formula at every place, for every order', () => {
    fc.assert(
      fc.property(fc.record(texts), ({ learnt, heldOut, order }) => {
        const { perplexities, probabilities } = count(learnt, heldOut, V, order);
        expect(perplexities).toHaveLength(order);
        for (let n = 1; n <= order; n++) {
          const wanted = heldOut
            .slice(1)
            .map((w, i) => direct(learnt, V, n, heldOut.slice(0, i + 1), w));
          const found = probabilities[n - 1]!;
          expect(found).toHaveLength(wanted.length);
          for (const [i, p] of wanted.entries()) expect(found[i]).toBeCloseTo(p, 12);
          const loss = wanted.reduce((sum, p) => sum - Math.log(p), 0) / wanted.length;
          expect(perplexities[n - 1]! / Math.exp(loss)).toBeCloseTo(1, 10);
        }
      }),
    );
  });

  it('has probabilities that sum to 1 after every context, known or not', () => {
    fc.assert(
      fc.property(
        fc.record({ ...texts, heldOut: fc.array(id, { minLength: 1, maxLength: 8 }) }),
        ({ learnt, heldOut, order }) => {
          const sums = new Array<number>(order).fill(0);
          for (let w = 0; w < V; w++)
            for (const [n, of] of count(learnt, [...heldOut, w], V, order).probabilities.entries())
              sums[n]! += of.at(-1)!;
          for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it('is what one reckons by hand', () => {
    // a b a b c, then “a b”: after a came b, twice of twice; b comes behind one different character, of all four pairs' first ones.
    const { probabilities } = count([0, 1, 0, 1, 2], [0, 1], 3, 2);
    const [ab, ba, bc] = [1, 1, 1];
    const lower = (1 - DISCOUNT + (DISCOUNT * 3) / 3) / (ab + ba + bc);
    expect(probabilities[1]![0]).toBeCloseTo((2 - DISCOUNT + DISCOUNT * lower) / 2, 12);
    expect(probabilities[0]![0]).toBeCloseTo((2 - DISCOUNT + (DISCOUNT * 3) / 3) / 5, 12);
  });

  it('sees nothing across the border of what is learnt and what is held out', () => {
    // 3 3 comes nowhere but there.
    const { probabilities } = count([0, 1, 2, 3], [3, 0], V, 3);
    expect(probabilities[2]![0]).toBeCloseTo(direct([0, 1, 2, 3], V, 3, [3], 0), 12);
  });

  it('guesses what never came by what is left for it', () => {
    const { perplexities } = count([0, 0, 0], [1, 1, 1], 10, 1);
    expect(perplexities[0]).toBeCloseTo(3 / (DISCOUNT / 10), 9);
  });

  it('comes in pieces, however long a text is', () => {
    const learnt = Array.from({ length: 50_000 }, (_, i) => (i * i) % 7);
    expect(count(learnt, learnt.slice(0, 5000), 7, 5).yields).toBeGreaterThan(100);
  });

  it('is nothing where nothing is predicted', () => {
    expect(count([0, 1], [0], 2, 2).perplexities).toEqual([NaN, NaN]);
  });
});
