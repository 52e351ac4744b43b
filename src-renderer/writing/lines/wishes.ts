/** The words of a wish, read and written: with the readings of characters, which take time to load and are asked for by whoever first needs them. */
import { constraintRanges, type Form } from '../../../src-main/contract/writing/constraint.ts';
import { formatForm, parseForm } from '../../../src-main/form/form-text.ts';
import { formOfStanza } from '../../../src-main/form/stanza-form.ts';
import { loadEnglish } from '../../../src-main/language/english/english.ts';
import { lineEnd } from '../../../src-main/language/line-end.ts';
import { hasWords } from '../../../src-main/language/units.ts';

/**
 * @param lines how many, where the words are those of one
 * @throws VerseloomError `form.*`
 */
export function readWishes(words: string, lines: number): Form {
  const form = parseForm(words.trim() === '' ? '*' : words);
  const [line] = form.lines;
  return form.lines.length > 1
    ? form
    : { ...form, lines: Array.from({ length: lines }, () => line!) };
}

/** @returns the words for lines as long as these, and rhyming as they do; one rhymes with itself. Nothing where nothing counts in them */
export async function wishesOf(lines: readonly string[]): Promise<string | undefined> {
  const text = lines.join('\n');
  const reading = hasWords(text) ? { english: await loadEnglish() } : {};
  const sung = lines.filter((line) => lineEnd(line, reading) !== null);
  if (sung.length === 0) return undefined;
  const form = formOfStanza(sung.slice(0, constraintRanges.lines.max), 'eighteen', reading);
  const [only, ...more] = form.lines;
  const end = lineEnd(sung[0]!, reading)!;
  if (more.length === 0)
    only!.rhyme = { with: { text: end.text }, system: 'eighteen', syllables: 1, same: false };
  return formatForm(form).trim().split('\n').join(' / ');
}

/**
 * Locks lines of a form, which then stay as they are, and unlocks the others.
 * @param texts of all its lines as they stand on the page; null for one that may be written anew
 */
export function withLocks(form: Form, texts: readonly (string | null)[]): string {
  const lines = form.lines.map(({ text: _, ...wish }, at) => {
    const text = texts[at] ?? null;
    return text === null ? wish : { ...wish, text };
  });
  return formatForm({ lines }).trim();
}

/** @returns a form as its file, which has its name in it */
export const fileOfForm = (name: string, form: Form): string => formatForm({ ...form, name });

/**
 * @param text of a form's file
 * @returns its name, if it has one, and its words as they are typed
 * @throws VerseloomError `form.*`
 */
export function readFormFile(text: string): { name: string | undefined; words: string } {
  const { name, ...form } = parseForm(text);
  return { name, words: formatForm(form).trim() };
}
