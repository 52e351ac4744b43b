/** A draft that is open: its page, whose each part of it is, and all that models have written and offered in it. */
import type { EditorState, TransactionSpec } from '@codemirror/state';
import { isolateHistory, undo } from '@codemirror/commands';
import type { EditorView } from '@codemirror/view';
import {
  KEPT_DRAFT_HISTORY,
  type DraftContent,
  type DraftPiece,
} from '../../src-main/contract/writing/draft.ts';
import { keptPieces } from './kept-pieces.ts';
import { writeHistory } from './page/kept-history.ts';
import { offered, restOf } from './page/offer.ts';
import { spanAt, spansOf, written, type Span } from './page/origin.ts';
import { pageState, type PageHost } from './page/page-state.ts';
import { isReadOtherwise, readingsIn } from './page/readings.ts';

/** What the screen shows of the page besides itself. */
export interface Look {
  readonly isEmpty: boolean;
  /** What is offered and not taken yet; null where nothing is, and empty where nothing has come yet. */
  readonly rest: string | null;
  /** Of a piece, around the cursor. */
  readonly span: Span | undefined;
  readonly selected: { readonly from: number; readonly to: number } | undefined;
}

export const emptyContent: DraftContent = {
  ...{ text: '', spans: [], readings: [], pieces: [], settings: {}, history: null },
};

export interface DraftHost extends PageHost {
  /** The text has changed, or what belongs to it. */
  changed(): void;
  /** The cursor may be elsewhere. */
  looked(): void;
  /** What was offered is gone, by whatever was done. */
  offerGone(): void;
  /** Something was typed that may be gone on from. */
  typed(): void;
}

export class Draft {
  look = $state.raw<Look>(lookOf(pageState(emptyContent, silent)));
  /** The oldest first. */
  pieces = $state.raw<readonly DraftPiece[]>([]);
  /** How characters are read where the person has set it. */
  readings = $state.raw<DraftContent['readings']>([]);
  readonly host: DraftHost;
  #state: EditorState;
  #view: EditorView | undefined;

