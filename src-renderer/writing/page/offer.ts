/** What a model offers behind the cursor: it is no part of the draft until it is taken, and typing over it keeps what agrees. */
import { isolateHistory } from '@codemirror/commands';
import {
  EditorSelection,
  StateEffect,
  StateField,
  type EditorState,
  type Transaction,
  type TransactionSpec,
} from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { written } from './origin.ts';

export interface Offer {
  /** The id of the piece that is offered. */
  readonly piece: string;
  /** Where the cursor is, and what is left of it begins. */
  readonly at: number;
  /** All that is offered, in lines. */
  readonly text: string;
  /** How much of it stands in the draft by now, in UTF-16 units. */
  readonly used: number;
  /** Where the composition of an input method has begun, while there is one: so long it waits unseen. */
  readonly composedFrom: number | null;
}

/** As much of a piece as there is by now; another piece takes the place of the one before, and null takes it away. */
export const offer = StateEffect.define<Pick<Offer, 'piece' | 'text'> | null>();
/** The composition has ended: what it wrote agrees with the offer, or ends it. */
const settle = StateEffect.define();

export const offered = StateField.define<Offer | null>({
  create: () => null,
  update(before, transaction) {
    let now = before && afterChange(before, transaction);
    for (const effect of transaction.effects) {
      if (effect.is(offer)) now = effect.value && renewed(now, effect.value, transaction.state);
      else if (effect.is(settle)) now = now && settled(now, transaction.state);
    }
    return now;
  },
});

/** Room below the cursor, in px, in which one sees how it goes on. */
const AHEAD = 120;

/** @returns what shows as much of a piece as there is by now */
export function offering(state: EditorState, piece: string, text: string): TransactionSpec {
  const { head } = state.selection.main;
  const cursor = EditorSelection.cursor(head, -1); // before what is offered, which may be long
  const sight = EditorView.scrollIntoView(cursor, { y: 'nearest', yMargin: AHEAD });
  // Each time: a page that is scrolled to its end stays there otherwise, and the cursor goes out of sight.
  return { effects: [offer.of({ piece, text }), sight] };
}

/** What is left of the offer; nothing while a composition is under way. */
export function restOf(state: EditorState): string {
  const now = state.field(offered);
  return now && now.composedFrom === null ? now.text.slice(now.used) : '';
}

/** To be dispatched once a composition has ended. */
export const settling = (): TransactionSpec => ({ effects: settle.of(null) });

function renewed(
  before: Offer | null,
  { piece, text }: Pick<Offer, 'piece' | 'text'>,
  { selection }: EditorState,
): Offer {
  if (before?.piece === piece) return { ...before, text };
  return { piece, text, at: selection.main.head, used: 0, composedFrom: null };
}

/** Any change but one that agrees ends it, and so does looking elsewhere. */
function afterChange(before: Offer, transaction: Transaction): Offer | null {
  const { docChanged, newSelection } = transaction;
  if (transaction.isUserEvent('input.type.compose'))
    return { ...before, composedFrom: before.composedFrom ?? before.at };
  if (before.composedFrom !== null) return docChanged ? null : before;
  const { empty, head } = newSelection.main;
  if (!empty) return null;
  if (!docChanged) return head === before.at ? before : null;
  const length = head - before.at;
  let changes = 0;
  let agrees = length > 0;
  transaction.changes.iterChanges((from, to, _from, _to, inserted) => {
    changes += 1;
    const expected = before.text.slice(before.used, before.used + length);
    agrees &&= from === before.at && to === from && inserted.toString() === expected;
  });
  return agrees && changes === 1 ? { ...before, at: head, used: before.used + length } : null;
}

function settled(before: Offer, { selection, doc }: EditorState): Offer | null {
  if (before.composedFrom === null) return before;
  const { empty, head } = selection.main;
  if (!empty || head < before.composedFrom) return null;
  const composed = doc.sliceString(before.composedFrom, head);
  if (!before.text.startsWith(composed, before.used)) return null;
  return { ...before, at: head, used: before.used + composed.length, composedFrom: null };
}

export type Part = 'all' | 'line' | 'character';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const parts: Readonly<Record<Part, (rest: string) => string>> = {
  all: (rest) => rest,
  line: (rest) => /^\n*[^\n]*/.exec(rest)![0],
  character: (rest) => segmenter.segment(rest).containing(0)!.segment,
};

/** @returns what puts a part of the offer into the draft, a step of its own for undo; nothing where nothing is offered */
export function taking(state: EditorState, part: Part): TransactionSpec | undefined {
  const rest = restOf(state);
  const now = state.field(offered);
  if (!now || rest === '') return undefined;
  const insert = parts[part](rest);
  const from = now.at;
  const to = from + insert.length;
  return {
    changes: { from, insert },
    selection: { anchor: to },
    effects: written.of({ from, to, piece: now.piece }),
    annotations: isolateHistory.of('full'),
    userEvent: 'input.take',
    scrollIntoView: true,
  };
}
