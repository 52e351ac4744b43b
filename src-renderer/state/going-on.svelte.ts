/** The question before a saved run is gone on with: how many epochs more, and on which engine. */
import type { EngineName } from '../../src-main/contract/engine.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { ranges } from '../../src-main/contract/settings.ts';
import { readNumber } from './training-form.svelte.ts';
import type { GoOnInput } from './training-run.svelte.ts';

type GoOn = (modelId: string, choice: Omit<GoOnInput, 'id'>) => Promise<void>;

export class GoingOn {
  readonly model: ModelInfo;
  /** Epochs that the run has not made yet. */
  readonly left: number;
  /** The fewest and the most epochs that can be asked for: the run's own are made in any case, unless one stops it. */
  readonly range: { readonly min: number; readonly max: number };
  epochs = $state('');
  /** Null: the engine and the number of threads that the file names. */
  engine = $state<EngineName | null>(null);
  refusal = $state.raw<unknown>(null);
  pending = $state(false);
  readonly #number = $derived(readNumber(this.epochs));
  readonly problem = $derived.by(() => refuse(this.#number, this.range));
  /** The run's own engine is not to be had here: another has to be chosen. */
  engineMissing = $state(false);
  readonly textMissing = $derived(isRefusal(this.refusal, 'model.noText'));
  readonly ready = $derived(
    !this.problem && !this.pending && !(this.engineMissing && this.engine === null),
  );
  /** Those that are to be had. */
  readonly engines: readonly EngineName[];
  readonly #goOn: GoOn;

  constructor(model: ModelInfo, engines: readonly EngineName[], goOn: GoOn) {
    this.model = model;
    this.engines = engines;
    this.#goOn = goOn;
    this.engineMissing = !engines.includes(model.engine.name);
    this.left = Math.max(0, model.epochsWanted - model.epochs);
    const max = ranges.epochs.max - model.epochs;
    this.range = { min: Math.max(1, this.left), max };
    this.epochs = String(this.left || Math.min(model.epochsWanted, max));
  }

  choose(engine: EngineName): void {
    this.engine = engine;
  }

  /** @returns whether the run is under way; otherwise `refusal` says why it is not */
  async start(): Promise<boolean> {
    if (!this.ready) return false;
    this.pending = true;
    try {
      await this.#goOn(this.model.id, {
        moreEpochs: this.#number - this.left,
        ...(this.engine !== null && { engine: this.engine }),
      });
      return true;
    } catch (error) {
      this.refusal = error;
      this.engineMissing ||= isRefusal(error, 'model.engineMissing');
      return false;
    } finally {
      this.pending = false;
    }
  }
}

const isRefusal = (error: unknown, code: VerseloomError['code']): boolean =>
  error instanceof VerseloomError && error.code === code;

function refuse(value: number, { min, max }: GoingOn['range']): VerseloomError | undefined {
  const field = 'moreEpochs';
  if (!Number.isFinite(value))
    return new VerseloomError('settings.notANumber', { field, min, max });
  if (value < min || value > max)
    return new VerseloomError('settings.outOfRange', { field, value, min, max });
  if (!Number.isInteger(value)) return new VerseloomError('settings.notWhole', { field, value });
  return undefined;
}
