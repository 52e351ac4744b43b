/** A model that writes: one character at a time, its hidden state kept from one to the next. */
import { sizeOf, weightsMet } from '../contract/architecture.ts';
import type { Engine, Executable, TensorSpec } from './tensors/engine.ts';
import type { LanguageModel, ParameterName } from './parameters.ts';
import { decodingStep, stateSpec } from './programs.ts';
import { NO_CHOICE, type Choice } from './sampling/choice.ts';

/** What one has come to behind a text: the state, and the logits of what comes next [V]. */
interface After {
  readonly state: Float32Array;
  readonly logits: Float32Array;
}

/** Characters that are read in one turn: some milliseconds of the largest models. */
const AT_ONCE = 64;

/**
 * Weights that one thread reads for a character as fast as two: about what stays in the second cache of a core. A second one halves
 * nearly the time of more, and loses nothing beside other programs; of fewer, it does lose there.
 */
const WEIGHTS_OF_A_THREAD = 400_000;

type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

export class Decoder<V> {
  readonly #engine: Engine<V>;
  readonly #step: Executable<V, 'x' | 'state', 'logits' | 'state'>;
  readonly #state: TensorSpec;

  static async create<V>(
    engine: Engine<V>,
    { architecture, parameters }: LanguageModel,
  ): Promise<Decoder<V>> {
    const threads =
      weightsMet(architecture) > WEIGHTS_OF_A_THREAD ? Math.min(2, engine.threads) : 1;
    const step = await engine.compile<
      ParameterName | 'x' | 'state',
      ParameterName,
      'logits' | 'state'
    >(decodingStep(architecture), parameters, threads);
    return new Decoder(engine, step, stateSpec(architecture, 1));
  }

  private constructor(
    engine: Engine<V>,
    step: Executable<V, 'x' | 'state', 'logits' | 'state'>,
    state: TensorSpec,
  ) {
    this.#engine = engine;
    this.#step = step;
    this.#state = state;
  }

  /**
   * The book's `predict_rnn`: reads the prefix from a state of zeros, then goes on with its own choices.
   * @param prefix at least one id
   * @returns `length` ids, one by one; fewer where there is no choice any more
   */
  async *continue(
    prefix: Int32Array,
    length: number,
    choose: Choice,
  ): AsyncGenerator<number, void> {
    const reading = new Reading(this.#engine, this.#step, this.#state);
    try {
      for (const id of prefix.subarray(0, -1)) this.#engine.release(await reading.read(id));
      let last = prefix.at(-1)!;
      for (let written = 0; written < length; written++) {
        const logits = await reading.read(last);
        last = choose(this.#engine.view(logits));
        this.#engine.release(logits);
        if (last === NO_CHOICE) return;
        yield last;
      }
    } finally {
      reading.end();
    }
  }

  /**
   * @param prefix at least one id
   * @param inTurn does the work of some characters when the engine is free for it
   * @param isOver asked before each of these: whether nobody waits for it any more
   * @returns the state after it, and the logits of what comes next [V]; undefined where nobody waited
   */
  async after(prefix: Int32Array): Promise<After>;
  async after(
    prefix: Int32Array,
    inTurn: InTurn,
    isOver: () => boolean,
  ): Promise<After | undefined>;
  async after(
    prefix: Int32Array,
    inTurn: InTurn = (work) => work(),
    isOver = () => false,
  ): Promise<After | undefined> {
    const reading = new Reading(this.#engine, this.#step, this.#state);
    const last = prefix.length - 1;
    try {
      for (let from = 0; from < last; from += AT_ONCE) {
        if (isOver()) return undefined;
        const ids = prefix.subarray(from, Math.min(from + AT_ONCE, last));
        await inTurn(async () => {
          for (const id of ids) this.#engine.release(await reading.read(id));
        });
      }
      if (isOver()) return undefined;
      const logits = await inTurn(() => reading.read(prefix[last]!));
      const after = { state: this.#engine.read(reading.state), logits: this.#engine.read(logits) };
      this.#engine.release(logits);
      return after;
    } finally {
      reading.end();
    }
  }

  async dispose(): Promise<void> {
    await this.#step.dispose();
  }
}

/** A text that is read character by character, from a state of zeros. */
class Reading<V> {
  readonly #engine: Engine<V>;
  readonly #step: Executable<V, 'x' | 'state', 'logits' | 'state'>;
  /** One row. */
  state: V;

  constructor(
    engine: Engine<V>,
    step: Executable<V, 'x' | 'state', 'logits' | 'state'>,
    state: TensorSpec,
  ) {
    this.#engine = engine;
    this.#step = step;
    this.state = engine.upload(new Float32Array(sizeOf(state.shape)), state);
  }

  /** @returns the logits after it [1, V], which are the caller's */
  async read(id: number): Promise<V> {
    const x = this.#engine.upload(Int32Array.of(id), { shape: [1], type: 'int32' });
    const next = await this.#step.run({ x, state: this.state });
    this.#engine.release(x);
    this.#engine.release(this.state);
    this.state = next.state;
    return next.logits;
  }

  end(): void {
    this.#engine.release(this.state);
  }
}
