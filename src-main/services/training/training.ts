/** The training of a model: one run at a time, from a corpus to a saved file, as one state machine. */
import { HISTORY_EPOCHS, HISTORY_SAMPLES, type ApiCalls } from '../../contract/api.ts';
import {
  computeEvents,
  type ComputeEventName,
  type TrainingOutcome,
} from '../../contract/compute-api.ts';
import type { InsideMoments, InsideResult, LookedAt } from '../../contract/inside.ts';
import type { EngineChoice } from '../../contract/engine.ts';
import { toFailure, VerseloomError } from '../../contract/errors.ts';
import {
  idleTraining,
  isResting,
  type RunState,
  type TrainingStatus,
} from '../../contract/training.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import type { Engines } from '../engines/engines.ts';
import { lookAtMoments, lookInside } from '../inside/look-inside.ts';
import { noteChange, settingsFor, type ChangeRequest } from './changes.ts';
import { Checkpoints } from './checkpoints.ts';
import { depart, type Provisions } from './departure.ts';
import { explainDivergence } from './divergence.ts';
import { availableMemory } from './memory.ts';
import { explain } from './out-of-memory.ts';
import { Plans, type Plan, type ResolveEngine } from './plan.ts';
import type { TrainingText } from './prepare.ts';
import { callOff, letGo, newRun, newRunId, noteReports, statusOf } from './run.ts';
import type { Beginning, Run } from './run.ts';
import { refuseUnsaveable } from './run-file.ts';
import { Saves } from './saves.ts';
import { noteSlowness } from './slowness.ts';
import { whileWaiting, type Wait } from './waiting.ts';

export type { Save, Saved, Saving } from './run.ts';

/** A text of more bytes takes long enough to be gone through that one wants to know, and may think better of it. */
const LARGE_TEXT_BYTES = 1024 * 1024;

/** Seconds from one save on the way to the next, unless told otherwise. */
export const CHECKPOINT_SECONDS = 10;

interface Preparing {
  readonly stop: AbortController;
  readonly status: TrainingStatus;
  /** Fulfilled when there is a run, or none will be. */
  readonly over: Promise<void>;
}
export class Training {
  readonly #supervisor: Supervisor;
  readonly #engines: Engines;
  readonly #changed: (status: TrainingStatus) => void;
  readonly #available: () => number;
  readonly #plans: Plans;
  readonly #saves: Saves;
  #run: Run | undefined;
  /** A run that is to begin and is not there yet: its text is being gone through. */
  #beginning: Preparing | undefined;

  /** @param available bytes of memory that a run may take */
  constructor(
    supervisor: Supervisor,
    engines: Engines,
    changed: (status: TrainingStatus) => void,
    available = availableMemory,
  ) {
    this.#supervisor = supervisor;
    this.#engines = engines;
    this.#changed = changed;
    this.#available = available;
    this.#plans = new Plans(engines, available);
    this.#saves = new Saves(supervisor, () => this.#tell());
  }

  /**
   * Answers when training is under way. Whatever is wrong with text or settings is said before anything changes.
   * @param settings as a person gave them; what is left out takes the book's value
   * @throws VerseloomError as `prepareTraining`; `settings.tooMuchMemory`, unless the person insists
   */
  async start(
    text: TrainingText,
    settings: Record<string, unknown>,
    choice: EngineChoice,
    beginning: Omit<Beginning, 'goesOn'>,
  ): Promise<TrainingStatus> {
    return this.#begin(this.#plans.ofNewRun(text, settings, choice, beginning), beginning);
  }

  /**
   * Goes on with a saved run as if nothing had happened: with its own settings, engine and number of threads.
   * @param text the very one that it learnt
   * @param more epochs from here on; undefined for those that are left of its settings
   * @param choice an engine other than its own
   * @throws VerseloomError `model.noState`, `model.otherText`, `model.engineMissing`; `settings.outOfRange` for a run that
   * has made all its epochs, `settings.tooMuchMemory` unless the person insists
   */
  async goOn(
    text: TrainingText,
    more: number | undefined,
    choice: EngineChoice | undefined,
    beginning: Beginning & Required<Pick<Beginning, 'goesOn'>>,
  ): Promise<TrainingStatus> {
    return this.#begin(this.#plans.ofGoingOn(text, more, choice, beginning), beginning);
  }

