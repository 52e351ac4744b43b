/** Which encoding some files are in: the one in which what they say is likeliest, judged for all files of one import together. */
import { isUtf8 } from 'node:buffer';
import { withoutEnd } from './decode.ts';
import { encodings, type Encoding } from './encoding-names.ts';
import { decodeAs, nameOf, priorOf, unitOf } from './encodings.ts';
import { escapedAs } from './escapes.ts';
import { lengthOf } from './likelihood.ts';

export interface Guess {
  readonly encoding: Encoding;
  /** Whether no other reading comes near; where one does, `other` is to be shown beside it. */
  readonly certain: boolean;
  /** The next likeliest encoding that makes another text of the bytes, where it comes near. */
  readonly other: Encoding | undefined;
}

/** Bytes that are looked at of one file: enough for any of its lines to be outvoted by the others. */
const SAMPLE_BYTES = 1 << 14;
/** Bits by which a reading has to be shorter than any other to be certain. */
const MARGIN = 16;
/** The most bits by which the other files of an import speak for an encoding: a pack has one origin, mostly. */
const COMPANY = 24;
/** Bits of a character that is not ASCII, on the average, above which nobody has written it. */
const MOST_BITS = 20;
/** Control characters, one in so many, above which a file is no text. */
const CONTROL_SHARE = 100;
/** Characters that are none, one in so many, above which it is none either. */
const WRONG_SHARE = 4;

/** Bytes of a longer sample by which most encodings are ruled out, and bits by which they are the longer. */
const HEAD_BYTES = 768;
const FAR_BITS = 400;
/** Bytes by which they are ruled out already where all of those are UTF-8, which no other encoding is by chance. */
const GLANCE_BYTES = 192;

interface Reading {
  readonly encoding: Encoding;
  readonly text: string;
  readonly bits: number;
}

/**
 * @param files of one import
 * @returns a guess for each, in their order; undefined for what is no text in any encoding
 */
export function guessEncodings(files: readonly Uint8Array[]): (Guess | undefined)[] {
  const all = files.map((file) => {
    const bytes = withoutPadding(file);
    const sure = markedAs(bytes) ?? escapedAs(bytes) ?? (isAscii(bytes) ? 'utf-8' : undefined);
    const { readings, isRuledOut } = sure ? NO_READINGS : readingsOf(bytes);
    const [alone, next] = likeliest(readings);
    const ahead = next && alone ? next.bits - alone.bits : isRuledOut ? COMPANY : undefined;
    const vote = ahead === undefined ? undefined : Math.min(COMPANY, ahead);
    return {
      bytes,
      sure,
      readings,
      alone,
      own: alone && vote !== undefined ? { ...alone, bits: vote } : undefined,
    };
  });
  const sums = new Map<Encoding, number>();
  for (const { own } of all)
    if (own) sums.set(own.encoding, (sums.get(own.encoding) ?? 0) + own.bits);
  return all.map(({ bytes, sure, readings, alone, own }) => {
    if (sure) return { encoding: sure, certain: true, other: undefined };
    if (!alone || !isText(alone.text)) return undefined;
    const helped = readings.map((reading) => {
      const others =
        (sums.get(reading.encoding) ?? 0) - (own?.encoding === reading.encoding ? own.bits : 0);
      return { ...reading, bits: reading.bits - Math.min(COMPANY, others) };
    });
    const [best, next] = likeliest(helped);
    if (!best || (best.text !== alone.text && !isText(best.text))) return undefined;
    const certain = !next || next.bits - best.bits > MARGIN;
    const encoding = nameOf(best.encoding, bytes);
    return { encoding, certain, other: certain ? undefined : next?.encoding };
  });
}

/** Bytes of the widest character: taking away so many at a time turns none round. */
const WIDEST = 4;

/** @returns bytes without the zeros that a disk or a player has filled up the file with, unless there is nothing else */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  const last = bytes.findLastIndex((byte) => byte !== 0);
  const zeros = bytes.length - 1 - last;
  return last < 0 ? bytes : bytes.subarray(0, bytes.length - zeros + (zeros % WIDEST));
}

/** @returns what `guessEncodings` does for a file that comes alone */
export const guessEncoding = (bytes: Uint8Array): Guess | undefined => guessEncodings([bytes])[0];

/** @returns the likeliest reading, and the likeliest that says something else */
function likeliest(readings: readonly Reading[]): [Reading | undefined, Reading | undefined] {
  const [best, ...rest] = readings.toSorted((a, b) => a.bits - b.bits);
  return [best, rest.find(({ text }) => text !== best?.text)];
}

interface Readings {
  readonly readings: readonly Reading[];
  /** Whether there were others, far from these. */
  readonly isRuledOut: boolean;
}
const NO_READINGS: Readings = { readings: [], isRuledOut: false };

function readingsOf(bytes: Uint8Array): Readings {
  const sample = sampleOf(bytes);
  if (!sample.hasZeros && isPlainlyUtf8(bytes, sample.bytes))
    return { readings: [readingIn('utf-8', sample.bytes)], isRuledOut: true };
  const possible = encodings.filter((encoding) => {
    const unit = unitOf(encoding);
    if (encoding === 'gbk' || unit === 'switched') return false;
    // Each character of UTF-32 has a zero; what has none and is UTF-16 is short.
    return (
      sample.hasZeros ||
      (unit !== 'utf-32' && (unit !== 'utf-16' || (sample.isWhole && bytes.length % 2 === 0)))
    );
  });
  // A byte that is missing turns round all that follows in an encoding with zeros.
  const near = sample.hasZeros ? possible : nearestOf(possible, sample.bytes);
  const readings = near.map((encoding) => readingIn(encoding, sample.bytes));
  return { readings, isRuledOut: near.length < possible.length };
}

