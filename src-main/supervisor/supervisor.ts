/** Starts the compute process, watches it, starts it again when it crashes, and ends it. */
import type { Calls, ComputeState } from '../contract/api.ts';
import type { ComputeApi } from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import { neverThrowing, type EngineStart, type Spawn } from './channel.ts';
import { ComputeLink, describe, type EndedAs, type OnComputeEvent } from './link.ts';
import { GRAPHICS_SECONDS } from './patience.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
/** A process that lived this long is not part of a row of crashes. */
const STABLE_MS = 60_000;

/** With a graphics processor. */
interface GraphicsPatience {
  /** That one may say nothing for. */
  readonly seconds: number;
  /** After which one that does not answer, and still does not, is ended. */
  readonly hangingMs: number;
}
const GRAPHICS_PATIENCE: GraphicsPatience = { seconds: GRAPHICS_SECONDS, hangingMs: 30_000 };

export interface Listener {
  event: OnComputeEvent;
  /**
   * `crashed` when it has ended unasked; `unresponsive` when it does not answer what it is asked; `ready` when a new one has been
   * started for it, or it answers again.
   */
  change(state: ComputeState, reason: string): void;
}

/** A compute process beside the one that runs. */
export type Beside = Pick<ComputeLink, 'calls' | 'pid' | 'exited' | 'end'>;

/** A compute process that is there: `generation` tells it from those before, which had other models open. */
export interface Compute {
  readonly calls: Calls<ComputeApi>;
  readonly generation: number;
}

export class Supervisor {
  readonly #spawn: Spawn;
  readonly #listener: Listener;
  readonly #graphics: GraphicsPatience;
  #link: ComputeLink | undefined;
  /** With those that are thrown away. */
  readonly #links = new Set<ComputeLink>();
  readonly #beside = new Set<ComputeLink>();
  /** Who waits for an answer that nobody can be asked about. */
  #insisting = 0;
  #state: ComputeState = 'ready';
  #start: EngineStart | undefined;
  #generation = 0;
  #crashes = 0;
  #lastExit = '';
  #restart: NodeJS.Timeout | undefined;
  /** Done when the process that was last asked for has been started. */
  #switched = Promise.resolve();
  #closed = false;

  constructor(spawn: Spawn, listener: Listener, graphics: GraphicsPatience = GRAPHICS_PATIENCE) {
    this.#spawn = neverThrowing(spawn);
    this.#listener = listener;
    this.#graphics = graphics;
  }

  /** Of the process that runs now, if one does. */
  get pid(): number | undefined {
    return this.#link?.pid;
  }

  /** What the process that runs now was started as, if one does. */
  get running(): EngineStart | undefined {
    return this.#link && this.#start;
  }

  get state(): ComputeState {
    return this.#state;
  }

