/** Whose each character of a draft is: what no span names, the person has typed. Spans follow every change, and come back with what is undone. */
import { invertedEffects } from '@codemirror/commands';
import {
  RangeSet,
  RangeSetBuilder,
  RangeValue,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type Range,
  type Transaction,
} from '@codemirror/state';

/** `to` is the place after the last character; `piece` the id of what was written or offered. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly piece: string;
}

/** What is typed at either end of a span is not in it. */
class Origin extends RangeValue {
  override readonly startSide = 1;
  override readonly endSide = -1;
  readonly piece: string;
  constructor(piece: string) {
    super();
    this.piece = piece;
  }
  override eq(other: RangeValue): boolean {
    return other instanceof Origin && other.piece === this.piece;
  }
}

/** Says whose a part of the text is, by its places after the change that comes with it. */
export const written = StateEffect.define<Span>({
  map({ from, to, piece }, changes) {
    const [start, end] = [changes.mapPos(from, 1), changes.mapPos(to, -1)];
    return start < end ? { from: start, to: end, piece } : undefined;
  },
});

export const origins = StateField.define<RangeSet<Origin>>({
  create: () => RangeSet.empty,
  update(before, transaction) {
    let spans = before.map(transaction.changes);
    transaction.changes.iterChangedRanges((_from, _to, from, to) => {
      if (from < to) spans = placed(spans, from, to);
    });
    for (const effect of transaction.effects) {
      if (effect.is(written)) {
        const { from, to, piece } = effect.value;
        spans = placed(spans, from, to, piece);
      }
    }
    return spans;
  },
});

/** @returns spans in which a part of the text is of one piece, or typed */
function placed(
  spans: RangeSet<Origin>,
  from: number,
  to: number,
  piece?: string,
): RangeSet<Origin> {
  const add: Range<Origin>[] = [];
  spans.between(from, to, (start, end, origin) => {
    if (start < from && end > from) add.push(origin.range(start, from));
    if (end > to && start < to) add.push(origin.range(to, end));
  });
  if (piece !== undefined) add.push(new Origin(piece).range(from, to));
  if (add.length === 0 && spans.size === 0) return spans;
  return spans.update({
    filter: (start, end) => end <= from || start >= to,
    filterFrom: from,
    filterTo: to,
    ...{ add, sort: true },
  });
}

/** What a change takes away comes back as it was when the change is undone. */
const back = invertedEffects.of((transaction: Transaction) => {
  const effects: StateEffect<Span>[] = [];
  const before = transaction.startState.field(origins);
  transaction.changes.iterChangedRanges((from, to) => {
    if (from === to) return;
    before.between(from, to, (start, end, { piece }) => {
      const span = { from: Math.max(start, from), to: Math.min(end, to), piece };
      if (span.from < span.to) effects.push(written.of(span));
    });
  });
  return effects;
});

/** @param spans in the order of the text; none lies in another */
export const withOrigins = (spans: readonly Span[]): Extension => [
  origins.init(() => {
    const builder = new RangeSetBuilder<Origin>();
    for (const { from, to, piece } of spans) builder.add(from, to, new Origin(piece));
    return builder.finish();
  }),
  back,
];

/** @returns those of a part of the text in its order, each as long as it goes on */
export function spansOf(state: EditorState, from = 0, to = state.doc.length): Span[] {
  const spans: Span[] = [];
  state.field(origins).between(from, to, (start, end, { piece }) => {
    const last = spans.at(-1);
    if (last?.piece === piece && last.to === start) spans[spans.length - 1] = { ...last, to: end };
    else spans.push({ from: start, to: end, piece });
  });
  return spans;
}

/** @returns the span that the cursor stands in or behind */
export function spanAt(state: EditorState, place: number): Span | undefined {
  const near = spansOf(state, place, place);
  return near.findLast(({ from, to }) => from < place && place <= to) ?? near[0];
}

/**
 * What has become of a piece around one of its spans: what was typed in between, too, but not another copy of it.
 * @param text of the piece, as it was written
 */
export function remainsOf(state: EditorState, span: Span, text: string): Pick<Span, 'from' | 'to'> {
  const spans = spansOf(state);
  const at = spans.findIndex(({ from }) => from === span.from);
  const whole = [...text];
  let [first, last] = [at, at];
  let left = state.sliceDoc(span.from, span.to);
  const joins = (beside: Span | undefined, join: (more: string) => string): boolean => {
    if (beside?.piece !== span.piece) return false;
    const joined = join(state.sliceDoc(beside.from, beside.to));
    if (!isLeftOf([...joined], whole)) return false;
    left = joined;
    return true;
  };
  while (joins(spans[last + 1], (more) => left + more)) last += 1;
  while (joins(spans[first - 1], (more) => more + left)) first -= 1;
  return { from: spans[first]!.from, to: spans[last]!.to };
}

/** @returns whether it is what is left of a text from which characters were taken */
function isLeftOf(left: readonly string[], whole: readonly string[]): boolean {
  let found = 0;
  for (const character of whole) if (character === left[found]) found += 1;
  return found === left.length;
}
