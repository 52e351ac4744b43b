/**
 * How likely a text is as something that people write: its length in bits under a small model of the scripts. The right reading of
 * some bytes is the shortest one: a wrong one is made of rare characters, of letters of several scripts in one word, or of none.
 *
 * A character costs what its script costs after the one before it, and what it costs within its script. The numbers are rounded
 * from counts (Chinese: `han-ranks.json`) or set by hand; what counts is their order.
 */
import { decodeAs } from './encodings.ts';
import ranks from './han-ranks.json' with { type: 'json' };

/** What scripts are to this model: kinds of characters that follow one another. */
const Kind = {
  Space: 0,
  Mark: 1, // of ASCII: digits and punctuation
  Latin: 2,
  LatinHigh: 3, // é, ß: between plain letters
  LatinHighUpper: 4,
  Cyrillic: 5,
  CyrillicUpper: 6,
  Greek: 7,
  GreekUpper: 8,
  Hebrew: 9,
  Arabic: 10,
  Han: 11,
  Kana: 12,
  HalfKana: 13,
  Hangul: 14,
  WideMark: 15, // ，。「」…
  Symbol: 16,
  Nothing: 17, // control characters, private use, unassigned, U+FFFD
} as const;
type KindOf = (typeof Kind)[keyof typeof Kind];
const KINDS = Kind.Nothing + 1;

const FREQUENT_HANGUL =
  '이다는에의가을고하지사를한은로대기도그들나니너내라아리어서자인으해게시있만오여없수말일우마음랑보정세안스전부상원그비과요주야면무날모소길때속눈물생별람제모두바로늘밤꿈구거저조차';
const FREQUENT_CYRILLIC = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё';
const FREQUENT_GREEK = 'αοιετσνηυρπκμλωςίόάέήώύδγχθφβξζψ';
const FREQUENT_ARABIC = 'اليمونرتبةعدسفهكقأحجشطصخإىذضئثزغءآظؤ';
const FREQUENT_LATIN_HIGH = 'éèàáíóúñçüöäâêôîûãõåæøœßëïùìòşğıłąęśżźćńóěščřžýůőű';

/** UTF-16 units, which is what text is made of here: a character beyond the first plane is two. */
const UNITS = 0x1_0000;
const kinds = new Uint8Array(UNITS).fill(Kind.Symbol);
/** Bits of a unit within its kind. */
const within = new Float32Array(UNITS).fill(9);

/** Rank (from 0) of a Chinese character by frequency, and its bits: points of the curve between which the others lie. */
const CURVE = [
  [0, 4.6],
  [10, 6.8],
  [100, 9],
  [500, 11.1],
  [1000, 12.5],
  [2000, 13.8],
  [4000, 15],
] as const;

function bitsOfRank(rank: number): number {
  const above = Math.max(
    1,
    CURVE.findIndex(([at]) => at >= rank),
  );
  const [[low, lowBits], [high, highBits]] = [CURVE[above - 1]!, CURVE[above]!];
  return lowBits + ((highBits - lowBits) * (rank - low)) / (high - low);
}

function fill(from: number, to: number, kind: KindOf, bits: number): void {
  kinds.fill(kind, from, to + 1);
  within.fill(bits, from, to + 1);
}

/** Letters of an alphabet that stand in order of frequency; their capitals are as frequent among capitals. */
function rankLetters(letters: string, slope: number): void {
  [...letters].forEach((letter, rank) => {
    for (const one of [letter, letter.toUpperCase()])
      if (one.length === 1) within[one.charCodeAt(0)] = 3 + slope * rank;
  });
}