  /**
   * @returns the process with this engine; another one is ended first, since a process loads one engine only, and one that
   * has crashed is started again at once: a person who asks need not wait for the back-off
   */
  async use(start: EngineStart): Promise<Compute> {
    if (this.#closed) throw new VerseloomError('compute.stopped');
    if (!isSame(this.#start, start)) {
      const wasCrashed = this.#restart !== undefined;
      this.#forgetRestart();
      const before = this.#link;
      this.#link = undefined;
      this.#crashes = 0;
      this.#start = start;
      this.#switched = this.#replace(before, start);
      if (wasCrashed) this.#tell(''); // the other one takes its place
    } else if (this.#restart !== undefined) {
      this.#relaunch(start);
    }
    await this.#switched;
    if (!isSame(this.#start, start)) throw new VerseloomError('compute.stopped'); // overtaken by another engine's
    return this.current();
  }

  async #replace(
    before: ComputeLink | undefined,
    start: EngineStart,
    code?: EndedAs,
  ): Promise<void> {
    await before?.end(code);
    if (this.#start === start && !this.#closed) this.#launch(start);
  }

  /**
   * @throws VerseloomError `compute.crashed` while it is being restarted, `compute.stopped` when none was started
   */
  current(): Compute {
    if (this.#link) return { calls: this.#link.calls, generation: this.#generation };
    if (this.#start && !this.#closed)
      throw new VerseloomError('compute.crashed', { reason: this.#lastExit });
    throw new VerseloomError('compute.stopped');
  }

  get started(): EngineStart | undefined {
    return this.#start;
  }

  /** Does one thing in a process of its own, which is ended afterwards, or at once by `signal`. */
  async throwAway<Result>(
    start: EngineStart,
    work: (calls: Calls<ComputeApi>) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    if (signal?.aborted) throw new VerseloomError('compute.stopped');
    const link = this.#connect(start, () => {});
    const abort = (): void => void link.end();
    signal?.addEventListener('abort', abort);
    try {
      return await work(link.calls);
    } finally {
      signal?.removeEventListener('abort', abort);
      await link.end();
    }
  }

  /**
   * Starts a process beside the one that runs, for as long as whoever asks for it wants it. Nothing is told of it, since nothing in
   * it is worth a question: one that does not answer is ended, what it owes is rejected as `compute.ended` then, and what one owes
   * that crashes as `compute.crashed`.
   */
  beside(start: EngineStart): Beside {
    if (this.#closed) throw new VerseloomError('compute.stopped');
    const changed = (): void => {
      if (!link.isAnswering) void link.end('compute.ended');
    };
    const link = this.#spawnLink(start, this.#listener.event, changed);
    this.#beside.add(link);
    void link.exited.then(() => this.#beside.delete(link));
    return link;
  }

  /**
   * Ends what runs, whatever it owes, which is rejected as `compute.ended`; a new process takes its place.
   * One that is stopped or that computes without end is ended, too.
   */
  async end(code: EndedAs = 'compute.ended'): Promise<void> {
    const [before, start] = [this.#link, this.#start];
    const others = [...this.#links].filter((link) => link !== before);
    if (before && start) {
      this.#link = undefined;
      this.#switched = this.#replace(before, start, code);
    }
    await Promise.all([this.#switched, ...others.map((link) => link.end(code))]);
  }

  /** Ends what runs, until it is used again. */
  async rest(): Promise<void> {
    this.#forgetRestart();
    const before = this.#link;
    this.#link = this.#start = undefined;
    this.#crashes = 0;
    this.#switched = Promise.all([this.#switched, before?.end()]).then(() => {});
    this.#tell('');
    await this.#switched;
  }

  /** Waits for what a process owes, where nobody can be asked any more: one that does not answer is ended, so that this ends, too. */
  async insistOn<Result>(owed: Promise<Result>): Promise<Result> {
    this.#insisting += 1;
    if (this.#state === 'unresponsive') void this.end();
    try {
      return await owed;
    } finally {
      this.#insisting -= 1;
    }
  }

  /** Ends what runs without waiting for it: for a host that is about to end, and would leave a process behind that does not hear of it. */
  kill(): void {
    this.#closed = true;
    this.#forgetRestart();
    for (const link of [...this.#links, ...this.#beside]) link.kill();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#forgetRestart();
    const link = this.#link;
    this.#link = undefined;
    await Promise.all([link?.end(), ...Array.from(this.#beside, (beside) => beside.end())]);
    await this.#switched; // one that gave way to another is ended by then
  }

  #launch(start: EngineStart): void {
    const link = this.#connect(start, this.#listener.event);
    const launched = Date.now();
    this.#link = link;
    this.#generation += 1;
    void link.exited.then((exit) => {
      if (this.#link !== link) return; // ended on purpose
      this.#link = undefined;
      this.#crashes = Date.now() - launched > STABLE_MS ? 1 : this.#crashes + 1;
      this.#lastExit = describe(exit);
      const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.#crashes - 1));
      this.#restart = setTimeout(() => this.#relaunch(start), delay);
      this.#tell(this.#lastExit);
    });
  }

  #connect(start: EngineStart, event: OnComputeEvent): ComputeLink {
    let hanging: NodeJS.Timeout | undefined;
    const link = this.#spawnLink(start, event, () => {
      this.#tell('');
      clearTimeout(hanging);
      if (link.isAnswering) return;
      if (this.#insisting > 0) void this.end();
      else if (start.engine === 'webgpu') hanging = this.#endHanging(link);
    });
    this.#links.add(link);
    void link.exited.then(() => {
      clearTimeout(hanging);
      this.#links.delete(link);
    });
    return link;
  }

  #spawnLink(start: EngineStart, event: OnComputeEvent, changed: () => void): ComputeLink {
    const least = start.engine === 'webgpu' ? this.#graphics.seconds : 0;
    return new ComputeLink(this.#spawn(start), event, changed, least);
  }

  /** A graphics driver that hangs comes back never, and keeps the screen from being drawn: nobody need be asked. */
  #endHanging(link: ComputeLink): NodeJS.Timeout {
    const end = (): void =>
      void (link === this.#link ? this.end('graphics.silent') : link.end('graphics.silent'));
    return setTimeout(end, this.#graphics.hangingMs).unref();
  }

  #relaunch(start: EngineStart): void {
    this.#forgetRestart();
    this.#launch(start);
    this.#tell('');
  }

  /** Of all that run, what is told is the worst. */
  #tell(reason: string): void {
    const isAnswering = [...this.#links].every((link) => link.isAnswering);
    const state = this.#restart !== undefined ? 'crashed' : isAnswering ? 'ready' : 'unresponsive';
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.change(state, reason);
  }

  #forgetRestart(): void {
    clearTimeout(this.#restart);
    this.#restart = undefined;
  }
}

const isSame = (one: EngineStart | undefined, other: EngineStart): boolean =>
  one?.engine === other.engine &&
  one.threads === other.threads &&
  (one.leavesRoom ?? false) === (other.leavesRoom ?? false);
