/** A model while it learns: it keeps parameters and state on the engine and makes one step at a time. */
import { sizeOf } from '../contract/architecture.ts';
import type { TrainingSettings } from '../contract/settings.ts';
import type { Mark } from '../contract/compute-api.ts';
import { NO_EPOCH } from './course.ts';
import type { Engine, Executable, Values } from './tensors/engine.ts';
import { mapParameters, type LanguageModel, type ParameterMap } from './parameters.ts';
import {
  parameterSpecs,
  stateSpec,
  trainingStep,
  type StepInput,
  type StepOutput,
} from './programs.ts';
import type { Batch } from './sampler.ts';

export interface StepReport {
  /** Mean cross-entropy of the batch, before the update. */
  readonly loss: number;
  /** Norm of all gradients together, before clipping. */
  readonly norm: number;
}

/** Weights, and the epoch that left them: 0 for those that a run began with. */
interface Kept<V> extends Mark {
  readonly parameters: ParameterMap<V>;
}

/** Weights of a run on their way out of it, which stay as they are while it goes on. */
export interface Held {
  /** @returns them, good until they are let go of: where the engine can do so, views of its own memory, which no step waits for */
  view(): LanguageModel;
  release(): void;
}

/** What a learner goes on from, besides its weights. */
export interface Before {
  /** Of each of the B examples a row; zeros without. */
  readonly hiddenState?: Float32Array | null | undefined;
  /** The best epoch so far, and its weights, where these are others than those it goes on from. */
  readonly best?: (Mark & { readonly model: LanguageModel | null }) | undefined;
  /** Those it goes on from, where they are marked. */
  readonly marked?: Mark | undefined;
}

type Rate = Pick<TrainingSettings, 'learningRate' | 'clippingThreshold'>;
type Compile<V> = (rate: Rate) => Promise<Executable<V, StepInput, StepOutput>>;

export class Learner<V> {
  readonly #engine: Engine<V>;
  readonly #compile: Compile<V>;
  #program: Executable<V, StepInput, StepOutput> | undefined;
  /** η and θ of that program. */
  #rate: Rate;
  readonly #architecture: LanguageModel['architecture'];
  /** The state before anything was read, uploaded once: made anew at every reset it would be most of a step's garbage. */
  readonly #zeros: V; // [B, ·]
  #parameters: ParameterMap<V>;
  /** Those that are to be had again, and those that may be: nothing is copied, only not released. */
  #kept: Kept<V>;
  #marked: Kept<V> | undefined;
  /** Those that somebody holds, and how many do. */
  readonly #held = new Map<ParameterMap<V>, number>();
  #isOver = false;
  #state: V;

  static async create<V>(
    engine: Engine<V>,
    model: LanguageModel,
    settings: Pick<
      TrainingSettings,
      'timeSteps' | 'batchSize' | 'learningRate' | 'clippingThreshold'
    >,
    before: Before = {},
  ): Promise<Learner<V>> {
    const { timeSteps, batchSize, learningRate, clippingThreshold } = settings;
    const compile: Compile<V> = (rate) =>
      engine.compile(trainingStep({ ...model.architecture, timeSteps, batchSize }, rate));
    const learner = new Learner(engine, compile, model, batchSize, before);
    await learner.change({ learningRate, clippingThreshold });
    return learner;
  }

  private constructor(
    engine: Engine<V>,
    compile: Compile<V>,
    { architecture, parameters }: LanguageModel,
    batchSize: number,
    { hiddenState, best, marked }: Before,
  ) {
    this.#engine = engine;
    this.#compile = compile;
    this.#rate = { learningRate: NaN, clippingThreshold: NaN }; // until there is a program
    this.#architecture = architecture;
    const specs = parameterSpecs(architecture);
    const upload = (values: LanguageModel['parameters']): ParameterMap<V> =>
      mapParameters(values, (value, name) => engine.upload(value, specs[name]));
    this.#parameters = upload(parameters);
    const { model, ...mark } = best ?? { ...NO_EPOCH, model: null };
    this.#kept = { ...mark, parameters: model ? upload(model.parameters) : this.#parameters };
    if (marked) this.#marked = { ...marked, parameters: this.#parameters };
    const state = stateSpec(architecture, batchSize);
    this.#zeros = engine.upload(new Float32Array(sizeOf(state.shape)), state);
    this.#state = hiddenState ? engine.upload(hiddenState, state) : this.#zeros;
  }

  /** Whether it has this η and θ. */
  has({ learningRate, clippingThreshold }: Rate): boolean {
    const { learningRate: eta, clippingThreshold: theta } = this.#rate;
    return learningRate === eta && clippingThreshold === theta;
  }

  /** Takes another η and θ, which are part of the program that makes a step. */
  async change({ learningRate, clippingThreshold }: Rate): Promise<void> {
    const before = this.#program;
    this.#program = undefined;
    await before?.dispose(); // first, since both at once would take twice the memory
    this.#rate = { learningRate, clippingThreshold };
    this.#program = await this.#compile(this.#rate);
  }

