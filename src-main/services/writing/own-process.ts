/** The compute process that writing has of its own while a run has the other one. */
import type { EngineName } from '../../contract/engine.ts';
import type { Beside, Supervisor } from '../../supervisor/supervisor.ts';
import { ModelsOfProcess } from './models-of-process.ts';

/** Unused for so long, it is given back though the run goes on: it takes a moment to start, and much memory to keep. */
const REST_MS = 120_000;

interface Process {
  readonly engine: EngineName;
  readonly link: Beside;
  readonly models: ModelsOfProcess;
}

export class OwnProcess {
  readonly #supervisor: Supervisor;
  readonly #isWanted: () => boolean;
  readonly #restMs: number;
  #process: Process | undefined;
  #uses = 0;
  #rest: NodeJS.Timeout | undefined;

  /** @param isWanted whether it is to be kept when it has nothing to do */
  constructor(supervisor: Supervisor, isWanted: () => boolean, restMs = REST_MS) {
    this.#supervisor = supervisor;
    this.#isWanted = isWanted;
    this.#restMs = restMs;
  }

  /** @returns what it has: none where a process of that engine is not there */
  stateOf(engine: EngineName, key: string): 'none' | 'process' | 'model' {
    if (this.#process?.engine !== engine) return 'none';
    return this.#process.models.has(key) ? 'model' : 'process';
  }

  /**
   * Starts it, unless it is there, with a single thread that gives way to the run.
   * @param engine of the run; another one, which was there before the run had begun, is given back for it when it has nothing to do
   */
  async use<Result>(
    engine: EngineName,
    work: (models: ModelsOfProcess) => Promise<Result>,
  ): Promise<Result> {
    clearTimeout(this.#rest);
    if (this.#process?.engine !== engine) this.giveBack();
    this.#uses += 1;
    try {
      return await work((this.#process ??= this.#start(engine)).models);
    } finally {
      this.#uses -= 1;
      if (!this.#isWanted()) this.giveBack();
      else if (this.#uses === 0)
        this.#rest = setTimeout(() => this.giveBack(), this.#restMs).unref();
    }
  }

  /** Ends it, once what is under way in it is done. */
  giveBack(): void {
    if (this.#uses > 0) return;
    clearTimeout(this.#rest);
    void this.#process?.link.end();
    this.#process = undefined;
  }

  #start(engine: EngineName): Process {
    const leavesRoom = this.#supervisor.running?.leavesRoom ?? false;
    const start = { engine, threads: 1, givesWay: true, ...(leavesRoom && { leavesRoom }) };
    const link = this.#supervisor.beside(start);
    const started: Process = { engine, link, models: new ModelsOfProcess(link.calls) };
    void link.exited.then(() => {
      if (this.#process === started) this.#process = undefined;
    });
    return started;
  }
}
