/** A model while it learns: it keeps parameters and state on the engine and makes one step at a time. */
import type { TrainingSettings } from '../contract/settings.ts';
import type { Engine, Executable, Values } from './tensors/engine.ts';
import {
  forEachParameter,
  parameterNames,
  type LanguageModel,
  type ParameterMap,
} from './parameters.ts';
import { parameterSpecs, trainingStep, type StepInput, type StepOutput } from './programs.ts';
import type { Batch } from './sampler.ts';

export interface StepReport {
  /** Mean cross-entropy of the batch, before the update. */
  readonly loss: number;
  /** Norm of all gradients together, before clipping. */
  readonly norm: number;
}

export class Learner<V> {
  readonly #engine: Engine<V>;
  readonly #program: Executable<V, StepInput, StepOutput>;
  readonly #dimensions: LanguageModel['dimensions'];
  /** The state before anything was read, uploaded once: made anew at every reset it would be most of a step's garbage. */
  readonly #zeros: V; // [B, H]
  #parameters: ParameterMap<V>;
  /** Those that are to be had again, and those that may be: nothing is copied, only not released. */
  #kept: ParameterMap<V>;
  #marked: ParameterMap<V> | undefined;
  #state: V;

  static async create<V>(
    engine: Engine<V>,
    model: LanguageModel,
    settings: Pick<
      TrainingSettings,
      'timeSteps' | 'batchSize' | 'learningRate' | 'clippingThreshold'
    >,
    /** [B, H] to go on from; zeros without. */
    hiddenState: Float32Array | null = null,
  ): Promise<Learner<V>> {
    const { timeSteps, batchSize } = settings;
    const step = await engine.compile(
      trainingStep({ ...model.dimensions, timeSteps, batchSize }, settings),
    );
    return new Learner(engine, step, model, batchSize, hiddenState);
  }

  private constructor(
    engine: Engine<V>,
    step: Executable<V, StepInput, StepOutput>,
    { dimensions, parameters }: LanguageModel,
    batchSize: number,
    hiddenState: Float32Array | null,
  ) {
    this.#engine = engine;
    this.#program = step;
    this.#dimensions = dimensions;
    const specs = parameterSpecs(dimensions);
    this.#parameters = forEachParameter((name) => engine.upload(parameters[name], specs[name]));
    this.#kept = this.#parameters;
    const state = { shape: [batchSize, dimensions.hiddenSize], type: 'float32' } as const;
    this.#zeros = engine.upload(new Float32Array(batchSize * dimensions.hiddenSize), state);
    this.#state = hiddenState ? engine.upload(hiddenState, state) : this.#zeros;
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
    const { loss, norm, state, ...parameters } = await this.#program.run({
      ...this.#parameters,
      ...batch,
      state: this.#state,
    });
    const report = { loss: this.#engine.read(loss)[0]!, norm: this.#engine.read(norm)[0]! };
    for (const tensor of [batch.x, batch.y, loss, norm]) this.#release(tensor);
    return { report, parameters, state };
  }

  /** Marks the weights as they are now, in place of those that were marked before. */
  mark(): void {
    const before = this.#marked;
    this.#marked = this.#parameters;
    if (before) this.#releaseUnused(before);
  }

  /** Keeps the weights that are marked, in place of those that were kept before: at first, those that it began with. */
  keepMarked(): void {
    if (!this.#marked) return;
    const before = this.#kept;
    this.#kept = this.#marked;
    this.#marked = undefined;
    this.#releaseUnused(before);
  }

  /** @returns a copy of the model that was kept last */
  kept(): LanguageModel {
    return this.#copyOf(this.#kept);
  }

  /** @returns a copy of the model as it is now */
  model(): LanguageModel {
    return this.#copyOf(this.#parameters);
  }

  /** The parameters as they are now, for another program: until the next step. */
  get parameters(): Readonly<ParameterMap<V>> {
    return this.#parameters;
  }

  /** @returns a copy of the hidden state that the next step begins from, [B, H] */
  hiddenState(): Float32Array {
    return this.#engine.read(this.#state);
  }

  async dispose(): Promise<void> {
    for (const parameters of new Set([this.#parameters, this.#kept, this.#marked]))
      if (parameters) for (const name of parameterNames) this.#engine.release(parameters[name]);
    this.#release(this.#state);
    this.#engine.release(this.#zeros);
    await this.#program.dispose();
  }

  #copyOf(parameters: Readonly<ParameterMap<V>>): LanguageModel {
    return {
      dimensions: this.#dimensions,
      parameters: forEachParameter((name) => this.#engine.read(parameters[name])),
    };
  }

  #releaseUnused(parameters: ParameterMap<V>): void {
    if ([this.#parameters, this.#kept, this.#marked].includes(parameters)) return;
    for (const name of parameterNames) this.#engine.release(parameters[name]);
  }

  #release(tensor: V): void {
    if (tensor !== this.#zeros) this.#engine.release(tensor);
  }
}
