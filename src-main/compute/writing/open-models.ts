/** The models that are open for writing: each with what is compiled of it, and what is known of the text that it has learnt. */
import { VerseloomError } from '../../contract/errors.ts';
import { Decoder } from '../../core/decoder.ts';
import type { LanguageModel } from '../../core/parameters.ts';
import { Rereading } from '../../core/score.ts';
import { StreamProgram } from '../../core/search/streams.ts';
import type { Engine } from '../../core/tensors/engine.ts';
import type { Alphabet, LineBreak } from '../../form/alphabet.ts';
import type { VerbatimIndex } from '../../core/text/verbatim.ts';
import { Looking } from '../looking.ts';
import type { Turns } from '../turns.ts';

/** What is copied cannot be told. */
export const noText = (): Error => new Error('the text of the model has not been given');

export class OpenModel<V> {
  readonly model: LanguageModel;
  readonly decoder: Decoder<V>;
  /** The character of every id; none where the model is only to write and to score. */
  readonly characters: readonly string[];
  /** Of the text that it has learnt, once it has been given. */
  index: VerbatimIndex | undefined;
  /** What is under way, and keeps it also when it is closed meanwhile. */
  uses = 0;
  readonly #engine: Engine<V>;
  readonly #alphabets = new Map<LineBreak, Promise<Alphabet>>();
  readonly #programs = new Map<number, Promise<StreamProgram<V>>>();
  #rereading: Promise<Rereading<V>> | undefined;
  #looking: Looking<V> | undefined;

  constructor(
    engine: Engine<V>,
    model: LanguageModel,
    decoder: Decoder<V>,
    characters: readonly string[],
  ) {
    this.#engine = engine;
    this.model = model;
    this.decoder = decoder;
    this.characters = characters;
  }

  /** Made when it is first asked for: thousands of characters are looked up in the dictionary of readings. */
  alphabet(lineBreak: LineBreak): Promise<Alphabet> {
    let alphabet = this.#alphabets.get(lineBreak);
    if (!alphabet) {
      alphabet = import('../../form/alphabet.ts').then(({ alphabetOf }) =>
        alphabetOf(this.characters, lineBreak),
      );
      this.#alphabets.set(lineBreak, alphabet);
    }
    return alphabet;
  }

  /** Compiled when it is first asked for. */
  streams(count: number): Promise<StreamProgram<V>> {
    let program = this.#programs.get(count);
    if (!program) {
      program = StreamProgram.create(this.#engine, this.model, count);
      this.#programs.set(count, program);
    }
    return program;
  }

  /** Of the text whose surprises are asked for; compiled when they first are. */
  rereading(): Promise<Rereading<V>> {
    return (this.#rereading ??= Rereading.create(this.#engine, this.model));
  }

  /** For looks inside. */
  looking(turns: Turns): Looking<V> {
    return (this.#looking ??= new Looking(this.#engine, turns));
  }

  async dispose(): Promise<void> {
    await this.#looking?.dispose();
    await this.decoder.dispose();
    await (await this.#rereading)?.dispose();
    for (const program of this.#programs.values()) await (await program).dispose();
  }
}

export class OpenModels<V> {
  readonly #engine: Engine<V>;
  readonly #models = new Map<string, OpenModel<V>>();

  constructor(engine: Engine<V>) {
    this.#engine = engine;
  }

  /** Replaces one of the same key. */
  async open(key: string, model: LanguageModel, characters: readonly string[]): Promise<void> {
    const decoder = await Decoder.create(this.#engine, model);
    await this.close(key);
    this.#models.set(key, new OpenModel(this.#engine, model, decoder, characters));
  }

  async close(key: string): Promise<void> {
    const model = this.#models.get(key);
    this.#models.delete(key);
    if (model) await this.#disposeUnused(key, model);
  }

  /** @throws VerseloomError `model.notFound` */
  async use<Result>(key: string, work: (model: OpenModel<V>) => Promise<Result>): Promise<Result> {
    const model = this.#models.get(key);
    if (!model) throw new VerseloomError('model.notFound', { name: key });
    model.uses += 1;
    try {
      return await work(model);
    } finally {
      model.uses -= 1;
      await this.#disposeUnused(key, model);
    }
  }

  async #disposeUnused(key: string, model: OpenModel<V>): Promise<void> {
    if (model.uses === 0 && this.#models.get(key) !== model) await model.dispose();
  }
}
