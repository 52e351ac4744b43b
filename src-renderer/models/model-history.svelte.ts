/** The epochs and the samples of the model that one looks at closely; they are read from its file, one model at a time. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';

type History = Awaited<ReturnType<ApiCalls['models.history']>>;

const SETTLED = 120; // ms; someone who runs through the list does not want to read them all

export class ModelHistory {
  #shown = $state.raw<{ key: string; id: string; history: History } | null>(null);
  #reading = false;
  #wanted = $state('');
  /** Why it could not be read. */
  error = $state.raw<unknown>(null);
  /** Null until it is read. */
  readonly history = $derived(this.#shown?.key === this.#wanted ? this.#shown.history : null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  /** Reads the history of a model, unless it is the one that is here already as it was last saved. */
  follow(model: ModelInfo | undefined): void {
    const key = model && model.damage === null ? `${model.id} ${model.savedAt}` : '';
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.error = null;
    clearTimeout(this.#timer);
    if (model && key !== '')
      this.#timer = setTimeout(() => void this.#read(model.id, key), SETTLED);
  }

  /** Reads the samples before those that are here. */
  async earlier(): Promise<void> {
    const { key, id, history } = this.#shown ?? {};
    if (!key || !id || !history || this.#reading) return;
    const samplesBefore = history.samplesInAll - history.samples.length;
    this.#reading = true;
    try {
      const { samples } = await this.#calls['models.history']({ id, samplesBefore });
      if (this.#shown?.key === key)
        this.#shown = {
          key,
          id,
          history: { ...history, samples: [...samples, ...history.samples] },
        };
    } finally {
      this.#reading = false;
    }
  }

  async #read(id: string, key: string): Promise<void> {
    try {
      const history = await this.#calls['models.history']({ id });
      if (key === this.#wanted) this.#shown = { key, id, history };
    } catch (error) {
      if (key === this.#wanted) this.error = error;
    }
  }
}
