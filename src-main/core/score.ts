/** The perplexity of a model on any given text, and how much each of its characters surprises the model. */
import { sizeOf } from '../contract/architecture.ts';
import type { Gate } from './gate.ts';
import type { Engine, Executable } from './tensors/engine.ts';
import { perplexityOf } from './loss.ts';
import { Overflow } from './overflow.ts';
import type { Architecture, LanguageModel, ParameterMap, ParameterName } from './parameters.ts';
import { scoringStep, type StepInput } from './programs.ts';

/** Characters read in one run: enough to share the output layer's product out, little enough to keep memory small. */
const STRETCH = 64;

/** So many stretches after one another a state is kept, from which a text can be read again. */
const KEPT_EVERY = 16;

type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;
const atOnce: InTurn = (work) => work();

type Inputs = 'x' | 'y' | 'state';
type Step<V, Input extends string> = Executable<V, Input, 'losses' | 'state'>;

/** Reads a text stretch by stretch. */
class Stretches<V, Input extends StepInput = Inputs> {
  readonly #engine: Engine<V>;
  readonly #inputs: ReturnType<typeof scoringStep>['inputs'];
  readonly #step: Step<V, Input>;

  static async of<V>(
    engine: Engine<V>,
    { architecture, parameters }: LanguageModel,
  ): Promise<Stretches<V>> {
    const program = scoringStep(architecture, STRETCH);
    const step = await engine.compile<StepInput, ParameterName, 'losses' | 'state'>(
      program,
      parameters,
    );
    return new Stretches(engine, architecture, step);
  }

  /** By parameters that are given with every stretch. */
  static async byGiven<V>(
    engine: Engine<V>,
    architecture: Architecture,
  ): Promise<Stretches<V, StepInput>> {
    const step = await engine.compile(scoringStep(architecture, STRETCH));
    return new Stretches(engine, architecture, step);
  }

  private constructor(engine: Engine<V>, architecture: Architecture, step: Step<V, Input>) {
    this.#engine = engine;
    this.#inputs = scoringStep(architecture, STRETCH).inputs;
    this.#step = step;
  }

