/** What rhymes with the end of the line at the cursor, or with an end that one types: found in the text of the model, and put on the page. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import type { RhymeSystem } from '../../../src-main/contract/writing/constraint.ts';
import type { RhymesResult, RhymingWord } from '../../../src-main/contract/writing/rhymes.ts';
import { Inquiry } from '../../state/inquiry.svelte.ts';
import type { Draft } from '../draft.svelte.ts';
import type { Measuring } from '../measure/measuring.svelte.ts';
import { newPiece } from '../piece.ts';
import type { End } from './line-end.ts';

export interface RhymingHost {
  readonly draft: Draft;
  readonly model: ModelInfo | undefined;
  readonly measuring: Measuring;
}

interface Question {
  readonly end: End;
  readonly model: ModelInfo | undefined;
  readonly system: RhymeSystem;
}
export type RhymesAnswer = Question & RhymesResult;

export class Rhyming {
  /** An end that is typed; empty: that of the line. */
  typed = $state('');
  /** What is looked for; nothing where there is no end, or it has no sound. */
  end = $state.raw<End | undefined>(undefined);
  readonly inquiry: Inquiry<Question, RhymesAnswer>;
  readonly #host: RhymingHost;
  /** The last question, to be told from another. */
  #asked = '';
  #looks = 0;
  #put: { doc: unknown } | null = null;

  constructor(calls: ApiCalls, host: RhymingHost) {
    this.#host = host;
    this.inquiry = new Inquiry(async (question) => {
      const { end, model, system } = question;
      const { text, reading } = end;
      const request = { modelId: model?.id ?? null, end: text, reading, system };
      return { ...question, ...(await calls['writing.rhymes'](request)) };
    });
  }

  /** Looks at the end that is meant now; nothing is asked twice. While an input method composes, what stands there is nobody's text yet. */
  async look(): Promise<void> {
    const { draft, model, measuring } = this.#host;
    const { system, measures } = measuring;
    if (draft.isComposing || !measures) return;
    const look = ++this.#looks;
    const { endOfLine, endOfTyped } = await import('./line-end.ts');
    const typed = this.typed.trim();
    const isChinese = /\p{Script=Han}/u.test(
      draft.text.slice(-10_000) + (model?.suggestedPrefix ?? ''),
    );
    const end = typed
      ? await endOfTyped(typed, isChinese, system)
      : endOfLine(draft.state, measures);
    if (look !== this.#looks) return;
    this.end = end;
    if (!end) return this.leave();
    const key = JSON.stringify([model?.id, model?.savedAt, end.text, end.reading, system]);
    if (key === this.#asked) return;
    this.#asked = key;
    this.inquiry.want({ end, model, system });
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#asked = '';
    this.inquiry.forget();
  }

  /** Puts a word at the cursor, as one step; one that stands in the text of the model is taken from there. */
  put({ text, line }: RhymingWord): void {
    const { draft } = this.#host;
    const { from } = draft.state.selection.main;
    const before = draft.state.doc.sliceString(Math.max(0, from - 1), from);
    const isApart = /^\p{Script=Latin}/u.test(text) && /[\p{L}\p{N}]/u.test(before);
    const start = isApart ? ' ' : '';
    const model = this.inquiry.answer?.model;
    const piece =
      line !== null && model
        ? newPiece({
            ...{ modelId: model.id, modelName: model.name, prefix: '', text },
            ...{ taken: { line }, settings: {} },
          })
        : undefined;
    if (piece) draft.file(piece);
    draft.put(text, piece?.id ?? null, undefined, start);
    this.#put = { doc: draft.state.doc };
  }

  /** Takes back what was put on the page just before. @returns whether anything was */
  takeBack(): boolean {
    const { draft } = this.#host;
    const isPut = this.#put?.doc === draft.state.doc;
    this.#put = null;
    return isPut && draft.undo(true);
  }
}
