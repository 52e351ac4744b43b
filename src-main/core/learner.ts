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
  readonly #step: Executable<V, StepInput, StepOutput>;
  readonly #dimensions: LanguageModel['dimensions'];
  /** The state before anything was read, uploaded once: made anew at every reset it would be most of a step's garbage. */
  readonly #zeros: V; // [B, H]
  #parameters: ParameterMap<V>;
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
    this.#step = step;
    this.#dimensions = dimensions;
    const specs = parameterSpecs(dimensions);
    this.#parameters = forEachParameter((name) => engine.upload(parameters[name], specs[name]));
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
  async learn({ x, y }: Batch): Promise<StepReport> {
    const ids = (values: Values): V =>
      this.#engine.upload(values, { shape: [values.length], type: 'int32' });
    const batch = { x: ids(x), y: ids(y) };
    const { loss, norm, state, ...parameters } = await this.#step.run({
      ...this.#parameters,
      ...batch,
      state: this.#state,
    });
    const report = { loss: this.#engine.read(loss)[0]!, norm: this.#engine.read(norm)[0]! };
    const before = { ...this.#parameters, state: this.#state };
    const after = { ...parameters, state };
    const made = Number.isFinite(report.loss) && Number.isFinite(report.norm);
    if (made) {
      this.#parameters = parameters;
      this.#state = state;
    }
    for (const tensor of [batch.x, batch.y, loss, norm, ...Object.values(made ? before : after)])
      this.#release(tensor);
    return report;
  }

  /** @returns a copy of the model as it is now */
  model(): LanguageModel {
    return {
      dimensions: this.#dimensions,
      parameters: forEachParameter((name) => this.#engine.read(this.#parameters[name])),
    };
  }

  /** @returns a copy of the hidden state that the next step begins from, [B, H] */
  hiddenState(): Float32Array {
    return this.#engine.read(this.#state);
  }

  async dispose(): Promise<void> {
    for (const name of parameterNames) this.#engine.release(this.#parameters[name]);
    this.#release(this.#state);
    this.#engine.release(this.#zeros);
    await this.#step.dispose();
  }

  #release(tensor: V): void {
    if (tensor !== this.#zeros) this.#engine.release(tensor);
  }
}
