/**
 * How a word that the dictionary does not have is likely said: as one that it has with an ending, else by its letters.
 *
 * By its letters: each group of vowel letters is a syllable, but for a silent e at the end (and in -es, -ed where it is silent, too), and so
 * is l between a consonant and such an e; y is a vowel unless one follows it; qu is a consonant. A vowel is short before consonants, and
 * long before one consonant and a silent e. The first syllable is stressed, of three and more the one before the last but one.
 */
import { isVowel } from './phones.ts';

type LookUp = (word: string) => readonly string[] | undefined;

/** @param word in small letters a to z, with apostrophes inside */
export function guessPhones(word: string, lookUp: LookUp): readonly string[] {
  return withEnding(word, lookUp) ?? compound(word, lookUp) ?? bySpelling(word);
}

const last = (phones: readonly string[]): string => phones.at(-1) ?? '';
const SIBILANT = /^(S|Z|SH|ZH|CH|JH)$/;
const VOICELESS = /^(P|T|K|F|TH)$/;

const endings: readonly {
  readonly ending: RegExp;
  /** What the word may have been before: as it is left, with an e, or with its last consonant once. */
  readonly add: (phones: readonly string[]) => readonly string[];
}[] = [
  { ending: /'?s$/, add: (phones) => [...phones, ...plural(phones)] },
  { ending: /es$/, add: (phones) => [...phones, ...plural(phones)] },
  { ending: /'?d$|ed$/, add: (phones) => [...phones, ...past(phones)] },
  { ending: /ing$/, add: (phones) => [...phones, 'IH0', 'NG'] },
  { ending: /in$/, add: (phones) => [...phones, 'IH0', 'N'] },
  { ending: /er$/, add: (phones) => [...phones, 'ER0'] },
  { ending: /est$/, add: (phones) => [...phones, 'AH0', 'S', 'T'] },
  { ending: /ly$/, add: (phones) => [...phones, 'L', 'IY0'] },
  { ending: /ness$/, add: (phones) => [...phones, 'N', 'AH0', 'S'] },
  { ending: /less$/, add: (phones) => [...phones, 'L', 'AH0', 'S'] },
  { ending: /y$/, add: (phones) => [...phones, 'IY0'] },
];

function plural(phones: readonly string[]): readonly string[] {
  if (SIBILANT.test(last(phones))) return ['AH0', 'Z'];
  return [VOICELESS.test(last(phones)) ? 'S' : 'Z'];
}

function past(phones: readonly string[]): readonly string[] {
  if (/^[TD]$/.test(last(phones))) return ['AH0', 'D'];
  return [VOICELESS.test(last(phones)) || SIBILANT.test(last(phones)) ? 'T' : 'D'];
}

function withEnding(word: string, lookUp: LookUp): readonly string[] | undefined {
  for (const { ending, add } of endings) {
    const base = word.replace(ending, '');
    if (base === word || base.length < 2) continue;
    const doubled = /([^aeiou])\1$/.test(base) ? base.slice(0, -1) : base;
    const phones = lookUp(base) ?? lookUp(`${base}e`) ?? lookUp(doubled);
    if (phones) return add(phones);
  }
  return undefined;
}

/** Two words in one, such as heartlight; the second is said with less stress. */
function compound(word: string, lookUp: LookUp): readonly string[] | undefined {
  for (let at = word.length - 3; at >= 3; at--) {
    const [first, second] = [lookUp(word.slice(0, at)), lookUp(word.slice(at))];
    if (first && second) return [...first, ...second.map((phone) => phone.replace('1', '2'))];
  }
  return undefined;
}

const long: Readonly<Record<string, string>> = {
  a: 'EY',
  e: 'IY',
  i: 'AY',
  o: 'OW',
  u: 'UW',
  y: 'AY',
};
const short: Readonly<Record<string, string>> = {
  a: 'AE',
  e: 'EH',
  i: 'IH',
  o: 'AA',
  u: 'AH',
  y: 'IH',
};
const together: Readonly<Record<string, string>> = {
  ...{ ai: 'EY', ay: 'EY', ea: 'IY', ee: 'IY', ei: 'EY', ey: 'IY', ie: 'IY', oa: 'OW', oe: 'OW' },
  ...{
    oo: 'UW',
    ou: 'AW',
    ow: 'OW',
    oi: 'OY',
    oy: 'OY',
    au: 'AO',
    aw: 'AO',
    ue: 'UW',
    ui: 'UW',
    ew: 'UW',
  },
  ...{ igh: 'AY', eigh: 'EY' },
};
const consonants: Readonly<Record<string, string>> = {
  ...{ b: 'B', c: 'K', d: 'D', f: 'F', g: 'G', h: 'HH', j: 'JH', k: 'K', l: 'L', m: 'M', n: 'N' },
  ...{ p: 'P', q: 'K', r: 'R', s: 'S', t: 'T', v: 'V', w: 'W', x: 'K S', y: 'Y', z: 'Z' },
  ...{
    ch: 'CH',
    sh: 'SH',
    th: 'TH',
    ph: 'F',
    ng: 'NG',
    ck: 'K',
    qu: 'K W',
    wh: 'W',
    tch: 'CH',
    gh: '',
  },
};
const PIECES =
  /eigh|igh|(?:a[iuwy]|e[aeiwy]|i[e]|o[aeiouwy]|u[ei])(?![aeiou])|qu|tch|ch|sh|th|ph|ng|ck|wh|gh|y(?=[aeiou])|[aeiouy]|([bcdfgjklmnprstvz])\1|[a-z]/g;

function bySpelling(word: string): readonly string[] {
  const pieces = word.replace(/[^a-z]/g, '').match(PIECES) ?? [];
  const isVowelPiece = (at: number): boolean => {
    const piece = pieces[at] ?? '';
    return (
      piece in together || (/^[aeiouy]$/.test(piece) && !(piece === 'y' && isOpen(pieces, at)))
    );
  };
  const count = pieces.filter((_, at) => isVowelPiece(at)).length;
  const phones: string[] = [];
  for (const [at, piece] of pieces.entries()) {
    if (!isVowelPiece(at)) {
      const sound = consonants[piece] ?? consonants[piece[0]!] ?? '';
      if (isSyllabic(pieces, at)) phones.push('AH0');
      if (sound !== '') phones.push(...sound.split(' '));
    } else if (!isSilent(pieces, at, count)) {
      phones.push(`${vowelOf(pieces, at)}0`);
    }
  }
  return stress(phones.some(isVowel) ? phones : [...phones, 'AH0']);
}

const isOpen = (pieces: readonly string[], at: number): boolean =>
  /^[aeiou]/.test(pieces[at + 1] ?? '');
/** An e at the end; in -ed not behind t and d, in -es not behind a sibilant. */
function isSilent(pieces: readonly string[], at: number, count: number): boolean {
  if (pieces[at] !== 'e' || count < 2) return false;
  const rest = pieces.slice(at + 1).join('');
  const before = pieces[at - 1] ?? '';
  if (rest === '') return true;
  if (rest === 'd') return !/[td]$/.test(before);
  return rest === 's' && !/([csxzg]|[cs]h)$/.test(before);
}

/** Such as the l of little: behind a consonant, and before a silent e. */
const isSyllabic = (pieces: readonly string[], at: number): boolean =>
  pieces[at] === 'l' &&
  /^e[ds]?$/.test(pieces.slice(at + 1).join('')) &&
  /[^aeiouy]$/.test(pieces[at - 1] ?? 'a');

function vowelOf(pieces: readonly string[], at: number): string {
  const piece = pieces[at]!;
  if (piece in together) return together[piece]!;
  const rest = pieces.slice(at + 1);
  if (rest.length === 0) return piece === 'y' && at > 1 ? 'IY' : long[piece]!;
  const isLong = rest.length === 2 && /^[^aeiou]$/.test(rest[0]!) && rest[1] === 'e';
  return (isLong ? long : short)[piece]!;
}

function stress(phones: readonly string[]): readonly string[] {
  const vowels = phones.flatMap((phone, at) => (isVowel(phone) ? [at] : []));
  const main = vowels.length < 3 ? vowels[0] : vowels.at(-3);
  return phones.map((phone, at) => (at === main ? phone.replace('0', '1') : phone));
}
