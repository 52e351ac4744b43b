/** The end that rhymes are looked for: of the line at the cursor, or of what is typed. It knows readings, and is loaded with them. */
import type { EditorState } from '@codemirror/state';
import type { RhymeSystem } from '../../../src-main/contract/writing/constraint.ts';
import { rhymeClassOf, rhymeLabel } from '../../../src-main/language/chinese/rhyme-books.ts';
import { syllableOf, written, type Syllable } from '../../../src-main/language/chinese/syllable.ts';
import { loadEnglish } from '../../../src-main/language/english/english.ts';
import { endLabel, lineEnd, type LineEnd } from '../../../src-main/language/line-end.ts';
import { hasWords } from '../../../src-main/language/units.ts';
import type { LineMeasures } from '../measure/line-measures.ts';
import { typedSyllable } from './pinyin-filter.ts';

export interface End {
  /** The character or word itself, or the pinyin that is typed. */
  readonly text: string;
  /** Pinyin with the tone as a number; null of a word in Latin letters. */
  readonly reading: string | null;
  /** As it is shown, such as `guāng`; '' of a word. */
  readonly said: string;
  /** The name of the rhyme, such as 十六唐. */
  readonly rhyme: string;
  /** The number of the line; null where it is typed. */
  readonly line: number | null;
}

/** Empty lines and labels that are passed over to the line before. */
const FARTHEST = 100;

const nameOf = ({ pinyin, tone }: Syllable): string => `${pinyin}${tone}`;

function endOf(end: LineEnd, system: RhymeSystem, line: number | null): End | undefined {
  const rhyme = endLabel(end, system);
  const syllable = end.syllables[0] ?? null;
  if (rhyme === null) return undefined;
  const [reading, said] = syllable ? [nameOf(syllable), written(syllable)] : [null, ''];
  return { text: end.text, reading, said, rhyme, line };
}

/** @returns the end of the line at the cursor, or of the one before where nothing is sung in that; nothing where it has no sound */
export function endOfLine(state: EditorState, measures: LineMeasures): End | undefined {
  const { number } = state.doc.lineAt(state.selection.main.head);
  for (let line = number; line > 0 && number - line < FARTHEST; line--) {
    const measured = measures.of(state, line);
    if (measured) return measured.end ? endOf(measured.end, measures.system, line) : undefined;
  }
  return undefined;
}

/**
 * @param isChinese whether letters are pinyin, where they can be
 * @returns nothing for what has no sound
 */
export async function endOfTyped(
  text: string,
  isChinese: boolean,
  system: RhymeSystem,
): Promise<End | undefined> {
  const typed = isChinese ? typedSyllable(text) : undefined;
  const syllable = typed && syllableOf(`${typed.letters}${typed.tone ?? ''}`);
  if (syllable) {
    const rhyme = rhymeLabel(rhymeClassOf(syllable.final, system));
    return { text, reading: nameOf(syllable), said: '', rhyme, line: null };
  }
  const end = lineEnd(text, hasWords(text) ? { english: await loadEnglish() } : {});
  return end ? endOf(end, system, null) : undefined;
}
