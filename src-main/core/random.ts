/** The seeded generator behind every random choice: initial weights, shuffles, sampled characters. */
import type { GeneratorState } from '../contract/compute-api.ts';

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by splitmix32
 * steps. Its period is 2¹²⁸ − 1; the same seed gives the same numbers on every machine.
 */
export class Random {
  #state: GeneratorState;

  /** @param seed an integer from 0 to 2³² − 1, or a state to go on from */
  constructor(seed: number | GeneratorState) {
    if (typeof seed !== 'number') {
      this.#state = seed;
      return;
    }
    let counter = seed >>> 0;
    const next = (): number => {
      counter = (counter + 0x9e3779b9) >>> 0;
      let mixed = counter;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#state = [next(), next(), next(), next()];
  }

  /** All that decides what comes next. */
  get state(): GeneratorState {
    return this.#state;
  }

  /** @returns an integer from 0 to 2³² − 1 */
  uint32(): number {
    const [s0, s1, s2, s3] = this.#state;
    const t2 = s2 ^ s0;
    const t3 = s3 ^ s1;
    this.#state = [s0 ^ t3, s1 ^ t2, t2 ^ (s1 << 9), rotateLeft(t3, 11)];
    return Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
  }

  /** @returns a number in [0, 1), uniform over the multiples of 2⁻³² */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** @returns an integer in [0, bound), without the bias of a remainder */
  below(bound: number): number {
    const fair = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const drawn = this.uint32();
      if (drawn < fair) return drawn % bound;
    }
  }

  /** Box–Muller: @returns a number from N(0, 1) */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles in place (Fisher–Yates). */
  shuffle(items: number[] | Int32Array): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [items[i], items[j]] = [items[j]!, items[i]!];
    }
  }
}

const rotateLeft = (value: number, bits: number): number =>
  (value << bits) | (value >>> (32 - bits));
