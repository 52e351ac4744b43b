/** What the host says of itself: its version, its data folder and its engines. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { EngineName } from '../../src-main/contract/engine.ts';

type Info = Awaited<ReturnType<ApiCalls['app.info']>>;

export class Machine {
  info = $state.raw<Info | null>(null);
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  async load(): Promise<void> {
    this.info = await this.#calls['app.info']({});
  }

  /** An engine counts as there until the host says otherwise. */
  has(name: EngineName): boolean {
    return this.info?.engines.find((engine) => engine.name === name)?.available ?? true;
  }
}
