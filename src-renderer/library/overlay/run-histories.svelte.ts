/** The histories of the runs that are drawn together, each read once from its file as it was last saved. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { RunInfo } from '../../../src-main/contract/runs/run.ts';
import { RunCurves } from '../../charts/series/run-curves.ts';

type Answer = Awaited<ReturnType<ApiCalls['runs.history']>>;
/** Its epochs are kept as what is drawn of them alone. */
export type RunHistory = Omit<Answer, 'epochs'> & { readonly curves: RunCurves };
/** A run, or a model that comes with the product and so is in no list of runs. */
export type Compared = Omit<RunInfo, 'hasModel'> & { readonly hasModel?: boolean };

interface Read {
  readonly key: string;
  /** Null where it could not be read. */
  readonly history: RunHistory | null;
}

const keyOf = ({ savedAt, epochs }: Compared): string => `${savedAt} ${epochs}`;

export class RunHistories {
  #read = $state.raw<Readonly<Record<string, Read>>>({});
  #wanted: readonly Compared[] = [];
  #reading = false;
  readonly #calls: ApiCalls;
  readonly #failed: (error: unknown) => void;

  /** @param failed is told why one could not be read */
  constructor(calls: ApiCalls, failed: (error: unknown) => void) {
    this.#calls = calls;
    this.#failed = failed;
  }

  /** @returns undefined until it is read, null where it cannot be */
  of({ id }: Pick<Compared, 'id'>): RunHistory | null | undefined {
    return this.#read[id]?.history;
  }

  /** Reads those that are not here as they were last saved; of others nothing is kept. */
  async follow(runs: readonly Compared[]): Promise<void> {
    this.#wanted = runs.filter(({ damage }) => damage === null);
    const kept = this.#wanted.flatMap(({ id }) => {
      const read = this.#read[id];
      return read ? [[id, read] as const] : [];
    });
    if (kept.length < Object.keys(this.#read).length) this.#read = Object.fromEntries(kept);
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        const history = await this.#load(next);
        this.#read = { ...this.#read, [next.id]: { key: keyOf(next), history } };
      }
    } finally {
      this.#reading = false;
    }
  }

  #next(): Compared | undefined {
    return this.#wanted.find((run) => this.#read[run.id]?.key !== keyOf(run));
  }

  async #load({ id, hasModel, builtIn }: Compared): Promise<RunHistory | null> {
    try {
      const { epochs, ...rest } = await (builtIn || hasModel !== false
        ? this.#calls['models.history']({ id })
        : this.#calls['runs.history']({ id }));
      return { ...rest, curves: new RunCurves(epochs) };
    } catch (error) {
      this.#failed(error);
      return null;
    }
  }
}
