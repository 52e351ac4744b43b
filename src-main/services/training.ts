/** The training of a model: one run at a time, from a corpus to a saved file, as one state machine. */
import { HISTORY_EPOCHS, HISTORY_SAMPLES } from '../contract/api.ts';
import {
  computeEvents,
  type ComputeEventName,
  type IdSample,
  type Snapshot,
  type TrainingOutcome,
} from '../contract/compute-api.ts';
import type { EngineChoice, EngineName } from '../contract/engine.ts';
import { toFailure, VerseloomError } from '../contract/errors.ts';
import {
  idleTraining,
  isResting,
  type EpochReport,
  type RunState,
  type Sample,
  type TrainingStatus,
} from '../contract/training.ts';
import { runMemory, type Reducible } from '../core/memory.ts';
import { gently } from '../store/slices.ts';
import { withTemporaryFile } from '../store/temporary-file.ts';
import { takeSnapshot, type TakenSnapshot } from '../supervisor/snapshot.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { giveText } from '../supervisor/text.ts';
import type { Engines, Resolved, Wanted } from './engines.ts';
import { Checkpoints } from './training/checkpoints.ts';
import { idsOf } from './training/learnt-text.ts';
import { availableMemory, judgeMemory, refused } from './training/memory.ts';
import { explain, memoryKills } from './training/out-of-memory.ts';
import {
  prepareToGoOn,
  prepareTraining,
  type PreparedTraining,
  type TrainingText,
} from './training/prepare.ts';
import {
  fileOf,
  letGo,
  newRun,
  refuseUnsaveable,
  rememberBest,
  statusOf,
  type Beginning,
  type Run,
} from './training/run.ts';
import { aborted, whileWaiting, type Wait } from './training/waiting.ts';

export type { Save, Saving } from './training/run.ts';

/** A text of more bytes takes long enough to be gone through that one wants to know, and may think better of it. */
const LARGE_TEXT_BYTES = 1024 * 1024;

/** Seconds from one save on the way to the next, unless told otherwise. */
export const CHECKPOINT_SECONDS = 10;

/** Finds out what a run needs, and how it comes to its engine; the signal calls it off. */
type Prepare = (
  signal: AbortSignal,
) => Promise<{ prepared: PreparedTraining; resolve: ResolveEngine }>;
interface Preparing {
  readonly stop: AbortController;
  readonly status: TrainingStatus;
  /** Fulfilled when there is a run, or none will be. */
  readonly over: Promise<void>;
}
type ResolveEngine = (wanted: Wanted, signal: AbortSignal) => Promise<Resolved>;

/** A step that takes so many times what was measured is far slower; the first epochs tell, as many and as long as this. */
const FAR_SLOWER = 2;
const FIRST_EPOCHS = 3;
const FIRST_SECONDS = 10;

/** What the settings of a run may be changed in, to take less memory. */
const NOTHING_FIXED: readonly Reducible[] = [];
const ALL_FIXED: readonly Reducible[] = ['batchSize', 'timeSteps', 'hiddenSize'];

