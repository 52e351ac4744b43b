/** The contract spoken with one compute process: typed calls that always end, and its events. */
import { createBirpc } from 'birpc';
import type { Calls } from '../contract/api.ts';
import {
  computeApi,
  computeEvents,
  type ComputeApi,
  type ComputeEventName,
} from '../contract/compute-api.ts';
import { callsOver } from '../contract/door.ts';
import { VerseloomError } from '../contract/errors.ts';
import { notStarted, type Channel, type Exit } from './channel.ts';
import { describe } from './exit-reason.ts';

type Remote = { call: (name: string, input: unknown) => Promise<unknown> };
type Local = { event: (name: string, data: unknown) => void };

/** A process that the system does not let go of, such as one that waits for a disk, holds nobody up for longer. */
const END_LIMIT_MS = 5_000;

export type OnComputeEvent = (name: ComputeEventName, data: unknown) => void;

export class ComputeLink {
  readonly calls: Calls<ComputeApi>;
  readonly exited: Promise<Exit>;
  readonly #channel: Channel;
  readonly #over: (exit: Exit) => void;
  #ending = false;

  constructor(channel: Channel, onEvent: OnComputeEvent) {
    this.#channel = channel;
    const rpc = createBirpc<Remote, Local>(
      {
        event: (name, data) => {
          if (Object.hasOwn(computeEvents, name)) onEvent(name as ComputeEventName, data);
        },
      },
      {
        timeout: -1,
        post: (message) => channel.post(message),
        on: (listener) => channel.onMessage(listener),
      },
    );
    let over: VerseloomError | undefined;
    const exited = Promise.withResolvers<Exit>();
    this.exited = exited.promise;
    this.#over = (exit) => {
      over ??= new VerseloomError(this.#ending ? 'compute.stopped' : 'compute.crashed', {
        reason: describe(exit),
      });
      rpc.$close(over);
      exited.resolve(exit);
    };
    channel.onExit(this.#over);
    this.calls = callsOver(computeApi, (name, input) => {
      if (over) throw new VerseloomError(over.code, over.params);
      return rpc.call(name, input);
    });
  }

  get pid(): number | undefined {
    return this.#channel.pid;
  }

  /** Ends the process; what it still owes is rejected as `compute.stopped`, where a crash is `compute.crashed`. */
  async end(): Promise<void> {
    this.#ending = true;
    this.#channel.kill();
    const limit = setTimeout(() => this.#over(notStarted), END_LIMIT_MS);
    await this.exited;
    clearTimeout(limit);
  }
}

export { describe };
