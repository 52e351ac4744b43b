/** The worker thread in which texts are read, cleaned and searched: one job at a time, started when there is one, ended when there is none. */
import { Worker } from 'node:worker_threads';
import { usualLimits, type CorpusLimits } from '../../contract/corpus/limits.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { Answer, Input, JobName, Output, Tell } from './work/jobs.ts';

export interface WorkplaceOptions {
  /** Milliseconds without a job after which the thread ends, and its memory is free. */
  readonly idleMs?: number;
  /** Of what a job makes, beside the bytes of files and texts. */
  readonly memoryMb?: () => number;
}

export interface JobOptions {
  /** Calls the job off: the thread ends with it. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Tell | undefined;
}

const IDLE_MS = 60_000;
/** What the usual limits need; the text of 64 MB in lines of a few characters takes about half of it. */
const MEMORY_MB = 2048;

/** @returns what the thread is given to read so much: more than usual where the person allows more */
export const memoryFor = ({ limitMb }: CorpusLimits): number =>
  Math.ceil(MEMORY_MB * Math.max(1, limitMb / usualLimits.limitMb));

export class Workplace {
  readonly #program: string;
  readonly #idleMs: number;
  readonly #memoryMb: () => number;
  #worker: Worker | undefined;
  /** Changes whenever a thread ends, with all that it has kept. */
  #generation = 0;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  readonly #closing = new AbortController();

  /** @param program path of the built worker */
  constructor(
    program: string,
    { idleMs = IDLE_MS, memoryMb = () => MEMORY_MB }: WorkplaceOptions = {},
  ) {
    this.#program = program;
    this.#idleMs = idleMs;
    this.#memoryMb = memoryMb;
  }

  /** Another number when what the thread has kept is gone. */
  get generation(): number {
    return this.#generation;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * @param input a value, or what makes it when it is the job's turn
   * @throws the signal's reason; VerseloomError as the job, `corpus.outOfMemory`, `corpus.workEnded` {reason}, and `compute.stopped`
   * when it is closed
   */
  async do<Name extends JobName>(
    name: Name,
    input: Input<Name> | (() => Promise<Input<Name>>),
    { signal, onProgress = () => {} }: JobOptions = {},
  ): Promise<Output<Name>> {
    const ends = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    const turn = this.#last.then(async () => {
      ends.throwIfAborted();
      clearTimeout(this.#idle);
      try {
        const given = typeof input === 'function' ? await input() : input;
        ends.throwIfAborted();
        return await this.#run(name, given, ends, onProgress);
      } finally {
        this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref();
      }
    });
    this.#last = turn.catch(() => {});
    return before(ends, turn);
  }

  /** Ends the thread, and all that is asked of it. */
  async close(): Promise<void> {
    this.#closing.abort(new VerseloomError('compute.stopped'));
    await this.#end();
  }

  async #run<Name extends JobName>(
    name: Name,
    input: Input<Name>,
    ends: AbortSignal,
    onProgress: Tell,
  ): Promise<Output<Name>> {
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    const { promise, resolve, reject } = Promise.withResolvers<Output<Name>>();
    const hear = (answer: Answer): void => {
      if ('share' in answer) onProgress(answer.share);
      else if ('value' in answer) resolve(answer.value as Output<Name>);
      else reject(errorOf(answer));
    };
    const fail = (error: unknown): void => reject(endOf(error));
    const left = (code: number): void => reject(endOf(`exit code ${code}`));
    const callOff = (): void => {
      reject(ends.reason as Error);
      void this.#end();
    };
    worker.on('message', hear).on('error', fail).on('exit', left);
    ends.addEventListener('abort', callOff, { once: true });
    try {
      worker.postMessage({ name, input });
      return await promise;
    } finally {
      ends.removeEventListener('abort', callOff);
      worker.off('message', hear).off('error', fail).off('exit', left);
      worker.unref();
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#program, {
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb() },
    });
    const gone = (): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#generation += 1;
    };
    return worker.on('error', gone).on('exit', gone);
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#generation += 1;
    await worker?.terminate();
  }
}

/** @returns what a promise comes to, unless the signal is first */
async function before<Result>(signal: AbortSignal, promise: Promise<Result>): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function errorOf({ failure, stack }: Extract<Answer, { failure: unknown }>): Error {
  if (failure.code !== 'internal') return VerseloomError.of(failure);
  const error = new Error(String(failure.params['message'])); // a fault of ours, which is logged as one
  if (stack !== undefined) error.stack = stack;
  return error;
}

function endOf(error: unknown): VerseloomError {
  const isFull =
    error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isFull) return new VerseloomError('corpus.outOfMemory', {}, { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new VerseloomError('corpus.workEnded', { reason }, { cause: error });
}
