/** The contract spoken with one compute process: typed calls that always end, and its events. */
import { createBirpc } from 'birpc';
import type { Calls } from '../contract/api.ts';
import {
  computeApi,
  computeEvents,
  type ComputeApi,
  type ComputeEventName,
} from '../contract/compute-api.ts';
import { callsOver } from '../contract/links/door.ts';
import { VerseloomError } from '../contract/errors.ts';
import { notStarted, type Channel, type Exit } from './channel.ts';
import { describe } from './exit-reason.ts';
import { Foresight } from './patience.ts';
import { Watch } from './watch.ts';

type Remote = { call: (name: string, input: unknown) => Promise<unknown> };
type Local = { event: (name: string, data: unknown) => void };

/** A process that the system does not let go of, such as one that waits for a disk, holds nobody up for longer. */
const END_LIMIT_MS = 5_000;

/** What one owes is rejected as, that is ended on purpose: `graphics.silent` by nobody but us, since its driver hangs. */
export type EndedAs = 'compute.stopped' | 'compute.ended' | 'graphics.silent';

export type OnComputeEvent = (name: ComputeEventName, data: unknown) => void;

export class ComputeLink {
  readonly calls: Calls<ComputeApi>;
  readonly exited: Promise<Exit>;
  readonly #channel: Channel;
  readonly #over: (exit: Exit) => void;
  readonly #watch: Watch;
  #ending: EndedAs | undefined;

  /**
   * @param changed told when it does not answer what is asked of it any more, and when it answers again
   * @param least seconds that it may say nothing for, whatever it is asked
   */
  constructor(
    channel: Channel,
    onEvent: OnComputeEvent,
    changed: () => void = () => {},
    least = 0,
  ) {
    this.#channel = channel;
    const watch = (this.#watch = new Watch(changed));
    const rpc = createBirpc<Remote, Local>(
      {
        event: (name, data) => {
          if (name === 'beat') watch.heard(computeEvents.beat.parse(data).seconds);
          else if (Object.hasOwn(computeEvents, name)) onEvent(name as ComputeEventName, data);
        },
      },
      {
        timeout: -1,
        post: (message) => channel.post(message),
        on: (listener) =>
          channel.onMessage((message) => {
            watch.heard();
            listener(message);
          }),
      },
    );
    const foresight = new Foresight();
    let over: VerseloomError | undefined;
    const exited = Promise.withResolvers<Exit>();
    this.exited = exited.promise;
    this.#over = (exit) => {
      watch.end();
      over ??= new VerseloomError(this.#ending ?? 'compute.crashed', { reason: describe(exit) });
      rpc.$close(over);
      exited.resolve(exit);
    };
    channel.onExit(this.#over);
    this.calls = callsOver(computeApi, async (name, input) => {
      if (over) throw new VerseloomError(over.code, over.params);
      const slowest = foresight.slowest(name as keyof ComputeApi, input);
      const paid = watch.owe(Math.max(least, slowest));
      try {
        return await rpc.call(name, input);
      } finally {
        paid();
      }
    });
  }

  get pid(): number | undefined {
    return this.#channel.pid;
  }

  /** Whether it does what is asked of it, or may well be about to. */
  get isAnswering(): boolean {
    return this.#watch.isAnswering;
  }

  /** Without waiting for it: this process is about to end itself. */
  kill(): void {
    this.#channel.kill();
  }

  /** Ends the process; what it still owes is rejected with the code, where a crash is `compute.crashed`. */
  async end(code: EndedAs = 'compute.stopped'): Promise<void> {
    this.#ending ??= code;
    this.#channel.kill();
    const limit = setTimeout(() => this.#over(notStarted), END_LIMIT_MS);
    await this.exited;
    clearTimeout(limit);
  }
}

export { describe };