  constructor(content: DraftContent, host: DraftHost) {
    this.host = host;
    this.pieces = content.pieces;
    this.#state = pageState(content, host);
    this.look = lookOf(this.#state);
    this.readings = content.readings;
  }

  get state(): EditorState {
    return this.#state;
  }

  get text(): string {
    return this.#state.doc.toString();
  }

  /** As it is kept. */
  content(): Omit<DraftContent, 'settings'> {
    const spans = spansOf(this.#state);
    return {
      text: this.text,
      readings: this.readings,
      spans,
      pieces: keptPieces(this.pieces, spans),
      history: writeHistory(this.#state, KEPT_DRAFT_HISTORY),
    };
  }

  /** Where the page is shown; it goes on without. */
  shownIn(view: EditorView | undefined): void {
    this.#view = view;
  }

  focus(): void {
    this.#view?.focus();
  }

  /** @returns where a menu of a character opens, in px of the window; nothing where it is not seen */
  cornerOf(place: number): { x: number; y: number } | undefined {
    const at = this.#view?.coordsAtPos(place, 1);
    return at ? { x: at.left, y: at.bottom } : undefined;
  }

  /** @returns whether it is meant: as a rule, where the page has the focus */
  undo(isMeant = this.#view?.hasFocus ?? false): boolean {
    if (!this.#view || !isMeant) return false;
    undo(this.#view);
    return true;
  }

  get isComposing(): boolean {
    return this.#view?.compositionStarted ?? false;
  }

  dispatch(spec: TransactionSpec): void {
    if (this.#view) this.#view.dispatch(spec);
    else this.accept(this.#state.update(spec).state, []);
  }

  /** What has become of the page. @param did names of what the person did */
  accept(state: EditorState, did: readonly string[]): void {
    const before = this.#state;
    this.#state = state;
    this.look = lookOf(state);
    if (isReadOtherwise(before, state)) this.readings = [...readingsIn(state)];
    const gone = before.field(offered) !== null && state.field(offered) === null;
    if (gone) this.host.offerGone();
    const isSame = before.doc === state.doc;
    if (isSame && !before.selection.eq(state.selection)) this.host.looked();
    if (isSame && !isReadOtherwise(before, state)) return;
    if (!isSame && did.includes('input')) this.host.typed();
    this.host.changed();
  }

  pieceOf(id: string): DraftPiece | undefined {
    return this.pieces.find((piece) => piece.id === id);
  }

  /** Keeps what was written or offered, or more of it. */
  file(piece: DraftPiece): void {
    const others = this.pieces.filter(({ id }) => id !== piece.id);
    this.pieces = [...others, piece];
    this.host.changed();
  }

  /**
   * Puts something at a place, or at the end, behind an empty line where anything stands there.
   * @param start of the text, which is not of the piece
   */
  add(start: string, rest: string, piece: string, place?: number): void {
    if (place !== undefined) return this.put(rest, piece, { from: place, to: place }, start);
    const { doc } = this.#state;
    const before =
      doc.length === 0
        ? start
        : `${/\n$/.test(doc.sliceString(doc.length - 1)) ? '\n' : '\n\n'}${start}`;
    const from = doc.length + before.length;
    const to = from + rest.length;
    this.dispatch({
      changes: { from: doc.length, insert: before + rest },
      selection: { anchor: to },
      effects: from < to ? written.of({ from, to, piece }) : [],
      annotations: isolateHistory.of('full'),
      userEvent: 'input.put',
      scrollIntoView: true,
    });
  }

  /** Puts a text in the place of all that stands there, with whose it is, as one step. */
  replace({ text, spans }: Pick<DraftContent, 'text' | 'spans'>): void {
    const insert = this.#state.toText(text);
    this.dispatch({
      changes: { from: 0, to: this.#state.doc.length, insert },
      selection: { anchor: 0 },
      effects: spans
        .filter(({ piece }) => this.pieceOf(piece))
        .map((span) => written.of({ ...span })),
      annotations: isolateHistory.of('full'),
      userEvent: 'input.put',
      scrollIntoView: true,
    });
  }

  /**
   * Puts a text in the place of a part of the draft, as one step.
   * @param piece that it is of; null: the person's own
   * @param start of what is put there, which is not of the piece
   */
  put(text: string, piece: string | null, place?: { from: number; to: number }, start = ''): void {
    const { from, to } = place ?? this.#state.selection.main;
    const insert = this.#state.toText(start + text);
    const [begin, end] = [from + start.length, from + insert.length];
    this.dispatch({
      changes: { from, to, insert },
      selection: { anchor: end },
      effects: piece !== null && begin < end ? written.of({ from: begin, to: end, piece }) : [],
      annotations: isolateHistory.of('full'),
      userEvent: 'input.put',
      scrollIntoView: true,
    });
  }

  /**
   * Puts the lines of a piece in the place of as many lines of the draft, as one step; a line that stands there as it is stays, with where it
   * came from. They are selected afterwards.
   * @param place whole lines
   */
  putLines(lines: readonly string[], piece: string, place: { from: number; to: number }): void {
    const { doc } = this.#state;
    const first = doc.lineAt(place.from).number;
    const changes: { from: number; to: number; insert: string }[] = [];
    const spans: { from: number; to: number; piece: string }[] = [];
    let grown = 0;
    for (const [at, insert] of lines.entries()) {
      const { from, to, text } = doc.line(first + at);
      if (text === insert) continue;
      changes.push({ from, to, insert });
      if (insert !== '')
        spans.push({ from: from + grown, to: from + grown + insert.length, piece });
      grown += insert.length - (to - from);
    }
    this.dispatch({
      changes,
      selection: { anchor: place.from, head: place.to + grown },
      effects: spans.map((span) => written.of(span)),
      annotations: isolateHistory.of('full'),
      userEvent: 'input.put',
      scrollIntoView: true,
    });
  }
}

const nothing = (): void => {};
const silent: PageHost = {
  ...{ send: nothing, refused: nothing, turn: () => false, drop: () => false },
  ...{ sayOf: () => '', isTaken: () => false },
};

function lookOf(state: EditorState): Look {
  const { empty, from, to, head } = state.selection.main;
  return {
    isEmpty: state.doc.length === 0,
    rest: state.field(offered) ? restOf(state) : null,
    span: empty ? spanAt(state, head) : undefined,
    selected: empty ? undefined : { from, to },
  };
}