function setUp(): void {
  fill(0x00, 0x1f, Kind.Nothing, 12);
  fill(0x20, 0x20, Kind.Space, 0.5);
  for (const code of [0x09, 0x0a, 0x0d, 0x3000]) fill(code, code, Kind.Space, 3);
  fill(0x21, 0x7e, Kind.Mark, 5);
  for (const first of [0x41, 0x61]) fill(first, first + 25, Kind.Latin, 4.2);
  fill(0x7f, 0x9f, Kind.Nothing, 12);
  fill(0xa0, 0xbf, Kind.Symbol, 6);
  fill(0xc0, 0xde, Kind.LatinHighUpper, 6);
  fill(0xdf, 0x24f, Kind.LatinHigh, 7);
  for (let code = 0x100; code <= 0x24f; code++)
    if (String.fromCharCode(code).toLowerCase() !== String.fromCharCode(code))
      kinds[code] = Kind.LatinHighUpper;
  for (const code of [0xd7, 0xf7]) fill(code, code, Kind.Symbol, 8);
  fill(0x370, 0x3ff, Kind.Greek, 9);
  fill(0x386, 0x3ab, Kind.GreekUpper, 5);
  fill(0x3ac, 0x3ce, Kind.Greek, 6);
  fill(0x400, 0x42f, Kind.CyrillicUpper, 6);
  fill(0x430, 0x45f, Kind.Cyrillic, 7);
  fill(0x5d0, 0x5ea, Kind.Hebrew, 4.3);
  fill(0x621, 0x64a, Kind.Arabic, 7);
  fill(0x1100, 0x11ff, Kind.Nothing, 10);
  fill(0x2010, 0x2027, Kind.WideMark, 4);
  fill(0x3001, 0x303f, Kind.WideMark, 6);
  for (const mark of '，。！？、：；“”‘’…—「」《》（）·')
    fill(mark.charCodeAt(0), mark.charCodeAt(0), Kind.WideMark, 3.5);
  fill(0x3041, 0x309f, Kind.Kana, 5.5);
  fill(0x30a1, 0x30ff, Kind.Kana, 7);
  fill(0x3400, 0x4dbf, Kind.Han, 20);
  fill(0x4e00, 0x9fff, Kind.Han, 18);
  fill(0xac00, 0xd7a3, Kind.Hangul, 12.5);
  fill(0xd800, 0xdfff, Kind.Han, 10); // half a character each, nearly always a rare one or an emoji
  fill(0xe000, 0xf8ff, Kind.Nothing, 14);
  fill(0xf900, 0xfaff, Kind.Han, 19);
  fill(0xff01, 0xff60, Kind.WideMark, 6);
  fill(0xff61, 0xff9f, Kind.HalfKana, 6);
  fill(0xfff0, 0xffff, Kind.Nothing, 14);
  fill(0xfffd, 0xfffd, Kind.Nothing, 8); // bytes do get lost
  fill(0xfeff, 0xfeff, Kind.Nothing, 4);
  // The first part of Big5 is its makers' choice of what is common.
  const common = Uint8Array.from({ length: 0xc6 - 0xa4 + 1 }, (_, row) => 0xa4 + row);
  for (const lead of common)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decodeAs(Uint8Array.of(lead, trail), 'big5');
      if (character.length === 1 && character >= '\u4e00') within[character.charCodeAt(0)] = 16;
    }
  [...ranks.simplified].forEach((character, rank) => {
    within[character.charCodeAt(0)] = bitsOfRank(rank);
  });
  const pairs = [...ranks.traditional];
  for (let at = 0; at < pairs.length; at += 2)
    within[pairs[at + 1]!.charCodeAt(0)] = within[pairs[at]!.charCodeAt(0)]!;
  [...FREQUENT_HANGUL].forEach((syllable, rank) => {
    within[syllable.charCodeAt(0)] = 5 + rank / 20;
  });
  for (const letters of [FREQUENT_CYRILLIC, FREQUENT_GREEK, FREQUENT_ARABIC])
    rankLetters(letters, 1 / 6);
  rankLetters(FREQUENT_LATIN_HIGH, 1 / 20); // of many languages, each with a few
}
setUp();

/** Bits of a kind after another one, `[after · KINDS + kind]`. */
const between = new Float32Array(KINDS * KINDS);

