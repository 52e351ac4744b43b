/** What may stand at the cursor: the characters that the model of the draft takes to be probable there, and the one that is chosen. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import type { Form } from '../../../src-main/contract/writing/constraint.ts';
import type { DraftReading } from '../../../src-main/contract/writing/draft.ts';
import { MAX_READINGS } from '../../../src-main/contract/writing/lines.ts';
import {
  nextRanges,
  type NextRequest,
  type NextResult,
} from '../../../src-main/contract/writing/next.ts';
import type { SamplingSettings } from '../../../src-main/contract/writing/sampling.ts';
import { apart, asLines } from '../../paper/verse.ts';
import { Inquiry } from '../../state/inquiry.svelte.ts';
import type { Draft } from '../draft.svelte.ts';
import { newPiece } from '../piece.ts';
import { drawing } from './drawn.ts';
import { formAt } from './line-wishes.ts';
import { nextPlace, type NextPlace } from './next-place.ts';

export interface NextHost {
  readonly draft: Draft;
  readonly model: ModelInfo | undefined;
  /** What is wished of lines, as far as it is understood. */
  readonly form: Form | null;
  /** By what the next character is drawn; nothing while a number of it is wrong. */
  readonly sampling: SamplingSettings | undefined;
  /** @returns how many units in a row may be copied; null for any number */
  noCopyOf(model: ModelInfo): number | null;
}

/** What is asked of a model. */
interface Question {
  readonly model: ModelInfo;
  readonly place: NextPlace;
  readonly prefix: string;
  /** Nothing stands before the place: the prefix is not on the page. */
  readonly isBorrowed: boolean;
  /** What is wished of the lines, and how the page is read where the person has said so. */
  readonly wished: Wished | undefined;
  /** Units in a row that may be copied; null for any number. */
  readonly noCopy: number | null;
}
interface Wished {
  readonly form: Form;
  readonly text: string;
  readonly readings: readonly DraftReading[];
}

export interface NextCharacter {
  readonly character: string;
  /** Under the model itself. */
  readonly probability: number;
  /** As it would be drawn; nothing while a setting is wrong. */
  readonly drawn: number | undefined;
  /** Whether it is no copy that is to be avoided, and a line that is as it is wished may go on so. */
  readonly allowed: boolean;
}
export type NextAnswer = Question & Pick<NextResult, 'prefix' | 'leftOut' | 'characters'>;

const HAN = /\p{Script=Han}/u;
const all = (): boolean => true;

