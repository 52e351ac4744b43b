/** The words of a wish, read and written: with the readings of characters, which take time to load and are asked for by whoever first needs them. */
import {
  constraintRanges,
  type ChosenReading,
  type Form,
  type Rhyme,
  type RhymeSystem,
} from '../../../src-main/contract/writing/constraint.ts';
import type { DraftReading } from '../../../src-main/contract/writing/draft.ts';
import { MAX_READINGS } from '../../../src-main/contract/writing/lines.ts';
import { formatForm, parseForm } from '../../../src-main/form/form-text.ts';
import { formOfStanza } from '../../../src-main/form/stanza-form.ts';
import { inContext, readingChoices } from '../../../src-main/language/chinese/readings.ts';
import { loadEnglish } from '../../../src-main/language/english/english.ts';
import { lineEnd, type LineEnd } from '../../../src-main/language/line-end.ts';
import { hasWords } from '../../../src-main/language/units.ts';

/**
 * @param lines how many, where the words are those of one
 * @param system by which they rhyme where they do not say
 * @throws VerseloomError `form.*`
 */
export function readWishes(words: string, lines: number, system: RhymeSystem): Form {
  const form = parseForm(words.trim() === '' ? '*' : words, system);
  const [line] = form.lines;
  return form.lines.length > 1
    ? form
    : { ...form, lines: Array.from({ length: lines }, () => line!) };
}

/** @returns the words for lines as long as these, and rhyming as they do; one rhymes with itself. Nothing where nothing counts in them */
export async function wishesOf(
  lines: readonly string[],
  system: RhymeSystem,
  readings: readonly ChosenReading[],
): Promise<string | undefined> {
  const english = hasWords(lines.join('\n')) ? await loadEnglish() : undefined;
  const reading = { english, chosen: readingChoices(readings) };
  const sung = lines.filter((line) => lineEnd(line, reading) !== null);
  if (sung.length === 0) return undefined;
  const form = formOfStanza(sung.slice(0, constraintRanges.lines.max), system, reading);
  const [only, ...more] = form.lines;
  const end = lineEnd(sung[0]!, reading)!;
  if (more.length === 0) only!.rhyme = { with: soundOf(end), system, syllables: 1, same: false };
  return formatForm(form, system).trim().split('\n').join(' / ');
}

/** By itself, a character may be read otherwise than in its line: then its sound says what is meant. */
function soundOf({ text, syllables }: LineEnd): Rhyme['with'] {
  const [syllable] = syllables;
  const alone = lineEnd(text)?.syllables[0];
  return syllable && alone?.final !== syllable.final ? { name: syllable.pinyin } : { text };
}

/** @returns how characters of a text are read where the person has set it, as a request has it */
export const readingsOfRequest = (text: string, set: readonly DraftReading[]): ChosenReading[] =>
  inContext(text, set).slice(0, MAX_READINGS);

/**
 * Locks lines of a form, which then stay as they are, and unlocks the others.
 * @param texts of all its lines as they stand on the page; null for one that may be written anew
 */
export function withLocks(
  form: Form,
  texts: readonly (string | null)[],
  system: RhymeSystem,
): string {
  const lines = form.lines.map(({ text: _, ...wish }, at) => {
    const text = texts[at] ?? null;
    return text === null ? wish : { ...wish, text };
  });
  return formatForm({ lines }, system).trim();
}

/** @returns a form as its file, which has its name in it */
export const fileOfForm = (name: string, form: Form): string => formatForm({ ...form, name });

/**
 * @param text of a form's file
 * @returns its name, if it has one, and its words as they are typed
 * @throws VerseloomError `form.*`
 */
export function readFormFile(
  text: string,
  system: RhymeSystem,
): { name: string | undefined; words: string } {
  const { name, ...form } = parseForm(text);
  return { name, words: formatForm(form, system).trim() };
}