function setUpBetween(): void {
  const CHANGE = 9;
  between.fill(CHANGE);
  const set = (after: KindOf, kind: KindOf, bits: number) => (between[after * KINDS + kind] = bits);
  const all = Object.values(Kind);
  for (const kind of all) {
    set(kind, kind, 0.6);
    set(kind, Kind.Space, 2);
    set(kind, Kind.Mark, 4);
    for (const start of [Kind.Space, Kind.Mark, Kind.WideMark]) {
      set(start, kind, 3);
      if (kind === Kind.LatinHigh) set(start, kind, 6);
    }
    set(kind, Kind.Symbol, 9);
    set(kind, Kind.HalfKana, 8);
    set(kind, Kind.Nothing, 12);
    set(Kind.Nothing, kind, 3);
  }
  for (const [upper, lower] of [
    [Kind.CyrillicUpper, Kind.Cyrillic],
    [Kind.GreekUpper, Kind.Greek],
  ] as const) {
    set(upper, lower, 0.7);
    set(upper, upper, 2);
    set(lower, upper, 8); // a capital within a word
    for (const start of [Kind.Space, Kind.Mark]) set(start, upper, 4);
  }
  for (const high of [Kind.LatinHigh, Kind.LatinHighUpper]) {
    set(high, Kind.Latin, 0.7);
    set(Kind.Latin, high, high === Kind.LatinHigh ? 5 : 10);
    set(high, Kind.LatinHigh, 7);
    set(high, Kind.LatinHighUpper, 9);
  }
  for (const wide of [Kind.Han, Kind.Kana, Kind.Hangul]) {
    set(wide, Kind.WideMark, 3);
    set(Kind.WideMark, wide, 2);
    set(wide, Kind.Latin, 7);
    set(Kind.Latin, wide, 7);
    set(wide, Kind.LatinHigh, 12);
    set(Kind.Mark, wide, 3);
  }
  set(Kind.Han, Kind.Kana, 2);
  set(Kind.Kana, Kind.Han, 2);
  set(Kind.Han, Kind.Hangul, 10);
  set(Kind.Hangul, Kind.Han, 8);
  set(Kind.HalfKana, Kind.HalfKana, 2);
  set(Kind.Symbol, Kind.Symbol, 5);
  set(Kind.Nothing, Kind.Nothing, 10);
  set(Kind.Latin, Kind.WideMark, 5); // ’ within a word
  set(Kind.WideMark, Kind.Latin, 2);
}
setUpBetween();

/** What a unit is to the model, and its bits: within its kind, and for its kind after another one. */
export const kindOf = (unit: number): number => kinds[unit]!;
export const bitsWithin = (unit: number): number => within[unit]!;
export const bitsBetween = (after: number, kind: number): number => between[after * KINDS + kind]!;
/** Of what a text begins behind. */
export const BEGINNING: number = Kind.Space;

export interface Length {
  /** Of the whole text. */
  readonly bits: number;
  /** Of its UTF-16 units that are not ASCII; their number, and that of each script that a language writes beside others. */
  readonly foreignBits: number;
  readonly foreign: number;
  readonly han: number;
  readonly kana: number;
  readonly hangul: number;
}

/** @returns the length of a text under the model; the shorter of two readings of the same bytes is the likelier one */
export function lengthOf(text: string): Length {
  const counts = new Uint32Array(KINDS);
  let [after, bits, foreign, foreignBits] = [Kind.Space as number, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const kind = kinds[unit]!;
    const cost = between[after * KINDS + kind]! + within[unit]!;
    bits += cost;
    if (unit > 0x7f) {
      foreign += 1;
      foreignBits += cost;
    }
    counts[kind]! += 1;
    after = kind;
  }
  const [han, kana, hangul] = [counts[Kind.Han]!, counts[Kind.Kana]!, counts[Kind.Hangul]!];
  return { bits, foreignBits, foreign, han, kana, hangul };
}
