/** What counting alone reaches on what a run holds out: reckoned once, between the steps of the run, and told when it is known. */
import type { Counting } from '../contract/training.ts';
import { countingPerplexities, DISCOUNT } from '../core/n-grams.ts';
import type { Turns } from './turns.ts';

/** Of the largest model: with longer ones, less is seen again than what they would gain. */
const ORDER = 5;
/** Of a turn: a step is late by no more. */
const TURN_MS = 6;

export class CountingAlone {
  /** Fulfilled when it is told, or ended. It is not rejected: a run does without. */
  readonly over: Promise<void>;
  #isEnded = false;

  /** @param texts by their ids: both are left as they are, and there until it is over */
  constructor(
    texts: { learnt: Int32Array; heldOut: Int32Array; vocabularySize: number },
    turns: Turns,
    tell: (counting: Counting) => void,
  ) {
    const { learnt, heldOut, vocabularySize } = texts;
    const counting = countingPerplexities(learnt, heldOut, vocabularySize, ORDER);
    this.over = this.#reckon(counting, turns)
      .then((perplexities) => {
        if (perplexities) tell({ characters: learnt.length, discount: DISCOUNT, perplexities });
      })
      .catch((error: unknown) => console.error('counting:', error));
  }

  /** @returns when it is over: it is given up where it is not known yet */
  end(): Promise<void> {
    this.#isEnded = true;
    return this.over;
  }

  /** @returns undefined where it was ended */
  async #reckon(counting: Generator<void, number[]>, turns: Turns): Promise<number[] | undefined> {
    let perplexities: number[] | undefined;
    while (!perplexities && !this.#isEnded)
      await turns.take(async () => {
        const until = performance.now() + TURN_MS;
        do {
          const next = counting.next();
          if (next.done) perplexities = next.value;
        } while (!perplexities && performance.now() < until);
      });
    return perplexities;
  }
}