/** Characters of several bytes, all of them right: chance makes one of seven so out of another encoding. */
const MANY_RIGHT = 12;
const isPlainlyUtf8 = (bytes: Uint8Array, sample: Uint8Array): boolean =>
  hasMany(sample) && isUtf8(bytes);

/** Whether many characters of several bytes may begin in it. */
function hasMany(sample: Uint8Array): boolean {
  const FIRST = 0xc2;
  let count = 0;
  for (let at = 0; at < sample.length && count < MANY_RIGHT; at++)
    if (sample[at]! >= FIRST) count += 1;
  return count >= MANY_RIGHT;
}

function readingIn(encoding: Encoding, bytes: Uint8Array): Reading {
  const text = decodeAs(bytes, encoding);
  return { encoding, text, bits: priorOf(encoding) + bitsIn(encoding, text) };
}

/** @returns the encodings that are not far from the likeliest one after the beginning of a sample: to read all of it in each takes long */
function nearestOf(possible: readonly Encoding[], bytes: Uint8Array): readonly Encoding[] {
  if (bytes.length < 2 * HEAD_BYTES) return possible;
  const [head, glance] = [bytes.subarray(0, HEAD_BYTES), bytes.subarray(0, GLANCE_BYTES)];
  const farFrom = beginsAsUtf8(head) ? readingIn('utf-8', glance).bits + FAR_BITS : Infinity;
  const near = possible.filter(
    (encoding) => farFrom === Infinity || readingIn(encoding, glance).bits < farFrom,
  );
  const lengths = near.map((encoding) => readingIn(encoding, head).bits);
  const best = Math.min(...lengths);
  return near.filter((_, index) => lengths[index]! - best < FAR_BITS);
}

/** @param bytes that may end within a character */
const beginsAsUtf8 = (bytes: Uint8Array): boolean =>
  !decodeAs(bytes, 'utf-8').slice(0, -1).includes('\ufffd');

/** Bits of a Chinese character in Japanese or Korean where hardly anything else is written, as there always is. */
const LONELY_HAN = 3;

/** Bits of a wrong character where it stands for two bytes, or for four. */
const WRONG_BYTES = { 'utf-16': 10, 'utf-32': 30 } as const;

function bitsIn(encoding: Encoding, text: string): number {
  const { bits, han, kana, hangul } = lengthOf(text);
  const unit = unitOf(encoding);
  if (unit === 'utf-16' || unit === 'utf-32')
    return bits + WRONG_BYTES[unit] * (text.match(/\ufffd/g)?.length ?? 0);
  const own = /jis|jp/.test(encoding) ? kana : encoding === 'euc-kr' ? hangul : han;
  return bits + LONELY_HAN * Math.max(0, han - 4 * own);
}

interface Sample {
  readonly bytes: Uint8Array;
  readonly hasZeros: boolean;
  /** Whether it is the file from its beginning. */
  readonly isWhole: boolean;
}

/**
 * @returns a part in which an encoding shows: lines from the first byte that is not ASCII on, since what comes before it reads the
 * same in most encodings; of UTF-16 and UTF-32, which have zeros, the beginning
 */
function sampleOf(bytes: Uint8Array): Sample {
  const hasZeros = bytes.subarray(0, SAMPLE_BYTES).includes(0);
  if (hasZeros || bytes.length <= SAMPLE_BYTES)
    return { bytes: bytes.subarray(0, SAMPLE_BYTES), hasZeros, isWhole: true };
  const LINE_FEED = 0x0a;
  const first = bytes.findIndex((byte) => byte > 0x7f);
  if (first < 0) return { bytes: bytes.subarray(0, SAMPLE_BYTES), hasZeros, isWhole: false };
  const start = bytes.lastIndexOf(LINE_FEED, first) + 1;
  const from = first - start < SAMPLE_BYTES / 2 ? start : first;
  const cut = bytes.subarray(from, from + SAMPLE_BYTES);
  // Not within a character, where there is a line to end with.
  const end = from + SAMPLE_BYTES < bytes.length ? cut.lastIndexOf(LINE_FEED) + 1 : 0;
  return { bytes: end > 0 ? cut.subarray(0, end) : cut, hasZeros, isWhole: false };
}

/** @returns whether all encodings but those with zeros read it the same */
const isAscii = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte < 0x80 && byte !== 0 && (byte >= 0x20 || SPACES.includes(byte)));
/** Tab, line feed, vertical tab, form feed, carriage return, and the end of a file on DOS. */
const SPACES = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a];

/** @returns the encoding that a byte order mark tells */
export function markedAs(bytes: Uint8Array): Encoding | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  return undefined;
}

/** Control characters but those that end lines, indent or switch: a text has none, or a stray one. */
const CONTROL = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/g; // eslint-disable-line no-control-regex

/** Shorter texts have no stray control character: that of a few bytes is a sign of something else. */
const SHORT = 20;

/** @param whole as it was decoded, with what programs put at its end */
function isText(whole: string): boolean {
  const text = withoutEnd(whole);
  if (text === '') return false;
  const controls = text.match(CONTROL)?.length ?? 0;
  const wrong = text.match(/\ufffd/g)?.length ?? 0;
  const { foreign, foreignBits } = lengthOf(text);
  return (
    controls <= (text.length < SHORT ? 0 : Math.max(1, text.length / CONTROL_SHARE)) &&
    wrong <= text.length / WRONG_SHARE &&
    (foreign === 0 || foreignBits / foreign <= MOST_BITS)
  );
}
