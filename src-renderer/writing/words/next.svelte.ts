/** What may stand at the cursor: the characters that the model of the draft takes to be probable there, and the one that is chosen. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { nextRanges, type NextResult } from '../../../src-main/contract/writing/next.ts';
import { apart, asLines } from '../../paper/verse.ts';
import { Inquiry } from '../../state/inquiry.svelte.ts';
import type { Draft } from '../draft.svelte.ts';
import { newPiece } from '../piece.ts';
import { nextPlace, type NextPlace } from './next-place.ts';

export interface NextHost {
  readonly draft: Draft;
  readonly model: ModelInfo | undefined;
}

/** What is asked of a model. */
interface Question {
  readonly model: ModelInfo;
  readonly place: NextPlace;
  readonly prefix: string;
  /** Nothing stands before the place: the prefix is not on the page. */
  readonly isBorrowed: boolean;
}

export type NextCharacter = NextResult['characters'][number];
export type NextAnswer = Question & Pick<NextResult, 'prefix' | 'leftOut' | 'share' | 'characters'>;

export class NextCharacters {
  /** What is typed to find one. */
  filter = $state('');
  /** What is chosen takes the place of the character behind the cursor. */
  isInstead = $state(true);
  place = $state.raw<NextPlace | undefined>(undefined);
  readonly inquiry: Inquiry<Question, NextAnswer>;
  /** As which a character is meant by the filter: the readings of all take time to load, and come when somebody types. */
  means = $state.raw<(character: string) => boolean>(() => true);
  readonly found: readonly NextCharacter[] = $derived.by(() => {
    const { means } = this;
    return this.inquiry.answer?.characters.filter(({ character }) => means(character)) ?? [];
  });
  readonly #host: NextHost;
  /** The last question, to be told from another. */
  #asked = '';
  /** The piece that the last character went into, as long as nothing else has been done. */
  #put: { doc: unknown; end: number; model: string; piece: string } | null = null;

  constructor(calls: ApiCalls, host: NextHost) {
    this.#host = host;
    this.inquiry = new Inquiry(async (question) => {
      const { model, prefix } = question;
      const request = { modelId: model.id, prefix, temperature: 1, top: nextRanges.top.max };
      return { ...question, ...(await calls['writing.next'](request)) };
    });
  }

  /** Looks where the cursor is; nothing is asked twice. While an input method composes, what stands there is nobody's text yet. */
  look(): void {
    const { draft, model } = this.#host;
    if (draft.isComposing) return;
    const place = nextPlace(draft.state, this.isInstead);
    this.place = place;
    if (!place || !model) return this.leave();
    const isBorrowed = place.before.trim() === '';
    const prefix = isBorrowed ? `${model.suggestedPrefix}\n` : place.before;
    const key = JSON.stringify([model.id, model.savedAt, prefix, place]);
    if (key === this.#asked) return;
    this.#asked = key;
    this.inquiry.want({ model, place, prefix, isBorrowed });
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#asked = '';
    this.inquiry.forget();
  }

  /** Reads what is typed. */
  async find(text: string): Promise<void> {
    this.filter = text;
    if (text.trim() === '') return void (this.means = () => true);
    const { meantBy } = await import('./pinyin-filter.ts');
    if (this.filter === text) this.means = meantBy(text);
  }

  /** Puts a character on the page as one step; several in a row are one piece. */
  put({ character }: NextCharacter): void {
    const { draft } = this.#host;
    const { answer } = this.inquiry;
    if (!answer) return;
    const { model, place, prefix } = answer;
    const text = textOf(answer, character);
    const last = this.#put?.doc === draft.state.doc ? this.#put : null;
    const before =
      last?.end === place.from && last.model === model.id && place.from === place.to
        ? draft.pieceOf(last.piece)
        : undefined;
    const piece = before
      ? { ...before, text: before.text + text }
      : newPiece({ modelId: model.id, modelName: model.name, prefix, text, settings: {} });
    draft.file(piece);
    draft.put(text, piece.id, place);
    this.#put = {
      ...{ doc: draft.state.doc, end: place.from + text.length },
      ...{ model: model.id, piece: piece.id },
    };
    void this.find('');
  }
}

/** @returns a character that a model writes as it stands on the page */
function textOf({ prefix, model: { lineBreaks } }: NextAnswer, character: string): string {
  const read = lineBreaks === 'own' ? prefix : prefix.replaceAll('\n', ' ');
  return apart(read, character, lineBreaks, asLines)[1];
}
