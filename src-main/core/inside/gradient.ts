/** How the gradient of a batch comes back through time: its norm at each time step, which shows whether it vanishes or explodes. */
import { sizeOf } from '../../contract/architecture.ts';
import type { Shape } from '../bptt.ts';
import { mapParameters, type LanguageModel } from '../parameters.ts';
import { gradientsInTimeStep, parameterSpecs, stateSpec, type BatchInput } from '../programs.ts';
import type { Batch } from '../sampler.ts';
import type { Engine, Executable } from '../tensors/engine.ts';

/** Norms at each time step that the batch's last one can see [T, or more where the state is not detached], the first step first. */
export interface GradientInTime {
  /** Of the gradient of the whole loss. */
  readonly ofAll: Float32Array;
  /** Of that part of it which comes from the last time step alone. */
  readonly ofLast: Float32Array;
}

type Step<V> = Executable<V, BatchInput, 'ofAll' | 'ofLast'>;

export class GradientReader<V> {
  readonly #engine: Engine<V>;
  readonly #shape: Shape;
  readonly #step: Step<V>;

  static async create<V>(engine: Engine<V>, shape: Shape): Promise<GradientReader<V>> {
    return new GradientReader(engine, shape, await engine.compile(gradientsInTimeStep(shape)));
  }

  private constructor(engine: Engine<V>, shape: Shape, step: Step<V>) {
    this.#engine = engine;
    this.#shape = shape;
    this.#step = step;
  }

  /** @param state what the batch goes on from, a row for each example; zeros where null */
  async read(
    { parameters }: LanguageModel,
    { x, y, predicted }: Batch,
    state: Float32Array | null,
  ): Promise<GradientInTime> {
    const engine = this.#engine;
    const { batchSize } = this.#shape;
    const ids = (values: Int32Array): V =>
      engine.upload(values, { shape: [values.length], type: 'int32' });
    const before = stateSpec(this.#shape, batchSize);
    const specs = parameterSpecs(this.#shape);
    const inputs = {
      ...mapParameters(parameters, (value, name) => engine.upload(value, specs[name])),
      ...{ x: ids(x), y: ids(y), ...(predicted && { predicted: ids(predicted) }) },
      state: engine.upload(state ?? new Float32Array(sizeOf(before.shape)), before),
    } as Record<BatchInput, V>;
    const out = await this.#step.run(inputs);
    // Nothing comes back to what is read behind the batch.
    const seen = ((predicted?.at(-1) ?? x.length - 1) + 1) / batchSize;
    const norms = (gradient: V): Float32Array =>
      normsOf(engine.read(gradient), x.length / batchSize).slice(0, seen);
    const found = { ofAll: norms(out.ofAll), ofLast: norms(out.ofLast) };
    for (const tensor of [...Object.values(inputs), ...Object.values(out)]) engine.release(tensor);
    return found;
  }

  dispose(): Promise<void> {
    return this.#step.dispose();
  }
}

/** Of each of so many equal parts; in doubles, whose range the squares of small gradients need. */
function normsOf(values: Float32Array, parts: number): Float32Array {
  const norms = new Float32Array(parts);
  const length = values.length / parts;
  for (const [t] of norms.entries()) {
    let sum = 0;
    for (const value of values.subarray(t * length, (t + 1) * length)) sum += value * value;
    norms[t] = Math.sqrt(sum);
  }
  return norms;
}
