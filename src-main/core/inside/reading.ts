/** What a model makes of a text, character by character: what surprises it, what it takes to come next, and what its units do. */
import { sizeOf } from '../../contract/architecture.ts';
import type { Engine, Executable } from '../tensors/engine.ts';
import {
  mapParameters,
  type Architecture,
  type LanguageModel,
  type ParameterMap,
  type ParameterName,
} from '../parameters.ts';
import { parameterSpecs, readingStep, stateSpec } from '../programs.ts';

/** Characters read in one run: some milliseconds of the largest models. */
const STRETCH = 32;

type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Of a text of N characters, with K of the most probable at each. */
export interface ReadText {
  /** −ln p of each character but the first [N−1]. */
  readonly surprises: Float32Array;
  /** The ids of what is most probable to come after each character, the most probable first [N, K]. */
  readonly likely: Int32Array;
  /** Their probabilities [N, K]. */
  readonly probabilities: Float32Array;
  /** The hidden state of the layer that is looked at, after each character [N, H]. */
  readonly states: Float32Array;
}

type Step<V> = Executable<
  V,
  ParameterName | 'x' | 'state',
  'logProbabilities' | 'states' | 'state'
>;

/** Reads texts by models of the same size, whose parameters are given with each text: those of a run change all the time. */
export class Reader<V> {
  readonly #engine: Engine<V>;
  readonly #architecture: Architecture;
  readonly #step: Step<V>;

  static async create<V>(engine: Engine<V>, architecture: Architecture): Promise<Reader<V>> {
    return new Reader(
      engine,
      architecture,
      await engine.compile(readingStep(architecture, STRETCH)),
    );
  }

  private constructor(engine: Engine<V>, architecture: Architecture, step: Step<V>) {
    this.#engine = engine;
    this.#architecture = architecture;
    this.#step = step;
  }

  /**
   * Reads a text once from a state of zeros.
   * @param ids at least one
   * @param top K; all of V where there are fewer
   * @param layer whose states are told, from 0 on
   * @param inTurn does the work of one stretch when the engine is free for it
   */
  async read(
    { parameters }: LanguageModel,
    ids: Int32Array,
    top: number,
    layer: number,
    inTurn: InTurn,
  ): Promise<ReadText> {
    const N = ids.length;
    const { vocabularySize: V, hiddenSize: H, layers: L } = this.#architecture;
    const K = Math.min(top, V);
    const found = {
      surprises: new Float32Array(N - 1),
      likely: new Int32Array(N * K),
      probabilities: new Float32Array(N * K),
      states: new Float32Array(N * H),
    };
    const specs = parameterSpecs(this.#architecture);
    const given = await inTurn(async () =>
      mapParameters(parameters, (value, name) => this.#engine.upload(value, specs[name])),
    );
    try {
      let state: Float32Array | undefined;
      for (let start = 0; start < N; start += STRETCH) {
        const length = Math.min(STRETCH, N - start);
        const { logProbabilities, states, after } = await inTurn(() =>
          this.#stretch(given, ids.subarray(start, start + length), state),
        );
        state = after; // of no use after the last stretch, which is filled up
        for (let n = 0; n < length; n++) {
          const row = logProbabilities.subarray(n * V, (n + 1) * V);
          const at = start + n;
          const ofLayer = (n * L + layer) * H; // all layers lie side by side
          found.states.set(states.subarray(ofLayer, ofLayer + H), at * H);
          if (at + 1 < N) found.surprises[at] = -row[ids[at + 1]!]!;
          const best = largest(row, K);
          for (const [k, id] of best.entries()) {
            found.likely[at * K + k] = id;
            found.probabilities[at * K + k] = Math.exp(row[id]!);
          }
        }
      }
    } finally {
      for (const tensor of Object.values(given)) this.#engine.release(tensor);
    }
    return found;
  }

  async #stretch(
    parameters: ParameterMap<V>,
    ids: Int32Array,
    before: Float32Array | undefined, // zeros without
  ): Promise<{ logProbabilities: Float32Array; states: Float32Array; after: Float32Array }> {
    const engine = this.#engine;
    const spec = stateSpec(this.#architecture, 1);
    const x = new Int32Array(STRETCH); // the last stretch is filled up with id 0, of which nothing is read
    x.set(ids);
    const inputs = {
      x: engine.upload(x, { shape: [STRETCH], type: 'int32' }),
      state: engine.upload(before ?? new Float32Array(sizeOf(spec.shape)), spec),
    };
    const out = await this.#step.run({ ...parameters, ...inputs });
    const [logProbabilities, states] = [engine.read(out.logProbabilities), engine.read(out.states)];
    const after = engine.read(out.state);
    for (const tensor of [...Object.values(inputs), ...Object.values(out)]) engine.release(tensor);
    return { logProbabilities, states, after };
  }

  dispose(): Promise<void> {
    return this.#step.dispose();
  }
}

/** @returns the places of the `count` largest values, the largest first; of equals, the first */
export function largest(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let id = 0; id < values.length; id++) {
    const value = values[id]!;
    if (best.length === count && !(value > values[best[count - 1]!]!)) continue;
    let place = best.length;
    while (place > 0 && !(value <= values[best[place - 1]!]!)) place -= 1;
    best.splice(place, 0, id);
    if (best.length > count) best.pop();
  }
  return best;
}