export class NextCharacters {
  /** What is typed to find one. */
  filter = $state('');
  /** What is chosen takes the place of the character behind the cursor. */
  isInstead = $state(true);
  /** What is wished of lines holds for the line of the cursor. */
  isWished = $state(false);
  place = $state.raw<NextPlace | undefined>(undefined);
  readonly inquiry: Inquiry<Question, NextAnswer> = new Inquiry((question, signal) =>
    this.#answerTo(question, signal),
  );
  readonly #drawing = $derived(this.inquiry.answer && drawing(this.inquiry.answer));
  readonly #drawn = $derived.by(() => {
    const { sampling } = this.#host;
    return sampling && this.#drawing?.(sampling);
  });
  /** Of what would be drawn, what is wished and avoiding copies leave this share; nothing while a setting is wrong. */
  readonly share: number | undefined = $derived(this.#drawn?.share);
  readonly characters: readonly NextCharacter[] = $derived(
    (this.inquiry.answer?.characters ?? []).map(({ character, probability, allowed }, at) => ({
      ...{ character, probability, allowed },
      drawn: this.#drawn?.probabilities[at],
    })),
  );
  /** The most probable, of both ways to look at it: all bars are drawn in relation to it. */
  readonly most: number = $derived(
    this.characters.reduce(
      (most, { probability, drawn = 0 }) => Math.max(most, probability, drawn),
      Number.MIN_VALUE,
    ),
  );
  /** Whether the model knows a character that is found by its pinyin. */
  readonly hasPinyin: boolean = $derived.by(() => {
    const { answer } = this.inquiry;
    const known = answer?.characters.map(({ character }) => character).join('');
    return HAN.test(known ?? this.#host.model?.suggestedPrefix ?? '');
  });
  /** Which characters are meant by the filter: the readings of all take time to load, and come when somebody types. */
  #means = $state.raw<(character: string) => boolean>(all);
  readonly found: readonly NextCharacter[] = $derived.by(() => {
    const means = this.#means;
    return this.characters.filter(({ character }) => means(character));
  });
  readonly #calls: ApiCalls;
  readonly #host: NextHost;
  /** The last question, to be told from another. */
  #asked = '';
  /** Where the last character was put, as long as nothing else has been done. */
  #put: { doc: unknown; end: number; model: string; piece: string } | null = null;
  /** The first one is wanted as soon as it is known. */
  #isFirstWanted = false;

  constructor(calls: ApiCalls, host: NextHost) {
    this.#calls = calls;
    this.#host = host;
  }

  /** Looks where the cursor is; nothing is asked twice. While an input method composes, what stands there is nobody's text yet. */
  look(): void {
    const { draft, model, form, sampling } = this.#host;
    if (draft.isComposing) return;
    const place = nextPlace(draft.state, this.isInstead);
    this.place = place;
    if (!place || !model) return this.leave();
    const isBorrowed = place.before.trim() === '';
    const prefix = isBorrowed ? `${model.suggestedPrefix}\n` : place.before;
    const wished =
      this.isWished && form
        ? { form: formAt(draft.state, form), text: draft.text, readings: draft.readings }
        : undefined;
    // The greedy choice goes on without avoiding copies; lines that are wished are never looked for so.
    const isGreedy = sampling?.temperature === 0;
    const noCopy = isGreedy && !wished ? null : this.#host.noCopyOf(model);
    const of = [wished?.form, wished?.readings, noCopy];
    const key = JSON.stringify([model.id, model.savedAt, prefix, place, of]);
    if (key === this.#asked) return;
    this.#asked = key;
    this.inquiry.want({ model, place, prefix, isBorrowed, wished, noCopy });
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#asked = '';
    this.#isFirstWanted = false;
    this.inquiry.forget();
  }

  /** Reads what is typed. */
  async find(text: string): Promise<void> {
    this.filter = text;
    if (text.trim() === '') return void (this.#means = all);
    const { meantBy } = await import('./pinyin-filter.ts');
    if (this.filter === text) this.#means = meantBy(text);
  }

  /** Puts the first one on the page that the filter leaves, as soon as it is known. @returns whether it is there */
  async takeFirst(): Promise<boolean> {
    await this.find(this.filter);
    const [first] = this.found;
    this.#isFirstWanted = this.inquiry.waits;
    if (this.inquiry.waits || !first) return false;
    this.put(first);
    return true;
  }

  /** An answer has come. @returns whether the first one was waited for, and is on the page */
  async answered(): Promise<boolean> {
    return this.#isFirstWanted && !this.inquiry.waits ? this.takeFirst() : false;
  }

  /** Puts a character on the page as one step; several in a row are one piece. */
  put({ character }: Pick<NextCharacter, 'character'>): void {
    const { draft } = this.#host;
    const { answer } = this.inquiry;
    // Where the cursor is by now: the page may have changed since the answer.
    const place = nextPlace(draft.state, this.isInstead);
    if (!answer || !place) return;
    const { model, prefix } = answer;
    const text = textOf(answer, character);
    const last = this.#put?.doc === draft.state.doc ? this.#put : null;
    const isNext = last?.end === place.from && last.model === model.id && place.from === place.to;
    const before = isNext ? draft.pieceOf(last.piece) : undefined;
    const piece = before
      ? { ...before, text: before.text + text }
      : newPiece({
          modelId: model.id,
          modelName: model.name,
          prefix,
          text,
          ...{ chosen: true as const, settings: {} },
        });
    draft.file(piece);
    draft.put(text, piece.id, place);
    const end = place.from + text.length;
    this.#put = { doc: draft.state.doc, end, model: model.id, piece: piece.id };
    void this.find('');
  }

  /** Takes back what was put on the page just before. @returns whether anything was */
  takeBack(): boolean {
    const { draft } = this.#host;
    const isPut = this.#put?.doc === draft.state.doc;
    this.#put = null;
    return isPut && draft.undo(true);
  }

  async #answerTo(question: Question, signal: AbortSignal): Promise<NextAnswer> {
    const { model, prefix, wished, noCopy } = question;
    const fit = wished && (await fitOf(wished));
    signal.throwIfAborted();
    const id = crypto.randomUUID();
    signal.addEventListener('abort', () => {
      this.#calls['writing.cancel']({ id }).catch(() => {}); // with its process, it is gone as well
    });
    // All of them: the filter goes through all, and what is drawn is reckoned here as one drags.
    const top = nextRanges.top.max;
    const request = { id, modelId: model.id, prefix, temperature: 1, top, noCopy };
    const answer = await this.#calls['writing.next']({ ...request, ...(fit && { fit }) });
    return { ...question, ...answer };
  }
}

/** What is set by hand is sought in its context only where it is asked for: the readings of all take time to load. */
async function fitOf({ form, text, readings }: Wished): Promise<NextRequest['fit']> {
  const { inContext } = await import('../../../src-main/language/chinese/readings.ts');
  return { form, readings: inContext(text, readings).slice(0, MAX_READINGS) };
}

/** @returns a character that a model writes as it stands on the page */
function textOf({ prefix, model: { lineBreaks } }: NextAnswer, character: string): string {
  const read = lineBreaks === 'own' ? prefix : prefix.replaceAll('\n', ' ');
  return apart(read, character, lineBreaks, asLines)[1];
}
