/** A model that writes: one character at a time, its hidden state kept from one to the next. */
import type { Engine, Executable } from './tensors/engine.ts';
import type { LanguageModel, ParameterName } from './parameters.ts';
import { decodingStep } from './programs.ts';
import type { Random } from './random.ts';

/** Chooses the next id from the logits [V]. */
export type Choice = (logits: Float32Array) => number;

/** The book's choice in `predict_rnn`: the most probable; of equals, the first. */
export const greedy: Choice = (logits) => {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
};

/** Draws from softmax(logits / temperature): below 1 surer, above 1 bolder. A temperature of 0 is the greedy choice. */
export function atTemperature(temperature: number, random: Random): Choice {
  if (temperature === 0) return greedy;
  return (logits) => {
    const highest = logits[greedy(logits)]!;
    const weights = new Float64Array(logits.length);
    let total = 0;
    for (let id = 0; id < weights.length; id++)
      total += weights[id] = Math.exp((logits[id]! - highest) / temperature);
    let rest = random.uniform() * total;
    for (let id = 0; id < weights.length; id++) if ((rest -= weights[id]!) < 0) return id;
    return greedy(logits); // `rest` was rounded up to the total
  };
}

export class Decoder<V> {
  readonly #engine: Engine<V>;
  readonly #step: Executable<V, 'x' | 'state', 'logits' | 'state'>;
  readonly #hiddenSize: number;

  static async create<V>(
    engine: Engine<V>,
    { dimensions, parameters }: LanguageModel,
  ): Promise<Decoder<V>> {
    // One thread: the products of a single character are over before a second thread has woken.
    const step = await engine.compile<
      ParameterName | 'x' | 'state',
      ParameterName,
      'logits' | 'state'
    >(decodingStep(dimensions), parameters, 1);
    return new Decoder(engine, step, dimensions.hiddenSize);
  }

  private constructor(
    engine: Engine<V>,
    step: Executable<V, 'x' | 'state', 'logits' | 'state'>,
    hiddenSize: number,
  ) {
    this.#engine = engine;
    this.#step = step;
    this.#hiddenSize = hiddenSize;
  }

  /**
   * The book's `predict_rnn`: reads the prefix from a state of zeros, then goes on with its own choices.
   * @param prefix at least one id
   * @returns `length` ids, one by one
   */
  async *continue(
    prefix: Int32Array,
    length: number,
    choose: Choice,
  ): AsyncGenerator<number, void> {
    let state = this.#engine.upload(new Float32Array(this.#hiddenSize), {
      shape: [1, this.#hiddenSize],
      type: 'float32',
    });
    try {
      const read = async (id: number): Promise<V> => {
        const x = this.#engine.upload(Int32Array.of(id), { shape: [1], type: 'int32' });
        const next = await this.#step.run({ x, state });
        this.#engine.release(x);
        this.#engine.release(state);
        state = next.state;
        return next.logits;
      };
      for (const id of prefix.subarray(0, -1)) this.#engine.release(await read(id));
      let last = prefix.at(-1)!;
      for (let written = 0; written < length; written++) {
        const logits = await read(last);
        last = choose(this.#engine.read(logits));
        this.#engine.release(logits);
        yield last;
      }
    } finally {
      this.#engine.release(state);
    }
  }

  async dispose(): Promise<void> {
    await this.#step.dispose();
  }
}
