/** Many texts that go on from one prefix at once: each step reads one character of every one of them. */
import type { Dimensions, LanguageModel, ParameterName } from '../parameters.ts';
import { manyStreamsStep } from '../programs.ts';
import type { Engine, Executable } from '../tensors/engine.ts';

/** What comes next, for each stream: until the next step, which writes over it. */
export interface Rows {
  /** Of the model itself [B·V]. */
  readonly logProbabilities: Float32Array;
  /** At the temperature [B·V]; the reader's own. */
  readonly probabilities: Float32Array;
}

/** What a search needs of a model. */
export interface Streams {
  /** B. */
  readonly count: number;
  /**
   * @param ids the next character of each stream [B]
   * @param from of each stream, the one that it goes on from [B]
   */
  step(ids: Int32Array, from: Int32Array): Promise<Rows>;
}

type Input = 'x' | 'from' | 'state' | 'temperature';
type Output = 'logProbabilities' | 'probabilities' | 'state';

/** The compiled step of a model for one number of streams. */
export class StreamProgram<V> {
  readonly #engine: Engine<V>;
  readonly #step: Executable<V, Input, Output>;
  readonly #program: ReturnType<typeof manyStreamsStep>;
  readonly #dimensions: Dimensions;
  readonly count: number;

  static async create<V>(
    engine: Engine<V>,
    { dimensions, parameters }: LanguageModel,
    count: number,
  ): Promise<StreamProgram<V>> {
    const program = manyStreamsStep(dimensions, count);
    const step = await engine.compile<ParameterName | Input, ParameterName, Output>(
      program,
      parameters,
    );
    return new StreamProgram(engine, step, program, dimensions, count);
  }

  private constructor(
    engine: Engine<V>,
    step: Executable<V, Input, Output>,
    program: ReturnType<typeof manyStreamsStep>,
    dimensions: Dimensions,
    count: number,
  ) {
    this.#engine = engine;
    this.#step = step;
    this.#program = program;
    this.#dimensions = dimensions;
    this.count = count;
  }

  /**
   * @param before the hidden state that all of them begin with [H]
   * @param temperature above 0
   * @param use is over when the streams are
   */
  async begin<Result>(
    before: Float32Array,
    temperature: number,
    use: (streams: Streams) => Promise<Result>,
  ): Promise<Result> {
    const engine = this.#engine;
    const { inputs } = this.#program;
    const all = new Float32Array(this.count * before.length);
    for (let stream = 0; stream < this.count; stream++) all.set(before, stream * before.length);
    let state = engine.upload(all, inputs.state);
    // A step's are as large as a model: new ones at each would be garbage at once.
    const { vocabularySize } = this.#dimensions;
    const logProbabilities = new Float32Array(this.count * vocabularySize);
    const probabilities = new Float32Array(this.count * vocabularySize);
    const heat = engine.upload(Float32Array.of(temperature), inputs.temperature);
    try {
      return await use({
        count: this.count,
        step: async (ids, from) => {
          const x = engine.upload(ids, inputs.x);
          const parents = engine.upload(from, inputs.from);
          const next = await this.#step.run({ x, from: parents, state, temperature: heat });
          for (const tensor of [x, parents, state]) engine.release(tensor);
          state = next.state;
          engine.read(next.logProbabilities, logProbabilities);
          engine.read(next.probabilities, probabilities);
          engine.release(next.logProbabilities);
          engine.release(next.probabilities);
          return { logProbabilities, probabilities };
        },
      });
    } finally {
      engine.release(state);
      engine.release(heat);
    }
  }

  async dispose(): Promise<void> {
    await this.#step.dispose();
  }
}