export class Training {
  readonly #supervisor: Supervisor;
  readonly #engines: Engines;
  readonly #changed: (status: TrainingStatus) => void;
  readonly #available: () => number;
  #run: Run | undefined;
  #runs = 0;
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
    const fixed = beginning.parent ? (['hiddenSize'] as const) : NOTHING_FIXED;
    const prepare: Prepare = async (stop) => {
      const prepared = await prepareTraining(text, settings, beginning.parent, stop);
      const among = this.#withMemory(prepared, this.#engines.possible(choice), beginning, fixed);
      const resolve: ResolveEngine = (wanted, signal) =>
        this.#engines.resolve(choice, { ...wanted, among }, signal);
      return { prepared, resolve };
    };
    return this.#begin(text, prepare, beginning, fixed);
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
    const { file } = beginning.goesOn;
    const isItsOwn = choice === undefined || choice === file.manifest.engine.name;
    const prepare: Prepare = async (stop) => {
      const prepared = await prepareToGoOn(file, text, more, stop);
      const recorded = isItsOwn ? this.#engines.recorded(file.manifest) : undefined;
      const possible = recorded ? [recorded.name] : this.#engines.possible(choice ?? 'auto');
      const among = this.#withMemory(prepared, possible, beginning, ALL_FIXED);
      const resolve: ResolveEngine = async (wanted, signal) =>
        recorded
          ? { engine: recorded }
          : this.#engines.resolve(choice ?? 'auto', { ...wanted, among }, signal);
      return { prepared, resolve };
    };
    return this.#begin(text, prepare, beginning, ALL_FIXED);
  }

  /** @returns the engines that there is memory for, or the one that takes least where the person insists */
  #withMemory(
    { shape }: PreparedTraining,
    possible: readonly EngineName[],
    { insist }: Beginning,
    fixed: readonly Reducible[],
  ): readonly EngineName[] {
    const { engines, refusal } = judgeMemory(possible, shape, this.#available(), fixed);
    if (refusal && !insist) throw refused(refusal);
    return engines;
  }

  #refuseASecondRun(): void {
    if (this.#beginning || (this.#run && !isResting(this.#run.state)))
      throw new VerseloomError('training.running');
  }

  async #begin(
    text: TrainingText,
    prepare: Prepare,
    beginning: Beginning,
    fixed: readonly Reducible[],
  ): Promise<TrainingStatus> {
    this.#refuseASecondRun();
    const id = `${Date.now().toString(36)}-${++this.#runs}`;
    const stop = new AbortController();
    const status = { ...idleTraining, state: 'preparing', runId: id } as const;
    const over = Promise.withResolvers<void>();
    this.#beginning = {
      ...{ stop, over: over.promise },
      status: { ...status, corpusId: text.id, corpusName: text.name },
    };
    const isLarge = text.text.length > LARGE_TEXT_BYTES;
    if (isLarge) this.#changed(this.status());
    let run: Run | undefined;
    let ready: Awaited<ReturnType<Prepare>>;
    try {
      ready = await prepare(stop.signal);
      const made = newRun(id, ready.prepared, beginning, stop);
      refuseUnsaveable(made);
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
    run.ended = this.#carryOut(run, fixed, ready.resolve, underWay.resolve);
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
    void this.#saveInTurn(run).catch(() => {}); // in the status
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
   * Answers when the model is on disk. However long the step under way takes, it is waited for, and the status says so; whoever
   * does not want to wait ends the compute process.
   */
  async stop(): Promise<TrainingStatus> {
    if (this.#beginning) {
      this.#beginning.stop.abort();
      await this.#beginning.over;
      return this.#lastStatus();
    }
    const run = this.#run;
    if (!run || isResting(run.state)) throw new VerseloomError('training.notRunning');
    run.stop.abort();
    if (run.state === 'training' || run.state === 'paused') {
      const stopping = (async () => this.#supervisor.current().calls.stop({}))();
      const halted = Promise.all([stopping.catch(ignoreIfEnded), run.halted]);
      await this.#whileWaiting(run, 'stop', halted);
    }
    await run.ended;
    return this.#lastStatus();
  }

  /** The same where nobody can be asked: of a run whose process does not answer, the last save is what is left. */
  async stopForGood(): Promise<TrainingStatus> {
    return this.#supervisor.insistOn(this.stop());
  }

  /**
   * Puts on disk what is learnt by now: the last finished step of the run under way, or what could not be saved before.
   * @throws VerseloomError `training.notRunning` when there is no such thing; for a run under way also `file.unwritable`
   */
  async save(): Promise<TrainingStatus> {
    const run = this.#run;
    if (run?.state === 'training' || run?.state === 'paused') {
      await this.#saveInTurn(run, true);
    } else if (run?.state === 'failed' && run.result) {
      run.ended = this.#save(run, run.result);
      await run.ended;
    } else {
      throw new VerseloomError('training.notRunning');
    }
    return this.#lastStatus();
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

  history(
    epochsFrom: number,
    samplesFrom: number,
  ): { runId: string; epochs: EpochReport[]; samples: Sample[] } {
    return {
      runId: this.#run?.id ?? '',
      epochs: this.#run?.epochs.slice(epochsFrom, epochsFrom + HISTORY_EPOCHS) ?? [],
      samples: this.#run?.samples.slice(samplesFrom, samplesFrom + HISTORY_SAMPLES) ?? [],
    };
  }

  status(): TrainingStatus {
    return this.#beginning?.status ?? this.#lastStatus();
  }

  /** Of the run that is there. */
  #lastStatus(): TrainingStatus {
    return this.#run ? statusOf(this.#run) : idleTraining;
  }

  /** What the compute process reports. */
  heard(name: ComputeEventName, data: unknown): void {
    if (name !== 'progress' || !this.#run) return;
    const { epochs, samples } = computeEvents.progress.parse(data);
    const { vocabulary } = this.#run.prepared;
    this.#run.epochs.push(...epochs);
    this.#run.samples.push(
      ...samples.map(({ epoch, prefix, continuation }: IdSample) => ({
        epoch,
        prefix: vocabulary.decode(prefix),
        continuation: vocabulary.decode(continuation),
      })),
    );
    this.#noteSlowness(this.#run);
    this.#tell();
    if (epochs.length > 0) this.#run.checkpoints?.epoch();
  }

  /** Once, from the first epochs: what was measured was not so, or is not so any more. */
  #noteSlowness(run: Run): void {
    const { secondsPerStep, prepared, epochs, epochsBefore } = run;
    const own = epochs.slice(epochsBefore);
    const seconds = own.reduce((sum, epoch) => sum + epoch.seconds, 0);
    const isEnough = own.length >= FIRST_EPOCHS || seconds >= FIRST_SECONDS;
    if (secondsPerStep === undefined || own.length === 0 || !isEnough) return;
    run.secondsPerStep = undefined; // it is judged
    const { batchSize, timeSteps } = prepared.settings;
    const steps = (own.length * prepared.predictionsPerEpoch) / (batchSize * timeSteps);
    const slowdown = seconds / steps / secondsPerStep;
    if (slowdown < FAR_SLOWER) return;
    run.slowdown = slowdown;
    void this.#engines.forget(prepared.shape);
  }

  /** The whole life of a run. It does not throw: what goes wrong is the run's failure. */
  async #carryOut(
    run: Run,
    fixed: readonly Reducible[],
    resolve: ResolveEngine,
    underWay: () => void,
  ): Promise<void> {
    const { settings, vocabulary, learntCharacters, prefixes, shape, predictionsPerEpoch } =
      run.prepared;
    try {
      const left = settings.epochs - run.epochsBefore;
      const steps = (left * predictionsPerEpoch) / (settings.batchSize * settings.timeSteps);
      const { engine, secondsPerStep } = await resolve({ shape, steps }, run.stop.signal);
      Object.assign(run, { engine, secondsPerStep });
      if (run.stop.signal.aborted) return this.#enter(run, 'idle');
      const availableBytes = this.#available();
      const bytes = runMemory(engine.name, shape);
      run.memory = {
        ...{ engine: engine.name, shape, fixed },
        ...{ bytes, availableBytes, kills: memoryKills() },
      };
      const { name, threads } = engine;
      const { calls } = await this.#supervisor.use({ engine: name, threads });
      // A process that does not answer keeps nobody who has thought better of it.
      const info = await Promise.race([calls.info({}), aborted(run.stop.signal)]);
      if (!info || run.stop.signal.aborted) return this.#enter(run, 'idle');
      run.engine = { ...engine, version: info.version };
      const ids = idsOf(run.text!, settings.maxCharacters, vocabulary);
      if (!(await giveText(calls, run.id, learntCharacters, ids, run.stop.signal)))
        return this.#enter(run, 'idle');
      const { from } = run;
      const trained = calls.train({
        ...{ settings, vocabularySize: vocabulary.size, text: run.id, prefixes },
        ...(from && { from }),
      });
      run.from = undefined;
      if (!run.withText) run.text = null;
      this.#enter(run, 'training');
      underWay();
      run.checkpoints = new Checkpoints(run.checkpointSeconds, () => void this.#checkpoint(run));
      run.result = await trained;
    } catch (error) {
      await run.saved; // what it was last saved as is what it can be gone on with
      run.failure = explain(error, run.memory);
      return this.#enter(run, 'failed');
    } finally {
      run.checkpoints?.end();
    }
    await this.#save(run, run.result);
  }

  /** Saves on the way, unless that is being done. It does not throw: training goes on, and so do the attempts. */
  async #checkpoint(run: Run): Promise<void> {
    if (run.saving || run.state === 'saving' || isResting(run.state)) return;
    // A pause is saved when it begins, and then nothing changes; but what could not be saved is tried again.
    if (run.state === 'paused' && run.saveFailure === null) return;
    await this.#saveInTurn(run).catch(() => {}); // in the status
  }

  /** Saves the run under way, one save after the other. */
  async #saveInTurn(run: Run, isAsked = false): Promise<void> {
    const saved = run.saved.then(() => this.#saveUnderWay(run, isAsked));
    run.saving = true;
    run.saved = saved.then(
      () => {},
      () => {},
    );
    void run.saved.then(() => (run.saving = false));
    if (!(await saved)) await run.ended;
  }

  /** @returns false when the run has ended by itself meanwhile, and is saved for that reason */
  async #saveUnderWay(run: Run, isAsked: boolean): Promise<boolean> {
    let snapshot: TakenSnapshot;
    try {
      const taken = withTemporaryFile(await run.beside(), (path) =>
        takeSnapshot(this.#supervisor.current().calls, path),
      );
      snapshot = await (isAsked ? this.#whileWaiting(run, 'save', taken) : taken);
    } catch (error) {
      const { code } = toFailure(error);
      if (code === 'training.notRunning' || code.startsWith('compute.')) return false;
      run.saveFailure = toFailure(error);
      this.#tell();
      throw error;
    }
    try {
      await gently(() => this.#write(run, snapshot), run.stop.signal);
      run.saveFailure = null;
    } catch (error) {
      run.saveFailure = toFailure(error);
      throw error;
    } finally {
      this.#tell();
    }
    return true;
  }

  async #save(run: Run, result: TrainingOutcome): Promise<void> {
    run.failure = run.saveFailure = null;
    this.#enter(run, 'saving');
    try {
      await run.saved; // an older one may not come after this one
      run.saveFailure = null; // of that older one
      await this.#write(run, result, result.outcome);
      run.result = undefined;
      if (result.outcome === 'diverged')
        run.failure = {
          code: 'training.diverged',
          params: { epoch: result.epoch, step: result.step },
        };
      this.#enter(run, result.outcome);
    } catch (error) {
      run.failure = toFailure(error);
      this.#enter(run, 'failed');
    }
  }

  async #write(
    run: Run,
    snapshot: Snapshot & Partial<TakenSnapshot>,
    /** Of the run, once it has ended. */
    ending?: TrainingOutcome['outcome'],
  ): Promise<void> {
    // Of weights that have just exploded, the perplexity of the last epoch tells nothing.
    const freeWhatIsNotKept =
      ending === 'diverged' ? () => {} : rememberBest(run, snapshot, snapshot.free);
    try {
      const savedAt = snapshot.takenAt ?? new Date().toISOString();
      const file = fileOf(run, snapshot, ending ?? 'stopped', savedAt);
      run.savedAts = [...run.savedAts, savedAt];
      const isLast = ending !== undefined;
      run.modelId = await run.save(file, {
        ...{ id: run.modelId ?? undefined, savedAts: run.savedAts, isLast },
      });
      run.savedAts = [savedAt];
      run.savedAt = savedAt;
      const { epochs, steps, seconds } = snapshot.state;
      run.savedEpochs = epochs;
      run.savedSecondsPerStep = seconds / Math.max(1, steps);
    } finally {
      freeWhatIsNotKept();
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
