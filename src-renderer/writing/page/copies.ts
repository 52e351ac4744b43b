/** What of a page stands in a corpus: underlined, each with its song; and what of the page has changed since that was looked up. */
import {
  StateEffect,
  StateField,
  type ChangeDesc,
  type EditorState,
  type Extension,
  type Text,
} from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import { labelOf } from '../../../src-main/contract/writing/label.ts';

/** `to` is the place after the last character, in UTF-16 units. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A run as it stands in a line. */
export interface Copy extends Stretch {
  /** Of it that stand in this line. */
  readonly units: number;
  /** What is said of it. */
  readonly said: string;
}

interface Spec {
  readonly units: number;
  readonly said: string;
}

/** What was found in a stretch: it takes the place of what was known of it. */
export const copiesFound = StateEffect.define<Stretch & { readonly copies: readonly Copy[] }>();
/** What was found no longer holds: all is to be looked up again. */
export const copiesForgotten = StateEffect.define();

/** @returns the mark of one; its spec says the same */
const markOf = ({ units, said }: Copy): Decoration =>
  Decoration.mark({ class: 'cm-copied', attributes: { title: said }, units, said });

const copies = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    let marks = before.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(copiesForgotten)) marks = Decoration.none;
      if (!effect.is(copiesFound)) continue;
      const { from, to, copies: found } = effect.value;
      marks = marks.update({
        ...{ filterFrom: from, filterTo: to, filter: () => false, sort: true },
        add: found.map((copy) => markOf(copy).range(copy.from, copy.to)),
      });
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** What is still to be looked up, in order. */
const unread = StateField.define<readonly Stretch[]>({
  create: ({ doc }) => [{ from: 0, to: doc.length }],
  update(before, { changes, docChanged, effects, newDoc }) {
    let now = docChanged ? afterChanges(before, changes) : before;
    for (const effect of effects) {
      if (effect.is(copiesForgotten)) now = [{ from: 0, to: newDoc.length }];
      if (effect.is(copiesFound)) now = without(now, effect.value);
    }
    return now;
  },
});

export const copyMarks: Extension = [copies, unread];

/** @returns what is still to be looked up, in order */
export const unreadOf = (state: EditorState): readonly Stretch[] => state.field(unread);

/** @returns those that touch a part of the page, in order */
export function copiesIn(state: EditorState, from = 0, to = state.doc.length): Copy[] {
  const found: Copy[] = [];
  state.field(copies).between(from, to, (start, end, mark) => {
    const { units, said } = mark.spec as Spec;
    if (start < end) found.push({ from: start, to: end, units, said });
  });
  return found;
}

function afterChanges(before: readonly Stretch[], changes: ChangeDesc): Stretch[] {
  const all = before.map(({ from, to }) => ({
    ...{ from: changes.mapPos(from, -1), to: changes.mapPos(to, 1) },
  }));
  changes.iterChangedRanges((_from, _to, from, to) => all.push({ from, to }));
  return joined(all);
}

function joined(stretches: Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const one of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && one.from <= last.to)
      all[all.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
    else all.push(one);
  }
  return all;
}

const without = (before: readonly Stretch[], { from, to }: Stretch): Stretch[] =>
  before.flatMap((one) => {
    const parts: Stretch[] = [];
    if (one.from < from) parts.push({ from: one.from, to: Math.min(one.to, from) });
    if (one.to > to) parts.push({ from: Math.max(one.from, to), to: one.to });
    return parts;
  });

/** @returns a part of a page as it is sung: labels are blank, and all stands where it stood */
export function sung(doc: Text, from: number, to: number): string {
  const lines: string[] = [];
  for (let at = from; at <= to;) {
    const line = doc.lineAt(at);
    const text = line.text.slice(at - line.from, Math.min(line.to, to) - line.from);
    lines.push(labelOf(line.text) === undefined ? text : ' '.repeat(text.length));
    at = line.to + 1;
  }
  return lines.join('\n');
}
