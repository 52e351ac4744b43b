/** How one writes in a draft: with which model, how much, and how the next character is chosen. */
import { z } from 'zod';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import type { WritingNumber } from '../../src-main/contract/writing/piece.ts';
import { defaultTexts, nextSeed, refuseNumbers, requestNumbers } from '../paper/writing-numbers.ts';

/** About a stanza: more is offered by going on. */
const LENGTH = '60';

const kept = z.object({
  modelId: z.string(),
  texts: z.object({ length: z.string(), temperature: z.string(), seed: z.string() }),
  greedy: z.boolean(),
  onPause: z.boolean(),
});
export type KeptHow = z.infer<typeof kept>;

export class How {
  modelId = $state('');
  texts = $state<Record<WritingNumber, string>>({ ...defaultTexts, length: LENGTH });
  greedy = $state(false);
  /** Whether something is offered whenever one pauses. */
  onPause = $state(false);
  readonly model: ModelInfo | undefined = $derived.by(
    () => this.#models().find(({ id }) => id === this.modelId) ?? this.#models()[0],
  );
  readonly wrong = $derived(refuseNumbers(this.texts, this.greedy));
  readonly #models: () => readonly ModelInfo[];

  constructor(models: () => readonly ModelInfo[]) {
    this.#models = models;
  }

  get kept(): KeptHow {
    const { modelId, texts, greedy, onPause } = this;
    return { modelId, texts: { ...texts }, greedy, onPause };
  }

  /** @param settings as a draft has kept them; what does not parse any more is as if it had never been */
  take(settings: unknown): void {
    const { data } = kept.safeParse(settings);
    if (data) Object.assign(this, data);
  }

  /** @param turns how many seeds after the one that is set */
  numbers(turns = 0): Record<WritingNumber, number> {
    let { texts } = this;
    for (let turn = 0; turn < turns; turn++) texts = { ...texts, seed: nextSeed(texts) };
    return requestNumbers(texts, this.greedy);
  }
}
