/** The question before a saved run is gone on with: how many epochs more, and on which engine. */
import {
  STEP_VERSION,
  type EngineName,
  type PresentEngine,
} from '../../src-main/contract/engine.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { moreEpochsRange, ranges } from '../../src-main/contract/settings.ts';
import { readNumber } from '../controls/fields/read-number.ts';
import type { GoOnInput } from '../run/training-run.svelte.ts';
import { refuseNumber } from '../paper/writing-numbers.ts';

type GoOn = (choice: Omit<GoOnInput, 'id'>) => Promise<void>;

export class GoingOn {
  readonly model: ModelInfo;
  /** Epochs that the run has not made yet. */
  readonly left: number;
  epochs = $state('');
  /** Of the engine that trained it. */
  readonly version: string;
  /** Of the same engine here; undefined where it is not to be had. */
  readonly versionHere: string | undefined;
  /** The same step comes to other bits here. */
  readonly isOtherStep: boolean;
  /** Null: the engine and the number of threads that the file names. */
  engine = $state<EngineName | null>(null);
  refusal = $state.raw<unknown>(null);
  pending = $state(false);
  readonly #number = $derived(readNumber(this.epochs));
  readonly problem = $derived.by(() => refuseEpochs(this.model.epochs, this.#number));
  /** The run's own engine is not to be had here: another has to be chosen. */
  engineMissing = $state(false);
  /** There seems to be too little memory: the run goes on only if the person insists. */
  readonly tooMuchMemory = $derived(isRefusal(this.refusal, 'settings.tooMuchMemory'));
  insists = $state(false);
  readonly textMissing = $derived(isRefusal(this.refusal, 'model.noText'));
  readonly ready = $derived(
    !this.problem && !this.pending && !(this.engineMissing && this.engine === null),
  );
  /** Those that are to be had. */
  readonly engines: readonly EngineName[];
  readonly #goOn: GoOn;

  /**
   * @param version of the engine that trained it
   * @param engines those that are to be had
   * @param stepVersion of the steps that it was trained with
   */
  constructor(
    model: ModelInfo,
    version: string,
    engines: readonly PresentEngine[],
    goOn: GoOn,
    stepVersion: number = STEP_VERSION,
  ) {
    this.model = model;
    this.isOtherStep = stepVersion !== STEP_VERSION;
    this.version = version;
    this.versionHere = engines.find(({ name }) => name === model.engine.name)?.version;
    this.engines = engines.map(({ name }) => name);
    this.#goOn = goOn;
    this.engineMissing = this.versionHere === undefined;
    this.left = Math.max(0, model.epochsWanted - model.epochs);
    this.epochs = String(
      this.left || Math.min(model.epochsWanted, ranges.epochs.max - model.epochs),
    );
  }

  choose(engine: EngineName): void {
    this.engine = engine;
  }

  insist(wants: boolean): void {
    this.insists = wants;
  }

  /** @param error why the run was not gone on with */
  refuse(error: unknown): void {
    this.refusal = error;
    this.engineMissing ||= isRefusal(error, 'model.engineMissing');
  }

  /** @returns whether the run is under way; otherwise `refusal` says why it is not */
  async start(): Promise<boolean> {
    if (!this.ready) return false;
    this.pending = true;
    try {
      await this.#goOn({
        moreEpochs: this.#number,
        ...(this.engine !== null && { engine: this.engine }),
        ...(this.tooMuchMemory && this.insists && { insist: true }),
      });
      return true;
    } catch (error) {
      this.refuse(error);
      return false;
    } finally {
      this.pending = false;
    }
  }
}

/** @returns why a run that has made so many epochs cannot go on for so many more */
function refuseEpochs(made: number, more: number): VerseloomError | undefined {
  try {
    return refuseNumber('moreEpochs', more, moreEpochsRange(made));
  } catch (error) {
    if (error instanceof VerseloomError) return error;
    throw error;
  }
}

const isRefusal = (error: unknown, code: VerseloomError['code']): boolean =>
  error instanceof VerseloomError && error.code === code;
