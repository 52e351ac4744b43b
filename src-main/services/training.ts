/** The training of a model: one run at a time, from a corpus to a saved file, as one state machine. */
import { HISTORY_EPOCHS, HISTORY_SAMPLES } from '../contract/api.ts';
import {
  computeEvents,
  type ComputeEventName,
  type IdSample,
  type LanguageModel,
  type TrainingOutcome,
} from '../contract/compute-api.ts';
import type { EngineChoice } from '../contract/engine.ts';
import { toFailure, VerseloomError } from '../contract/errors.ts';
import {
  idleTraining,
  isResting,
  type EpochReport,
  type RunState,
  type Sample,
  type TrainingStatus,
} from '../contract/training.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import type { Engines } from './engines.ts';
import { prepareTraining, type TrainingText } from './training/prepare.ts';
import { manifestOf, newRun, statusOf, type Run, type Save } from './training/run.ts';

export type { Save };

export class Training {
  readonly #supervisor: Supervisor;
  readonly #engines: Engines;
  readonly #changed: (status: TrainingStatus) => void;
  #run: Run | undefined;
  #runs = 0;

  constructor(supervisor: Supervisor, engines: Engines, changed: (status: TrainingStatus) => void) {
    this.#supervisor = supervisor;
    this.#engines = engines;
    this.#changed = changed;
  }

  /**
   * Answers when training is under way. Whatever is wrong with text or settings is said before anything changes.
   * @param settings as a person gave them; what is left out takes the book's value
   */
  async start(
    text: TrainingText,
    settings: Record<string, unknown>,
    choice: EngineChoice,
    save: Save,
  ): Promise<TrainingStatus> {
    if (this.#run && !isResting(this.#run.state)) throw new VerseloomError('training.running');
    const prepared = prepareTraining(text, settings);
    // Without a wait where there is nothing to save: two starts at once would both find nothing running.
    if (this.status().unsaved) await this.#saveWhatIsUnsaved();
    const run = newRun(`${Date.now().toString(36)}-${++this.#runs}`, prepared, save);
    this.#run = run;
    this.#tell();
    const underWay = Promise.withResolvers<void>();
    run.ended = this.#carryOut(run, choice, underWay.resolve);
    await Promise.race([underWay.promise, run.ended]);
    if (run.state === 'failed') throw new VerseloomError(run.failure!.code, run.failure!.params);
    return this.status();
  }

  async pause(): Promise<TrainingStatus> {
    const run = this.#active();
    await this.#supervisor.current().calls.pause({});
    if (run.state === 'training') this.#enter(run, 'paused');
    return this.status();
  }

  async resume(): Promise<TrainingStatus> {
    const run = this.#active();
    await this.#supervisor.current().calls.resume({});
    if (run.state === 'paused') this.#enter(run, 'training');
    return this.status();
  }

  /** Answers when the model is on disk. */
  async stop(): Promise<TrainingStatus> {
    const run = this.#run;
    if (!run || isResting(run.state)) throw new VerseloomError('training.notRunning');
    run.stop.abort();
    if (run.state === 'training' || run.state === 'paused')
      await this.#supervisor.current().calls.stop({}).catch(ignoreIfEnded);
    await run.ended;
    return this.status();
  }

  /**
   * Puts on disk what is learnt by now: the last finished step of the run under way, or what could not be saved before.
   * @throws VerseloomError `training.notRunning` when there is no such thing; for a run under way also `file.unwritable`
   */
  async save(): Promise<TrainingStatus> {
    const run = this.#run;
    if (run?.state === 'training' || run?.state === 'paused') {
      const saved = run.saved.then(() => this.#saveUnderWay(run));
      run.saved = saved.then(
        () => {},
        () => {},
      );
      if (!(await saved)) await run.ended;
    } else if (run?.state === 'failed' && run.result) {
      run.ended = this.#save(run, run.result);
      await run.ended;
    } else {
      throw new VerseloomError('training.notRunning');
    }
    return this.status();
  }

  /** Saves what runs, for good. */
  async close(): Promise<void> {
    if (this.#run && !isResting(this.#run.state)) await this.stop().catch(() => {}); // its failure is in the status
    await this.#saveWhatIsUnsaved().catch(() => {});
  }

  /** A new run would take the place of one that is in memory alone. */
  async #saveWhatIsUnsaved(): Promise<void> {
    if (!this.status().unsaved) return;
    const { failure } = await this.save();
    if (this.status().unsaved) throw new VerseloomError(failure!.code, failure!.params);
  }

  /** @returns when the run rests */
  async ended(): Promise<TrainingStatus> {
    await this.#run?.ended;
    return this.status();
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
    this.#tell();
  }

  /** The whole life of a run. It does not throw: what goes wrong is the run's failure. */
  async #carryOut(run: Run, choice: EngineChoice, underWay: () => void): Promise<void> {
    const { settings, vocabulary, ids, prefixes } = run.prepared;
    try {
      const shape = { ...settings, vocabularySize: vocabulary.size };
      run.engine = await this.#engines.resolve(choice, shape, run.stop.signal);
      if (run.stop.signal.aborted) return this.#enter(run, 'idle');
      const { calls } = await this.#supervisor.use({
        engine: run.engine.name,
        threads: run.engine.threads,
      });
      run.engine = { ...run.engine, version: (await calls.info({})).version };
      if (run.stop.signal.aborted) return this.#enter(run, 'idle');
      const trained = calls.train({ settings, vocabularySize: vocabulary.size, ids, prefixes });
      this.#enter(run, 'training');
      underWay();
      run.result = await trained;
    } catch (error) {
      run.failure = toFailure(error);
      return this.#enter(run, 'failed');
    }
    await this.#save(run, run.result);
  }

  /** @returns false when the run has ended by itself meanwhile, and is saved for that reason */
  async #saveUnderWay(run: Run): Promise<boolean> {
    let model: LanguageModel;
    try {
      model = await this.#supervisor.current().calls.snapshot({});
    } catch (error) {
      if (toFailure(error).code === 'training.notRunning') return false;
      throw error;
    }
    run.modelId = await run.save(manifestOf(run, 'stopped'), model, run.modelId ?? undefined);
    this.#tell();
    return true;
  }

  async #save(run: Run, result: TrainingOutcome): Promise<void> {
    run.failure = null;
    this.#enter(run, 'saving');
    try {
      await run.saved; // an older one may not come after this one
      run.modelId = await run.save(
        manifestOf(run, result.outcome),
        result.model,
        run.modelId ?? undefined,
      );
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

  #active(): Run {
    const run = this.#run;
    if (!run || (run.state !== 'training' && run.state !== 'paused'))
      throw new VerseloomError('training.notRunning');
    return run;
  }

  #enter(run: Run, state: RunState): void {
    run.state = state;
    this.#tell();
  }

  #tell(): void {
    this.#changed(this.status());
  }
}

/** A stop that comes when the run has just ended by itself has nothing left to do. */
function ignoreIfEnded(error: unknown): void {
  if (!(error instanceof VerseloomError)) throw error;
}
