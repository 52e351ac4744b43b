/** The runs that a person has laid over the one that they train. */
import { z } from 'zod';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { RunInfo } from '../../../src-main/contract/runs/run.ts';
import { keep, recall } from '../../state/kept.ts';

/** With the run itself, ten: more cannot be told apart. */
export const MOST_OVERLAYS = 9;

export class Overlays {
  #ids = $state.raw<readonly string[]>(recall('overlays', z.array(z.string())) ?? []);
  /** All that there are; empty before they are asked for. */
  list = $state.raw<readonly RunInfo[]>([]);
  readonly chosen: readonly RunInfo[] = $derived(
    this.#ids.flatMap((id) => this.list.find((run) => run.id === id && run.damage === null) ?? []),
  );
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  /** Whether some were chosen, though they may be gone. */
  get isUsed(): boolean {
    return this.#ids.length > 0;
  }

  async load(): Promise<void> {
    this.list = await this.#calls['runs.list']({});
  }

  choose(ids: readonly string[]): void {
    this.#ids = ids.slice(0, MOST_OVERLAYS);
    keep('overlays', this.#ids);
  }

  remove(id: string): void {
    this.choose(this.#ids.filter((one) => one !== id));
  }
}
