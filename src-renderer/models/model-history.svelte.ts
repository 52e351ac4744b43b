/** The epochs and the samples of the run that one looks at closely; they are read from its file, one run at a time. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';

type Which = Pick<RunInfo, 'id' | 'hasModel'>;
type History = Awaited<ReturnType<ApiCalls['models.history']>>;

const SETTLED = 120; // ms; someone who runs through the list does not want to read them all

export class ModelHistory {
  #shown = $state.raw<{ key: string; run: Which; history: History } | null>(null);
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

  /** Reads the history of a run, unless it is the one that is here already as it was last saved. */
  follow(model: RunInfo | undefined): void {
    const key =
      model && model.damage === null ? `${model.id} ${model.savedAt} ${model.hasModel}` : '';
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.error = null;
    clearTimeout(this.#timer);
    if (model && key !== '') this.#timer = setTimeout(() => void this.#read(model, key), SETTLED);
  }

  /** Reads the samples before those that are here. */
  async earlier(): Promise<void> {
    const { key, run, history } = this.#shown ?? {};
    if (!key || !run || !history || this.#reading) return;
    const samplesBefore = history.samplesInAll - history.samples.length;
    this.#reading = true;
    try {
      const { samples } = await this.#ask(run, samplesBefore);
      if (this.#shown?.key === key)
        this.#shown = {
          key,
          run,
          history: { ...history, samples: [...samples, ...history.samples] },
        };
    } finally {
      this.#reading = false;
    }
  }

  #ask({ id, hasModel }: Which, samplesBefore?: number): Promise<History> {
    const asked = { id, ...(samplesBefore !== undefined && { samplesBefore }) };
    return this.#calls[hasModel ? 'models.history' : 'runs.history'](asked);
  }

  async #read(run: Which, key: string): Promise<void> {
    try {
      const history = await this.#ask(run);
      if (key === this.#wanted) this.#shown = { key, run, history };
    } catch (error) {
      if (key === this.#wanted) this.error = error;
    }
  }
}
