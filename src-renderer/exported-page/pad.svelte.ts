/** The exported page's pad: what is typed, and the piece that is on the paper. */
import { preprocess } from '../../src-main/core/text/corpus.ts';
import { atTemperature } from '../../src-main/core/sampling/sampling.ts';
import { amongNumbers, Overflow } from '../../src-main/core/overflow.ts';
import { Random } from '../../src-main/core/random.ts';
import { Vocabulary, type Encoded } from '../../src-main/core/text/vocabulary.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { LineBreaks } from '../../src-main/contract/settings.ts';
import { isBlank, signOf } from '../../src-main/contract/corpus/song-text.ts';
import type { WritingNumber } from '../../src-main/contract/writing/piece.ts';
import {
  defaultTexts,
  nextSeed,
  numbers,
  refuseNumbers,
  requestNumbers,
} from '../paper/writing-numbers.ts';
import type { Piece } from '../paper/piece.ts';
import { apart, asLines, readPrefix } from '../paper/verse.ts';
import { nextTurn, type Facts } from './content.ts';
import type { Pen } from './pen.ts';

/** Between two looks at what the person does, in milliseconds. */
const TURN_MS = 12;
/** Between two looks at the paper: to set a long text takes longer than to write the next line of it. */
const SHOW_MS = 100;

export class Pad {
  prefix = $state('');
  texts = $state<Record<WritingNumber, string>>({ ...defaultTexts });
  greedy = $state(false);
  piece = $state.raw<Piece | null>(null);
  /** There when the weights have been read. */
  pen = $state.raw<Pen>();
  /** Some of the weights are missing. */
  incomplete = $state(false);
  #refusal = $state.raw<VerseloomError>();

  readonly writing = $derived(this.piece?.state === 'writing');
  readonly paper = $derived(
    this.piece
      ? apart(this.piece.prefix, this.piece.text, this.piece.lineBreaks, asLines).join('')
      : '',
  );
  readonly errors: Partial<Record<WritingNumber | 'prefix', unknown>> = $derived({
    ...refuseNumbers(this.texts, this.greedy),
    ...(this.#refusal && { prefix: this.#refusal }),
  });
  readonly #ready = $derived(
    this.pen !== undefined && !this.writing && !Object.keys(this.errors).some((f) => f in numbers),
  );
  readonly #vocabulary: Vocabulary;
  readonly #lineBreaks: LineBreaks;
  #stopped = false;

  constructor({
    vocabulary,
    prefixes,
    lineBreaks,
  }: Pick<Facts, 'vocabulary' | 'prefixes' | 'lineBreaks'>) {
    this.#vocabulary = new Vocabulary(vocabulary);
    this.#lineBreaks = lineBreaks;
    this.prefix = [
      ...prefixes,
      vocabulary.find((character) => !isBlank(character)) ?? vocabulary[0]!,
    ]
      .map((prefix) => this.#vocabulary.decode(this.#encode(prefix).ids))
      .find((known) => known !== '')!;
  }

  writePrefix(text: string): void {
    this.prefix = text;
    this.#refusal = undefined;
  }

  /** Begins a new piece from the prefix. */
  async begin(): Promise<void> {
    if (this.writing) return;
    const { ids, leftOut } = this.#encode(this.prefix);
    if (ids.length === 0) {
      this.#refusal =
        leftOut.length > 0 ? unknown(leftOut) : new VerseloomError('prefix.empty', FIELD);
      return;
    }
    if (!this.#ready) return;
    this.pen?.begin(ids);
    const prefix = readPrefix(this.prefix, leftOut, this.#lineBreaks);
    await this.#write({ prefix, text: '', leftOut });
  }

  /** The same prefix with the next seed. */
  async again(): Promise<void> {
    if (!this.#ready) return;
    this.texts.seed = nextSeed(this.texts);
    await this.begin();
  }

  /** Goes on from the text so far. */
  async goOn(): Promise<void> {
    if (this.#ready && this.piece) await this.#write({ ...this.piece, leftOut: [] });
  }

  stop(): void {
    this.#stopped = true;
  }

  #encode(prefix: string): Encoded {
    const how = { maxCharacters: 0, lineBreaks: this.#lineBreaks };
    return this.#vocabulary.encode(preprocess(prefix, how));
  }

  async #write({
    prefix,
    text: before,
    leftOut,
  }: Pick<Piece, 'prefix' | 'text' | 'leftOut'>): Promise<void> {
    const { length, temperature, seed } = requestNumbers(this.texts, this.greedy);
    const choose = amongNumbers(atTemperature(temperature, new Random(seed)));
    const started = performance.now();
    let text = before;
    const lineBreaks = this.#lineBreaks;
    let written = 0;
    const show = (state: Piece['state']): void => {
      const seconds = Math.max((performance.now() - started) / 1000, 1e-3);
      const charactersPerSecond = written / seconds;
      this.piece = { prefix, text, lineBreaks, leftOut, charactersPerSecond, state };
    };
    show('writing');
    this.#stopped = false;
    let [turn, shown] = [started, started];
    try {
      for (const id of this.pen!.write(length, choose)) {
        if (id !== null) {
          text += this.#vocabulary.characters[id]!;
          written += 1;
        }
        if (performance.now() - turn < TURN_MS) continue;
        if (performance.now() - shown >= SHOW_MS) {
          show('writing');
          shown = performance.now();
        }
        await nextTurn();
        turn = performance.now();
        if (this.#stopped) break;
      }
    } catch (error) {
      if (!(error instanceof Overflow)) throw error;
      this.#refusal = new VerseloomError('model.overflow');
    }
    show(written < length ? 'cancelled' : 'done');
  }
}

const FIELD = { field: 'prefix' };
const unknown = (characters: readonly string[]): VerseloomError =>
  new VerseloomError('prefix.unknown', { ...FIELD, characters: characters.map(signOf).join('') });
