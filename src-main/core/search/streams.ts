/** Many texts that go on from one prefix at once: each step reads one character of every one of them. */
import type { LanguageModel, ParameterName } from '../parameters.ts';
import { manyStreamsStep } from '../programs.ts';
import { logSumExp, weigh } from '../sampling/sampling.ts';
import type { Engine, Executable } from '../tensors/engine.ts';

/** What comes next, for each stream: until the next step. */
export interface Rows {
  /** Of the model itself [B·V]. */
  readonly logProbabilities: Float32Array;
  /** At the temperature [B·V]; the reader's own. */
  readonly probabilities: Float32Array;
}

/** @returns what comes next at a temperature above 0, as one row [V] */
export function rowOf(logits: Float32Array, temperature: number): Rows {
  const normaliser = logSumExp(logits);
  const logProbabilities = logits.map((logit) => logit - normaliser);
  const probabilities = Float32Array.from(weigh(logits, { temperature }, []));
  let total = 0;
  for (let id = 0; id < probabilities.length; id++) total += probabilities[id]!;
  for (let id = 0; id < probabilities.length; id++) probabilities[id]! /= total;
  return { logProbabilities, probabilities };
}

/** What a decoder has come to after a prefix. */
export interface AfterPrefix {
  /** One row. */
  readonly state: Float32Array;
  /** Of what comes next [V]. */
  readonly logits: Float32Array;
}

/** What a search needs of a model. */
export interface Streams {
  /** B. */
  readonly count: number;
  /** What comes first, the same in all of them [V]. */
  readonly first: Rows;
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
  readonly count: number;

  static async create<V>(
    engine: Engine<V>,
    { architecture, parameters }: LanguageModel,
    count: number,
  ): Promise<StreamProgram<V>> {
    const program = manyStreamsStep(architecture, count);
    const step = await engine.compile<ParameterName | Input, ParameterName, Output>(
      program,
      parameters,
    );
    return new StreamProgram(engine, step, program, count);
  }

  private constructor(
    engine: Engine<V>,
    step: Executable<V, Input, Output>,
    program: ReturnType<typeof manyStreamsStep>,
    count: number,
  ) {
    this.#engine = engine;
    this.#step = step;
    this.#program = program;
    this.count = count;
  }

  /**
   * @param prefix what all of them go on from
   * @param temperature above 0
   * @param use is over when the streams are
   */
  async begin<Result>(
    prefix: AfterPrefix,
    temperature: number,
    use: (streams: Streams) => Promise<Result>,
  ): Promise<Result> {
    const engine = this.#engine;
    const { inputs } = this.#program;
    const size = prefix.state.length;
    const all = new Float32Array(this.count * size);
    for (let stream = 0; stream < this.count; stream++) all.set(prefix.state, stream * size);
    let state = engine.upload(all, inputs.state);
    const heat = engine.upload(Float32Array.of(temperature), inputs.temperature);
    let rows: V[] = [];
    const releaseRows = (): void => {
      for (const tensor of rows.splice(0)) engine.release(tensor);
    };
    try {
      return await use({
        count: this.count,
        first: rowOf(prefix.logits, temperature),
        step: async (ids, from) => {
          releaseRows();
          const x = engine.upload(ids, inputs.x);
          const parents = engine.upload(from, inputs.from);
          const next = await this.#step.run({ x, from: parents, state, temperature: heat });
          for (const tensor of [x, parents, state]) engine.release(tensor);
          state = next.state;
          // As large as a model, and so looked at where they are: copies would be garbage at once.
          rows = [next.logProbabilities, next.probabilities];
          return {
            logProbabilities: engine.view(next.logProbabilities),
            probabilities: engine.view(next.probabilities),
          };
        },
      });
    } finally {
      releaseRows();
      engine.release(state);
      engine.release(heat);
    }
  }

  async dispose(): Promise<void> {
    await this.#step.dispose();
  }
}
