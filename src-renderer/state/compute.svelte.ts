/** The compute process as the host tells of it: whether it is there and answers; and its end, where a person does not want to wait. */
import type { ApiCalls, ComputeState, ComputeStatus } from '../../src-main/contract/api.ts';

export class Compute {
  state = $state<ComputeState>('ready');
  /** Whether a person is being asked if it is to be ended. */
  asking = $state(false);
  readonly #calls: ApiCalls;

  readonly #heard: (status: ComputeStatus) => void;

  /** @param heard is told of every status */
  constructor(calls: ApiCalls, heard: (status: ComputeStatus) => void) {
    this.#calls = calls;
    this.#heard = heard;
  }

  async load(): Promise<void> {
    this.accept(await this.#calls['compute.status']({}));
  }

  accept(status: ComputeStatus): void {
    this.state = status.state;
    this.#heard(status);
  }

  /** What it is making is lost up to the last save; another process takes its place. */
  async end(): Promise<void> {
    await this.#calls['compute.end']({});
  }
}
