/** The masks of dropout, drawn anew for every step: from the seed of the run and the number of the step, so that a run that is gone on with draws the same. */
import type { Architecture } from '../../contract/architecture.ts';
import { Random } from '../random.ts';

/** @returns how wide what dropout falls on is: the embedding, where there is one, and the hidden states of each layer */
export const maskWidths = ({ embeddingSize, hiddenSize, layers }: Architecture): number[] => [
  ...(embeddingSize > 0 ? [embeddingSize] : []),
  ...new Array<number>(layers).fill(hiddenSize),
];

/** A draw of 32 bits decides about two elements, each with 16 of them. */
const HALF = 2 ** 16;
/** Odd, so that every step of a run has another seed. */
const STRIDE = 0x9e3779b1;

/** @param step of the run, from 0 on */
const seedOf = (seed: number, step: number): number => (Math.imul(step + 1, STRIDE) ^ seed) >>> 0;

/**
 * @param masks of all places, which are filled: with 0 where an element is left out, which happens with probability p to 1/65,536, else
 * with 1/(1 − p)
 */
export function drawMasks(
  masks: readonly Float32Array[],
  p: number,
  seed: number,
  step: number,
): void {
  const random = new Random(seedOf(seed, step));
  const out = Math.round(p * HALF);
  const kept = HALF / (HALF - out);
  for (const mask of masks)
    for (let i = 0; i < mask.length; i += 2) {
      const drawn = random.uint32();
      mask[i] = drawn >>> 16 < out ? 0 : kept;
      if (i + 1 < mask.length) mask[i + 1] = (drawn & (HALF - 1)) < out ? 0 : kept;
    }
}
