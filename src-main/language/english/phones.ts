/** Sounds of English words in ARPAbet, a vowel with its stress: 1 the main one, 2 a lesser one, 0 none. */

/** A digit, which is a stress, comes before all letters. */
export const isVowel = (phone: string): boolean => phone.charCodeAt(phone.length - 1) <= 0x39;

export const countSyllables = (phones: readonly string[]): number => phones.filter(isVowel).length;

const withoutStress = (phone: string): string => (isVowel(phone) ? phone.slice(0, -1) : phone);

/**
 * @param syllables at least so many of the last, where the word has them
 * @returns what rhymes of a word: from its last stressed vowel (the last one, where none is) to its end, without the stresses
 */
export function rhymeTail(phones: readonly string[], syllables = 1): readonly string[] {
  const vowels = phones.flatMap((phone, at) => (isVowel(phone) ? [at] : []));
  const stressed = vowels.findLastIndex((at) => !phones[at]!.endsWith('0'));
  const wanted = vowels.length - syllables;
  const from = Math.max(0, Math.min(stressed < 0 ? vowels.length - 1 : stressed, wanted));
  return phones.slice(vowels[from] ?? phones.length).map(withoutStress);
}

/** What sounds alike behind a vowel: plosives, fricatives and affricates, nasals; l and r each for itself. */
const families: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    ...{ plosive: 'P T K B D G', fricative: 'F TH S SH CH HH V DH Z ZH JH', nasal: 'M N NG' },
    ...{ L: 'L', R: 'R', W: 'W', Y: 'Y' },
  }).flatMap(([family, phones]) => phones.split(' ').map((phone) => [phone, family])),
);
/** Vowels that many speakers do not tell apart. */
const merged: Readonly<Record<string, string>> = { AO: 'AA' };

/**
 * Family rhymes (Pattison, Essential Guide to Rhyming): the same vowels, and behind each a first consonant of the same family.
 * @param tail as of `rhymeTail`
 * @returns the same for two words that rhyme or nearly do
 */
export function slantTail(tail: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let isFirst = false;
  for (const phone of tail) {
    const family = families[phone];
    if (family === undefined) kept.push(merged[phone] ?? phone);
    else if (isFirst) kept.push(family);
    isFirst = family === undefined;
  }
  return kept;
}

/** The International Phonetic Alphabet's sign for each, General American. */
const ipa: Readonly<Record<string, string>> = {
  ...{
    AA: 'ɑ',
    AE: 'æ',
    AH: 'ʌ',
    AO: 'ɔ',
    AW: 'aʊ',
    AY: 'aɪ',
    EH: 'ɛ',
    ER: 'ɝ',
    EY: 'eɪ',
    IH: 'ɪ',
  },
  ...{ IY: 'i', OW: 'oʊ', OY: 'ɔɪ', UH: 'ʊ', UW: 'u', B: 'b', CH: 'tʃ', D: 'd', DH: 'ð', F: 'f' },
  ...{ G: 'ɡ', HH: 'h', JH: 'dʒ', K: 'k', L: 'l', M: 'm', N: 'n', NG: 'ŋ', P: 'p', R: 'r', S: 's' },
  ...{ SH: 'ʃ', T: 't', TH: 'θ', V: 'v', W: 'w', Y: 'j', Z: 'z', ZH: 'ʒ' },
};

/** @param phones with or without their stresses */
export const ipaOf = (phones: readonly string[]): string =>
  phones.map((phone) => ipa[withoutStress(phone)] ?? phone).join('');
