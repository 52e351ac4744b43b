/** The notes on a run that are being typed: kept a moment after the last letter, and still there when the page is loaded anew before that. */
import { z } from 'zod';
import { MAX_NOTES } from '../../src-main/contract/model.ts';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';
import { keep, recall } from '../state/kept.ts';

/** With every change the whole file of a model is written anew. */
const SETTLED = 2000; // ms

const typed = z.record(z.string(), z.string().max(MAX_NOTES));

export class Notes {
  /** What is typed and not kept yet, by the ids of the runs. */
  #typed = $state.raw<Readonly<Record<string, string>>>(recall('notes', typed) ?? {});
  #timer: ReturnType<typeof setTimeout> | undefined;
  #before: Promise<unknown> = Promise.resolve();
  readonly #runs: () => readonly RunInfo[];
  readonly #put: (run: RunInfo, text: string) => Promise<boolean>;

  /** @param put keeps notes, and says whether it could */
  constructor(
    runs: () => readonly RunInfo[],
    put: (run: RunInfo, text: string) => Promise<boolean>,
  ) {
    this.#runs = runs;
    this.#put = put;
  }

  /** What stands in the field of a run. */
  of({ id, notes }: RunInfo): string {
    return this.#typed[id] ?? notes;
  }

  type(id: string, text: string): void {
    this.#hold({ ...this.#typed, [id]: text });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), SETTLED);
  }

  /** Keeps what is typed; what cannot be kept now, as without a host, stays in its field. */
  save(): Promise<void> {
    clearTimeout(this.#timer);
    const saved = this.#before.then(() => this.#save());
    this.#before = saved;
    return saved;
  }

  async #save(): Promise<void> {
    for (const [id, text] of Object.entries(this.#typed)) {
      const run = this.#runs().find((one) => one.id === id);
      if (!run || !(await this.#put(run, text)) || this.#typed[id] !== text) continue;
      const { [id]: _, ...others } = this.#typed;
      this.#hold(others);
    }
  }

  #hold(all: Readonly<Record<string, string>>): void {
    this.#typed = all;
    keep('notes', all);
  }
}
