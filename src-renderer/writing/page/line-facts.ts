/** What stands beside the lines of a page: the number of each, how much it counts, the letter of its rhyme, and the tone of its end. */
import { gutter, GutterMarker, lineNumbers } from '@codemirror/view';
import { Compartment, type EditorState, type Extension } from '@codemirror/state';
import { isReadOtherwise } from './readings.ts';

export interface LineFact {
  /** Characters, and the syllables of words in Latin letters. */
  readonly count: number;
  /** Of its rhyme in its stanza; null where it has none. */
  readonly letter: string | null;
  /** Which of the colours the rhyme has, from 1; null where no other line of the stanza has it. */
  readonly colour: number | null;
  /** A mark for the tone of its end; '' where it has none. */
  readonly tone: string;
  /** All of this in words. */
  readonly said: string;
}

/** @returns what is known of a line, by its number; null where nothing counts in it */
export type FactOf = (state: EditorState, line: number) => LineFact | null;

class Fact extends GutterMarker {
  readonly fact: LineFact;
  constructor(fact: LineFact) {
    super();
    this.fact = fact;
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof Fact && other.fact.said === this.fact.said;
  }
  override toDOM(): HTMLElement {
    const { count, letter, colour, tone, said } = this.fact;
    const shown = document.createElement('span');
    shown.className = 'cm-fact';
    shown.title = said;
    const parts = [String(count), letter ?? '', tone];
    shown.append(
      ...parts.map((text, at) => {
        const part = document.createElement('span');
        if (at === 1) part.className = colour === null ? 'cm-rhyme' : `cm-rhyme cm-rhyme-${colour}`;
        part.textContent = text;
        return part;
      }),
    );
    return shown;
  }
}

const SPACER = new Fact({ count: 0, letter: 'a', colour: null, tone: 'ˉ', said: '' });
const facts = new Compartment();

/** Before readings and rhymes are loaded, nothing is known. */
const known = (factOf: FactOf | null): Extension =>
  gutter({
    class: 'cm-facts',
    side: 'after',
    lineMarker(view, { from }) {
      const fact = factOf?.(view.state, view.state.doc.lineAt(from).number);
      return fact ? new Fact(fact) : null;
    },
    // A rhyme is of the whole stanza.
    lineMarkerChange: ({ docChanged, startState, state }) =>
      docChanged || isReadOtherwise(startState, state),
    initialSpacer: () => SPACER,
  });

export const lineFacts: Extension = [lineNumbers(), facts.of(known(null))];

/** Has the lines measured so from now on. */
export const measuredBy = (factOf: FactOf | null) => ({
  effects: facts.reconfigure(known(factOf)),
});
