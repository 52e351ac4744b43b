/** Which characters are meant by what is typed: by their pinyin, by their letters, or themselves. */
import { readingsOf } from '../../../src-main/language/chinese/readings.ts';

/** How a syllable is typed: `lǜ`, `lü4` and `lv4` are one. */
interface Typed {
  readonly letters: string;
  readonly tone: number | undefined;
}

const MARKS = ['\u0304', '\u0301', '\u030c', '\u0300']; // of the tones 1 to 4
const SYLLABLE = /^([a-zü]+)([0-5]?)$/;

/** @returns what is typed, as the beginning of a syllable or all of it; nothing where it is none */
export function typedSyllable(text: string): Typed | undefined {
  let plain = text.normalize('NFD').toLowerCase();
  const mark = MARKS.findIndex((one) => plain.includes(one));
  if (mark >= 0) plain = plain.replace(MARKS[mark]!, '');
  const spelled = SYLLABLE.exec(plain.normalize('NFC').replace(/v|u:/g, 'ü'));
  if (!spelled) return undefined;
  const letters = spelled[1]!.replace(/^([jqxy])ü/, '$1u');
  if (mark >= 0) return { letters, tone: mark + 1 };
  return { letters, tone: spelled[2] === '' ? undefined : Number(spelled[2]) % 5 };
}

/**
 * @param text as it is typed: an initial, a syllable or its beginning; with a tone, as a number or as a mark, a whole syllable;
 *   a letter or another character, which is itself
 * @returns whether a character is meant
 */
export function meantBy(text: string): (character: string) => boolean {
  const wanted = text.trim();
  if (wanted === '') return () => true;
  const typed = typedSyllable(wanted);
  const small = wanted.toLowerCase();
  return (character) => {
    if (character.toLowerCase() === small) return true;
    if (!typed) return false;
    const { letters, tone } = typed;
    return readingsOf(character).some(({ pinyin, tone: own }) =>
      tone === undefined ? pinyin.startsWith(letters) : pinyin === letters && own === tone,
    );
  };
}
