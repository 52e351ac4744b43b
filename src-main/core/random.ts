/** The seeded generator behind every random choice: initial weights, shuffles, sampled characters. */
import type { GeneratorState } from '../contract/compute-api.ts';

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by splitmix32
 * steps. Its period is 2¹²⁸ − 1; the same seed gives the same numbers on every machine.
 */
export class Random {
  /** One array for good, not a new one at every draw: of a large text, an epoch draws tens of millions. */
  readonly #state: Int32Array; // [4]

  /** @param seed an integer from 0 to 2³² − 1, or a state to go on from */
  constructor(seed: number | GeneratorState) {
    this.#state = Int32Array.from(typeof seed === 'number' ? seededState(seed) : seed);
  }

  /** All that decides what comes next. */
  get state(): GeneratorState {
    const [s0, s1, s2, s3] = this.#state as unknown as GeneratorState;
    return [s0, s1, s2, s3];
  }

  /** @returns an integer from 0 to 2³² − 1 */
  uint32(): number {
    const state = this.#state;
    const s0 = state[0]!;
    const s1 = state[1]!;
    const t2 = state[2]! ^ s0;
    const t3 = state[3]! ^ s1;
    state[0] = s0 ^ t3;
    state[1] = s1 ^ t2;
    state[2] = t2 ^ (s1 << 9);
    state[3] = rotateLeft(t3, 11);
    return Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
  }

  /** @returns a number in [0, 1), uniform over the multiples of 2⁻³² */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** @returns an integer in [0, bound), without the bias of a remainder */
  below(bound: number): number {
    const surelyFair = 2 ** 32 - bound; // which spares nearly every draw the first of the two remainders
    for (;;) {
      const drawn = this.uint32();
      if (drawn < surelyFair || drawn < 2 ** 32 - (2 ** 32 % bound)) return drawn % bound;
    }
  }

  /** Box–Muller: @returns a number from N(0, 1) */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /**
   * Shuffles in place (Fisher–Yates), from the last item to the first.
   * @param from where to go on: what comes after it has its item
   * @param to where to leave off, short of it: a long shuffle is made a slice at a time
   */
  shuffle(items: number[] | Int32Array, from = items.length - 1, to = 0): void {
    for (let i = from; i > to; i--) {
      const j = this.below(i + 1);
      const item = items[i]!;
      items[i] = items[j]!;
      items[j] = item;
    }
  }
}

function seededState(seed: number): GeneratorState {
  let counter = seed >>> 0;
  const next = (): number => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let mixed = counter;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  return [next(), next(), next(), next()];
}

const rotateLeft = (value: number, bits: number): number =>
  (value << bits) | (value >>> (32 - bits));
