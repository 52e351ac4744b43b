/** The measures of the lines of a page: each line is measured once, and its letter is found among those of its stanza. */
import type { EditorState } from '@codemirror/state';
import type { RhymeSystem } from '../../../src-main/contract/writing/constraint.ts';
import type { DraftReading } from '../../../src-main/contract/writing/draft.ts';
import { choicesAt } from '../../../src-main/language/chinese/readings.ts';
import type { English } from '../../../src-main/language/english/english.ts';
import { measureLine, rhymeScheme, type LineMeasure } from '../../../src-main/language/measure.ts';
import { hasWords } from '../../../src-main/language/units.ts';
import { readingsIn } from '../page/readings.ts';
import { isBetween, LONGEST_LINE, stanzaAt } from './stanza.ts';

/** Lines that are remembered: more than a long draft has; and stanzas: more than one sees. */
const REMEMBERED = 20_000;
const REMEMBERED_STANZAS = 200;

export interface Measured extends LineMeasure {
  readonly letter: string | null;
  /** Lines of the stanza that have the letter. */
  readonly companions: number;
  /** The place of the letter among those that several lines have, from 0; -1 where this one alone has it. */
  readonly rank: number;
  /** It has words in Latin letters, which count by their syllables. */
  readonly hasWords: boolean;
}

export class LineMeasures {
  readonly system: RhymeSystem;
  readonly #english: English | undefined;
  readonly #onEnglish: () => void;
  readonly #lines = new Map<string, LineMeasure>();
  readonly #stanzas = new Map<string, readonly (Measured | null)[]>();
  #state: EditorState | undefined;
  readonly #found = new Map<number, Measured | null>();

  /**
   * @param english left out until it is there
   * @param onEnglish is told when it is needed and not there
   */
  constructor(system: RhymeSystem, english: English | undefined, onEnglish: () => void) {
    this.system = system;
    this.#english = english;
    this.#onEnglish = onEnglish;
  }

  /** @param line its number. @returns null where nothing counts in it; the same as before where its stanza is the same */
  of(state: EditorState, line: number): Measured | null {
    if (this.#state !== state) {
      this.#state = state;
      this.#found.clear();
    }
    if (!this.#found.has(line)) this.#measureStanza(state, line);
    return this.#found.get(line) ?? null;
  }

  #measureStanza(state: EditorState, line: number): void {
    const { doc } = state;
    if (isBetween(doc.line(line).text)) {
      this.#found.set(line, null);
      return;
    }
    const { first, last } = stanzaAt(doc, line);
    const { from } = doc.line(first);
    const { to } = doc.line(last);
    const set = readingsIn(state, from, to);
    const key = keyOf(doc.sliceString(from, to), set);
    let measured = this.#stanzas.get(key);
    if (!measured) {
      if (this.#stanzas.size > REMEMBERED_STANZAS) this.#stanzas.clear();
      measured = this.#measured(state, first, last);
      this.#stanzas.set(key, measured);
    }
    for (const [at, one] of measured.entries()) this.#found.set(first + at, one);
  }

  #measured(state: EditorState, first: number, last: number): (Measured | null)[] {
    const { doc } = state;
    const measures: (LineMeasure | null)[] = [];
    for (let number = first; number <= last; number++) {
      const { from, to, text } = doc.line(number);
      measures.push(
        to - from > LONGEST_LINE ? null : this.#measure(text, readingsIn(state, from, to)),
      );
    }
    const letters = rhymeScheme(
      measures.map((one) => (one?.rhyme ? one.end : null)),
      this.system,
    );
    const companions = new Map<string, number>();
    for (const letter of letters)
      if (letter !== null) companions.set(letter, (companions.get(letter) ?? 0) + 1);
    const several = [...companions].filter(([, lines]) => lines > 1).map(([letter]) => letter);
    return measures.map((measure, at) => {
      const letter = letters[at] ?? null;
      return (
        measure && {
          ...measure,
          letter,
          companions: letter === null ? 0 : companions.get(letter)!,
          rank: letter === null ? -1 : several.indexOf(letter),
          hasWords: hasWords(doc.line(first + at).text),
        }
      );
    });
  }

  #measure(text: string, set: readonly DraftReading[]): LineMeasure | null {
    const key = keyOf(text, set);
    let measure = this.#lines.get(key);
    if (!measure) {
      if (!this.#english && hasWords(text)) this.#onEnglish();
      if (this.#lines.size > REMEMBERED) this.#lines.clear();
      const reading = { english: this.#english, chosen: choicesAt(text, set) };
      measure = measureLine(text, this.system, reading);
      this.#lines.set(key, measure);
    }
    return measure.count > 0 ? measure : null;
  }
}

const keyOf = (text: string, set: readonly DraftReading[]): string =>
  set.length > 0 ? `${text}\n${JSON.stringify(set)}` : text;