  /** Forgets what was read: the next step begins from a hidden state of zeros. */
  resetState(): void {
    this.#release(this.#state);
    this.#state = this.#zeros;
  }

  /** Makes one step, unless its loss or norm is not finite: then parameters and state stay as they were. */
  async learn(batch: Batch): Promise<StepReport> {
    const { report, parameters, state } = await this.#step(batch);
    const made = Number.isFinite(report.loss) && Number.isFinite(report.norm);
    this.#release(made ? this.#state : state);
    const before = made ? this.#parameters : parameters;
    if (made) {
      this.#parameters = parameters;
      this.#state = state;
    }
    this.#releaseUnused(before);
    return report;
  }

  /** @returns what a step on the batch would report, which is not made */
  async trial(batch: Batch): Promise<StepReport> {
    const { report, parameters, state } = await this.#step(batch);
    this.#release(state);
    this.#releaseUnused(parameters);
    return report;
  }

  async #step({ x, y }: Batch) {
    const ids = (values: Values): V =>
      this.#engine.upload(values, { shape: [values.length], type: 'int32' });
    const batch = { x: ids(x), y: ids(y) };
    const { loss, norm, state, ...parameters } = await this.#program!.run({
      ...this.#parameters,
      ...batch,
      state: this.#state,
    });
    const report = { loss: this.#engine.read(loss)[0]!, norm: this.#engine.read(norm)[0]! };
    for (const tensor of [batch.x, batch.y, loss, norm]) this.#release(tensor);
    return { report, parameters, state };
  }

  /** Marks the weights as an epoch has left them, in place of those that were marked before: no step has shown yet what they are worth. */
  mark(mark: Mark): void {
    const before = this.#marked;
    this.#marked = { ...mark, parameters: this.#parameters };
    if (before) this.#releaseUnused(before.parameters);
  }

  get isMarked(): boolean {
    return this.#marked !== undefined;
  }

  /** Keeps the weights that are marked, in place of those that were kept before: at first, those that it began with. */
  keepMarked(): void {
    if (!this.#marked) return;
    const before = this.#kept;
    this.#kept = this.#marked;
    this.#marked = undefined;
    this.#releaseUnused(before.parameters);
  }

  /** They are worth nothing. */
  dropMarked(): void {
    const before = this.#marked;
    this.#marked = undefined;
    if (before) this.#releaseUnused(before.parameters);
  }

  /** The epoch whose weights are kept; 0 for those that it began with. */
  get best(): Mark {
    const { epoch, perplexity } = this.#kept;
    return { epoch, perplexity };
  }

  /** Whether the weights as they are now are those that are kept. */
  get isBest(): boolean {
    return this.#kept.parameters === this.#parameters;
  }

  /** @returns a copy of the model that is kept */
  kept(): LanguageModel {
    return this.#copyOf(this.#kept.parameters);
  }

  /** @param which the model as it is now, or the one that is kept now. @returns it, whatever becomes of the run; to be released, once */
  hold(which: 'now' | 'kept'): Held {
    const parameters = which === 'now' ? this.#parameters : this.#kept.parameters;
    this.#held.set(parameters, (this.#held.get(parameters) ?? 0) + 1);
    return {
      view: () => ({
        architecture: this.#architecture,
        parameters: mapParameters(parameters, (value) => this.#engine.view(value)),
      }),
      release: () => {
        const others = this.#held.get(parameters)! - 1;
        if (others > 0) this.#held.set(parameters, others);
        else this.#held.delete(parameters);
        this.#releaseUnused(parameters);
      },
    };
  }

  /** @returns a copy of the model as it is now */
  model(): LanguageModel {
    return this.#copyOf(this.#parameters);
  }

  /** The parameters as they are now, for another program: until the next step. */
  get parameters(): Readonly<ParameterMap<V>> {
    return this.#parameters;
  }

  /** @returns a copy of the state that the next step begins from, of each of the B examples a row */
  hiddenState(): Float32Array {
    return this.#engine.read(this.#state);
  }

  /** What somebody holds is let go of by them. */
  async dispose(): Promise<void> {
    this.#isOver = true;
    for (const parameters of new Set([this.#parameters, ...this.#others]))
      this.#releaseUnused(parameters);
    this.#release(this.#state);
    this.#engine.release(this.#zeros);
    await this.#program?.dispose();
  }

  #copyOf(parameters: Readonly<ParameterMap<V>>): LanguageModel {
    return {
      architecture: this.#architecture,
      parameters: mapParameters(parameters, (value) => this.#engine.read(value)),
    };
  }

  /** Weights that are needed besides those as they are now. */
  get #others(): ParameterMap<V>[] {
    return [this.#kept.parameters, ...(this.#marked ? [this.#marked.parameters] : [])];
  }

  #releaseUnused(parameters: ParameterMap<V>): void {
    if (this.#held.has(parameters)) return;
    const isNeeded = parameters === this.#parameters || this.#others.includes(parameters);
    if (isNeeded && !this.#isOver) return;
    for (const tensor of Object.values(parameters)) this.#engine.release(tensor);
  }

  #release(tensor: V): void {
    if (tensor !== this.#zeros) this.#engine.release(tensor);
  }
}