  /** @param values of zeros unless given. @returns a state, which is the caller's */
  stateOf(values: Float32Array = new Float32Array(sizeOf(this.#inputs.state.shape))): V {
    return this.#engine.upload(values, this.#inputs.state);
  }

  /**
   * @param state before it, which is let go of
   * @returns −ln p of the characters that are predicted, and the state after it: of no use after the last stretch, which is filled up
   */
  async read(
    ids: Int32Array,
    start: number,
    state: V,
    inTurn: InTurn,
    parameters: Record<Exclude<Input, Inputs>, V>,
  ): Promise<{ losses: Float32Array; state: V }> {
    const length = Math.min(STRETCH, ids.length - 1 - start);
    // The last stretch is filled up with id 0, whose losses are not counted.
    const x = new Int32Array(STRETCH);
    const y = new Int32Array(STRETCH);
    x.set(ids.subarray(start, start + length));
    y.set(ids.subarray(start + 1, start + length + 1));
    const engine = this.#engine;
    const inputs = {
      x: engine.upload(x, this.#inputs.x),
      y: engine.upload(y, this.#inputs.y),
      state,
    };
    const next = await inTurn(() =>
      this.#step.run({ ...parameters, ...inputs } as Record<Input, V>),
    );
    const losses = engine.read(next.losses).subarray(0, length);
    for (const tensor of [inputs.x, inputs.y, state, next.losses]) engine.release(tensor);
    return { losses, state: next.state };
  }

  /**
   * Reads a text once from a state of zeros.
   * @param ids at least two
   * @param gate passed between two stretches
   * @param heard gets −ln p of the characters that are predicted, stretch by stretch
   * @returns exp of the mean cross-entropy over the `ids.length − 1` predictions, which may be no number; `stop` where it was called off
   */
  async perplexity(
    ids: Int32Array,
    inTurn: InTurn,
    parameters: Record<Exclude<Input, Inputs>, V>,
    { gate, heard }: { gate?: Gate; heard?: (losses: Float32Array) => void } = {},
  ): Promise<number | 'stop'> {
    const predictions = ids.length - 1;
    let total = 0;
    let state = this.stateOf();
    try {
      for (let start = 0; start < predictions; start += STRETCH) {
        if ((await gate?.()) === 'stop') return 'stop';
        const read = await this.read(ids, start, state, inTurn, parameters);
        for (const loss of read.losses) total += loss;
        heard?.(read.losses);
        state = read.state;
      }
    } finally {
      this.#engine.release(state);
    }
    return perplexityOf(total / predictions);
  }

  dispose(): Promise<void> {
    return this.#step.dispose();
  }
}

/**
 * Reads the text once from a state of zeros; the first character is given, every later one is predicted.
 * @param ids at least two
 * @param inTurn does the work of one stretch when the engine is free for it
 * @param heard gets −ln p of the characters that are predicted, stretch by stretch
 * @returns exp of the mean cross-entropy over the `ids.length − 1` predictions
 * @throws Overflow
 */
export async function perplexity<V>(
  engine: Engine<V>,
  model: LanguageModel,
  ids: Int32Array,
  inTurn: InTurn = atOnce,
  heard?: (losses: Float32Array) => void,
): Promise<number> {
  const stretches = await Stretches.of(engine, model);
  const found = await stretches.perplexity(ids, inTurn, {}, heard && { heard });
  await stretches.dispose();
  if (found === 'stop' || Number.isNaN(found)) throw new Overflow();
  return found;
}

/** A text that is not learnt, read by the weights of a run again and again. */
export class Validation<V> {
  readonly #stretches: Stretches<V, StepInput>;
  readonly #ids: Int32Array;

  /** @param ids at least two */
  static async create<V>(
    engine: Engine<V>,
    architecture: Architecture,
    ids: Int32Array,
  ): Promise<Validation<V>> {
    return new Validation(await Stretches.byGiven(engine, architecture), ids);
  }

  private constructor(stretches: Stretches<V, StepInput>, ids: Int32Array) {
    this.#stretches = stretches;
    this.#ids = ids;
  }

  /**
   * As `perplexity`; the greatest number where the arithmetic leaves the numbers.
   * @param gate passed between two stretches
   */
  async perplexity(
    parameters: Readonly<ParameterMap<V>>,
    inTurn: InTurn,
    gate: Gate,
  ): Promise<number | 'stop'> {
    const found = await this.#stretches.perplexity(this.#ids, inTurn, parameters, { gate });
    return Number.isNaN(found) ? Number.MAX_VALUE : found;
  }

  dispose(): Promise<void> {
    return this.#stretches.dispose();
  }
}

/** Reads a text that changes between two times: what stands before the first change is not read again. */
export class Rereading<V> {
  readonly #engine: Engine<V>;
  readonly #stretches: Stretches<V>;
  #ids: Int32Array = new Int32Array();
  #losses: Float32Array = new Float32Array();
  /** Before the first stretch of every `KEPT_EVERY`; that before the first one is zeros. */
  #states: (Float32Array | undefined)[] = [undefined];

  static async create<V>(engine: Engine<V>, model: LanguageModel): Promise<Rereading<V>> {
    const stretches = await Stretches.of(engine, model);
    return new Rereading(engine, stretches);
  }

  private constructor(engine: Engine<V>, stretches: Stretches<V>) {
    this.#engine = engine;
    this.#stretches = stretches;
  }

  /**
   * @param isOver asked between two stretches: whether nobody waits for it any more
   * @returns −ln p of each character but the first; undefined where nobody waited
   * @throws Overflow
   */
  async read(
    ids: Int32Array,
    inTurn: InTurn = atOnce,
    isOver: () => boolean = () => false,
  ): Promise<Float32Array | undefined> {
    const losses = new Float32Array(Math.max(0, ids.length - 1));
    const same = commonLength(this.#ids, ids);
    // A stretch is the same where the character behind it is the same, too.
    const kept = Math.min(
      Math.floor(Math.floor(Math.max(0, same - 1) / STRETCH) / KEPT_EVERY),
      this.#states.length - 1,
    );
    const from = kept * KEPT_EVERY * STRETCH;
    losses.set(this.#losses.subarray(0, from));
    const states = this.#states.slice(0, kept + 1);
    let state = this.#stretches.stateOf(states[kept]);
    try {
      for (let start = from; start < losses.length; start += STRETCH) {
        if (isOver()) return undefined;
        const read = await this.#stretches.read(ids, start, state, inTurn, {});
        state = read.state;
        losses.set(read.losses, start);
        if (read.losses.some(Number.isNaN)) throw new Overflow();
        const next = start / STRETCH + 1;
        if (next % KEPT_EVERY === 0 && start + STRETCH <= losses.length)
          states.push(this.#engine.read(state));
      }
    } finally {
      this.#engine.release(state);
    }
    [this.#ids, this.#losses, this.#states] = [ids, losses, states];
    return losses;
  }

  dispose(): Promise<void> {
    return this.#stretches.dispose();
  }
}

function commonLength(a: Int32Array, b: Int32Array): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}
