/** The compute process as the host tells of it: whether it is there and answers; and its end, where a person does not want to wait. */
import type { ApiCalls, ComputeState } from '../../src-main/contract/api.ts';

export class Compute {
  state = $state<ComputeState>('ready');
  /** Whether a person is being asked if it is to be ended. */
  asking = $state(false);
  readonly #calls: ApiCalls;

  readonly #heard: (state: ComputeState) => void;

  /** @param heard is told of every state */
  constructor(calls: ApiCalls, heard: (state: ComputeState) => void) {
    this.#calls = calls;
    this.#heard = heard;
  }

  async load(): Promise<void> {
    this.accept(await this.#calls['compute.status']({}));
  }

  accept({ state }: { state: ComputeState }): void {
    this.state = state;
    this.#heard(state);
  }

  /** What it is making is lost up to the last save; another process takes its place. */
  async end(): Promise<void> {
    await this.#calls['compute.end']({});
  }
}
