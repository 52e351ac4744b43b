/** What a page is made of: the text, whose it is and how it is read, what can be undone, what is offered, and how it looks. */
import {
  defaultKeymap,
  history,
  historyField,
  historyKeymap,
  insertNewline,
} from '@codemirror/commands';
import { searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { MAX_DRAFT_TEXT, type DraftContent } from '../../../src-main/contract/writing/draft.ts';
import { finding } from '../find/find-panel.ts';
import { languageOf } from '../../text/language-of.ts';
import { copyMarks } from './copies.ts';
import { readHistory } from './kept-history.ts';
import { drops } from './drops.ts';
import { labels } from './labels.ts';
import { atMost } from './limits.ts';
import { lineFacts } from './line-facts.ts';
import { offers, type OfferKeys } from './offer-view.ts';
import { originMarks } from './origin-view.ts';
import { surpriseMarks, surprisesKept } from './surprises.ts';
import { unknownMarks, type Unknown } from './unknown-view.ts';
import { withOrigins } from './origin.ts';
import { withReadings } from './readings.ts';
import { pasting } from './pasting.ts';
import { theme } from './theme.ts';

/** What a page asks of who has it. */
export interface PageHost extends OfferKeys {
  /** A change was not taken: it would have made the text longer than a draft can be. */
  refused(): void;
  /** What is said of a piece by its id. */
  sayOf(piece: string): string;
  /** Whether a piece is a word out of a corpus, and not written by the model. */
  isTaken(piece: string): boolean;
}

export type PageContent = Pick<DraftContent, 'text' | 'spans' | 'readings' | 'history'>;

/**
 * Steps that can be undone, at the least. An evening of 10,000 keystrokes and 300 stanzas that were written is 5,000 of them, and 10,500 where
 * no two keys are one step; as kept on the disk, 0.6 and 1.3 million characters of the `KEPT_DRAFT_HISTORY`.
 */
const STEPS = 100_000;
/** UTF-16 units by which the language of the page is known. */
const BEGINNING = 1000;

const words = new Compartment();
const marks = new Compartment();
const surprised = new Compartment();
const unknown = new Compartment();

export interface Words {
  /** Of the page itself, for those who do not see it. */
  readonly label: string;
  readonly empty: string;
  /** What finding and replacing says, by the English words that the editor has for it. */
  readonly phrases: Readonly<Record<string, string>>;
}

const speaking = ({ label, empty, phrases }: Words): Extension => [
  EditorState.phrases.of(phrases),
  placeholder(empty),
  EditorView.contentAttributes.of(({ state }) => ({
    ...{ 'aria-label': label, tabindex: '0' },
    lang: languageOf(state.sliceDoc(0, BEGINNING)) ?? 'zh',
  })),
];

/** In the words of the moment. */
export const speak = (now: Words) => ({ effects: words.reconfigure(speaking(now)) });

/** Shows by colour what was written by a model, or no longer. */
export const mark = (host: PageHost, shown: boolean) => ({
  effects: marks.reconfigure(shown ? originMarks(host) : []),
});

/** Shows how much each character surprises the model, or no longer. @param sayOf what is said of a surprise */
export const markSurprises = (sayOf?: (surprise: number) => string) => ({
  effects: surprised.reconfigure(sayOf ? surpriseMarks(sayOf) : []),
});

/** Shows which characters a model does not know, or no longer. */
export const markUnknown = (which?: Unknown) => ({
  effects: unknown.reconfigure(which ? unknownMarks(which) : []),
});

export function pageState(
  { text, spans, readings, history: kept }: PageContent,
  host: PageHost,
): EditorState {
  const extensions: Extension = [
    offers(host),
    history({ minDepth: STEPS }),
    withOrigins(spans),
    withReadings(text, readings),
    atMost(MAX_DRAFT_TEXT, () => host.refused()),
    // A new line of lyrics begins at its edge.
    keymap.of([
      { key: 'Enter', run: insertNewline },
      ...historyKeymap,
      ...searchKeymap,
      ...defaultKeymap,
    ]),
    finding,
    EditorView.lineWrapping,
    labels,
    lineFacts,
    drops,
    pasting,
    ...[copyMarks, surprisesKept, surprised.of([]), unknown.of([])],
    ...[theme, words.of([]), marks.of([])],
  ];
  const make = (steps?: unknown): EditorState => {
    const doc = { doc: text, selection: { anchor: text.length } };
    if (steps === undefined) return EditorState.create({ ...doc, extensions });
    const whole = EditorState.create({ ...doc }).toJSON() as object;
    return EditorState.fromJSON(
      { ...whole, history: steps },
      { extensions },
      { history: historyField },
    );
  };
  return readHistory(kept, make);
}