  async #begin(plan: Plan, beginning: Beginning): Promise<TrainingStatus> {
    if (!isResting(this.status().state)) throw new VerseloomError('training.running');
    const id = newRunId();
    const stop = new AbortController();
    const status = { ...idleTraining, state: 'preparing', runId: id } as const;
    const over = Promise.withResolvers<void>();
    this.#beginning = {
      ...{ stop, over: over.promise },
      status: { ...status, corpusId: plan.text.id, corpusName: plan.text.name },
    };
    const isLarge = plan.text.text.length > LARGE_TEXT_BYTES;
    if (isLarge) this.#changed(this.status());
    let run: Run | undefined;
    let resolve: ResolveEngine;
    try {
      const ready = await plan.prepare(stop.signal);
      ({ resolve } = ready);
      const made = newRun(id, ready.prepared, beginning, stop);
      refuseUnsaveable(made);
      await this.#run?.ended; // which may be on its way to the disk, at somebody's wish
      await this.saveWhatIsUnsaved();
      stop.signal.throwIfAborted();
      run = this.#run = made;
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      return this.#lastStatus();
    } finally {
      this.#beginning = undefined;
      if (run || isLarge) this.#tell();
      over.resolve();
    }
    const underWay = Promise.withResolvers<void>();
    const provisions = { resolve, fixed: plan.fixed, available: this.#available };
    run.ended = this.#carryOut(run, provisions, underWay.resolve);
    await Promise.race([underWay.promise, run.ended]);
    if (run.state === 'failed') throw new VerseloomError(run.failure!.code, run.failure!.params);
    return this.#lastStatus();
  }

  async pause(): Promise<TrainingStatus> {
    const run = this.#active();
    const paused = this.#supervisor.current().calls.pause({});
    if (!(await this.#asked(run, 'pause', paused))) return this.status();
    if (run.state === 'training') this.#enter(run, 'paused');
    // After one that is being made: that one may hold an earlier step.
    void this.#saves.inTurn(run).catch(() => {}); // in the status
    return this.#lastStatus();
  }

  async resume(): Promise<TrainingStatus> {
    const run = this.#active();
    const resumed = this.#supervisor.current().calls.resume({});
    if (!(await this.#asked(run, 'resume', resumed))) return this.status();
    if (run.state === 'paused') this.#enter(run, 'training');
    return this.#lastStatus();
  }

  /**
   * Changes settings of the run under way from the next epoch on that begins, and at once how many epochs it makes.
   * @throws VerseloomError `settings.*`, with the `field` in its parameters
   */
  async change(wanted: ChangeRequest): Promise<TrainingStatus> {
    const run = this.#active();
    const changed = settingsFor(run, wanted);
    const { calls } = this.#supervisor.current();
    const done = calls.change(changed).then((now) => noteChange(run, now));
    if (!(await this.#asked(run, 'change', done))) return this.status();
    this.#tell();
    // What is not on disk is lost with the process, and the run would go on without it.
    void this.#saves.inTurn(run).catch(() => {}); // in the status
    return this.#lastStatus();
  }

  /**
   * Answers when the model is on disk. However long the step under way takes, it is waited for, and the status says so; whoever
   * does not want to wait ends the compute process. The file tells whether it was a person who stopped the run, or it was cut off.
   */
  async stop(isPersons = true): Promise<TrainingStatus> {
    if (this.#beginning) {
      this.#beginning.stop.abort();
      await this.#beginning.over;
      return this.#lastStatus();
    }
    const run = this.#run;
    if (!run || isResting(run.state)) throw new VerseloomError('training.notRunning');
    callOff(run, isPersons);
    if (run.state === 'training' || run.state === 'paused') {
      const stopping = (async () => this.#supervisor.current().calls.stop({ writes: isPersons }))();
      const halted = Promise.all([stopping.catch(ignoreIfEnded), run.halted]);
      await this.#whileWaiting(run, 'stop', halted);
    }
    await run.ended;
    return this.#lastStatus();
  }

  /** The same where nobody can be asked: of a run whose process does not answer, the last save is what is left. */
  async stopForGood(isPersons = false): Promise<TrainingStatus> {
    return this.#supervisor.insistOn(this.stop(isPersons));
  }

  /**
   * Puts on disk what is learnt by now: the last finished step of the run under way, or what could not be saved before.
   * @throws VerseloomError `training.notRunning` when there is no such thing; for a run under way also `file.unwritable`
   */
  async save(): Promise<TrainingStatus> {
    const run = this.#run;
    if (run?.state === 'training' || run?.state === 'paused') {
      await this.#saves.inTurn(run, { isAsked: true });
    } else if (run?.state === 'failed' && run.result) {
      run.ended = this.#save(run, run.result);
      await run.ended;
    } else {
      throw new VerseloomError('training.notRunning');
    }
    return this.#lastStatus();
  }

  /** Saves on the way, as the run does by itself from time to time. It does not throw. */
  async checkpoint(): Promise<void> {
    if (this.#run) await this.#saves.checkpoint(this.#run);
  }

  /**
   * Lets go of what was learnt and could not be put on disk, so that another run can begin: nothing else may keep one from it for ever.
   * @throws VerseloomError `training.notRunning` when there is no such thing
   */
  discard(): TrainingStatus {
    const run = this.#run;
    if (run?.state !== 'failed' || !run.result) throw new VerseloomError('training.notRunning');
    run.result = undefined;
    this.#enter(run, 'failed');
    return this.#lastStatus();
  }

  /** Saves what runs, for good. */
  async close(): Promise<void> {
    if (!isResting(this.status().state)) await this.stopForGood().catch(() => {}); // in the status
    await this.#supervisor.insistOn(this.#run?.saved ?? Promise.resolve());
    await this.saveWhatIsUnsaved().catch(() => {});
  }

  /** A new run would take the place of one that is in memory alone. @throws VerseloomError `file.unwritable` */
  async saveWhatIsUnsaved(): Promise<void> {
    if (!this.#lastStatus().unsaved) return;
    const { failure } = await this.save();
    if (this.#lastStatus().unsaved) throw new VerseloomError(failure!.code, failure!.params);
  }

  /** @returns when the run rests */
  async ended(): Promise<TrainingStatus> {
    await this.#run?.ended;
    return this.#lastStatus();
  }

  /**
   * Looks inside the run under way, between two of its steps.
   * @throws VerseloomError `training.notRunning`; `text.unknown` where the run knows nothing of the text
   */
  inside(asked: LookedAt): Promise<InsideResult> {
    const { vocabulary, settings } = this.#active().prepared;
    const { calls } = this.#supervisor.current();
    return lookInside(asked, vocabulary, settings, (request) => calls.lookAtRun(request));
  }

  /** Looks at the moments that the run has kept. @throws VerseloomError as `inside` */
  moments(text: string): Promise<InsideMoments> {
    const { prepared, moments } = this.#active();
    const { vocabulary, settings } = prepared;
    const { calls } = this.#supervisor.current();
    return lookAtMoments(text, vocabulary, settings.lineBreaks, moments.all, calls);
  }

  history(
    epochsFrom: number,
    samplesFrom: number,
    savesFrom = 0,
  ): Awaited<ReturnType<ApiCalls['training.history']>> {
    return {
      runId: this.#run?.id ?? '',
      epochs: this.#run?.epochs.slice(epochsFrom, epochsFrom + HISTORY_EPOCHS) ?? [],
      samples: this.#run?.samples.slice(samplesFrom, samplesFrom + HISTORY_SAMPLES) ?? [],
      saves: this.#run?.saves.slice(savesFrom) ?? [],
      changes: [...(this.#run?.changes ?? [])],
    };
  }

  status(): TrainingStatus {
    return this.#beginning?.status ?? this.#lastStatus();
  }

  /** Bytes of memory that a run under way will take, and may not have taken yet: all that it needs, until it has made an epoch. */
  get stillToTake(): number {
    const run = this.#run;
    const isBeginning = run && run.epochs.length === run.epochsBefore;
    return isBeginning && !isResting(this.status().state) ? (run.memory?.bytes ?? 0) : 0;
  }

  /** Of the run that is there. */
  #lastStatus(): TrainingStatus {
    return this.#run ? statusOf(this.#run) : idleTraining;
  }

  /** What the compute process reports. */
  heard(name: ComputeEventName, data: unknown): void {
    if (name !== 'progress' || !this.#run) return;
    const reports = computeEvents.progress.parse(data);
    noteReports(this.#run, reports);
    if (noteSlowness(this.#run)) void this.#engines.forget(this.#run.prepared.shape);
    this.#tell();
    if (reports.epochs.length > 0) {
      void this.#saves.keepMoment(this.#run);
      this.#run.checkpoints?.epoch();
    }
  }

  /** The whole life of a run. It does not throw: what goes wrong is the run's failure. */
  async #carryOut(run: Run, provisions: Provisions, underWay: () => void): Promise<void> {
    try {
      const departed = await depart(run, this.#supervisor, provisions);
      if (!departed) return this.#enter(run, 'idle');
      this.#enter(run, 'training');
      underWay();
      run.checkpoints = new Checkpoints(run.checkpointSeconds, () => void this.checkpoint());
      run.result = await departed.outcome;
    } catch (error) {
      await run.saved; // what it was last saved as is what it can be gone on with
      run.failure = explain(error, run.memory);
      return this.#enter(run, 'failed');
    } finally {
      run.checkpoints?.end();
    }
    await this.#save(run, run.result);
  }

  async #save(run: Run, result: TrainingOutcome): Promise<void> {
    run.failure = run.saveFailure = null;
    this.#enter(run, 'saving');
    try {
      await run.saved; // an older one may not come after this one
      run.saveFailure = null; // of that older one
      await this.#saves.write(run, result);
      run.result = undefined;
      const { settings, vocabulary } = run.prepared;
      Object.assign(run, { endedBy: result.endedBy, verbatim: result.verbatim });
      if (result.divergence)
        run.failure = explainDivergence(result.divergence, settings, run.epochs, vocabulary.size);
      this.#enter(run, result.outcome);
    } catch (error) {
      run.failure = toFailure(error);
      this.#enter(run, 'failed');
    }
  }

  /** @returns whether the run has done what it was asked for, instead of ending before */
  async #asked(run: Run, what: Wait, done: Promise<unknown>): Promise<boolean> {
    try {
      await this.#whileWaiting(run, what, done);
      return true;
    } catch (error) {
      if (!toFailure(error).code.startsWith('compute.')) throw error;
      await run.ended; // which says why
      return false;
    }
  }

  #whileWaiting<Result>(run: Run, what: Wait, done: Promise<Result>): Promise<Result> {
    return whileWaiting(run, what, done, () => this.#tell());
  }

  #active(): Run {
    const run = this.#run;
    if (!run || (run.state !== 'training' && run.state !== 'paused'))
      throw new VerseloomError('training.notRunning');
    return run;
  }

  #enter(run: Run, state: RunState): void {
    run.state = state;
    if (state !== 'training' && state !== 'paused') {
      run.halt();
      run.waiting = null;
    }
    if (isResting(state) && !run.result) letGo(run);
    this.#tell();
  }

  #tell(): void {
    this.#changed(this.#lastStatus());
  }
}

/** A stop that comes when the run has just ended by itself has nothing left to do. */
function ignoreIfEnded(error: unknown): void {
  if (!(error instanceof VerseloomError)) throw error;
}
