/** Encodings of seven bits, which switch between sets of characters: known by how they switch, since all else of them reads as ASCII. */
import type { Encoding } from './encoding-names.ts';
import { decodeAs } from './encodings.ts';
import { lengthOf } from './likelihood.ts';

/** The sequences of those that begin with ESC, which no text has otherwise. */
const sequences: readonly (readonly [Encoding, RegExp])[] = [
  /* eslint-disable no-control-regex -- ESC is what tells them */
  ['iso-2022-kr', /\x1b\$\)C/],
  ['iso-2022-cn', /\x1b\$(?:\)[AEG]|\*H)/],
  ['iso-2022-jp', /\x1b\$(?:[@B]|\([@BD])[\x21-\x7e]{2}|\x1b\(I[\x21-\x5f]/],
  /* eslint-enable no-control-regex */
];
/** Of these the signs are plain characters, so that what they say has to be likelier than what is there. */
const HZ = /~\{(?:[\x21-\x77][\x21-\x7e])+~\}/;
/** What stands after each plus: nothing and a minus, or a number in base 64 of whole characters. */
const UTF_7_RUN = /\+(?:-|([A-Za-z\d+/]*)-?)/g;

/** Bytes that are looked at, from the first sign on. */
const SAMPLE_BYTES = 1 << 14;
/** Bytes above ASCII, one in so many, up to which it is damage. */
const STRAY = 50;
/** Bits by which the other reading has to be shorter, and those of its characters above which nobody has written it. */
const MARGIN = 16;
const MOST_BITS = 14;

/** @returns the encoding that a text switches by; undefined where it does not */
export function escapedAs(bytes: Uint8Array): Encoding | undefined {
  const escapes = sampleFrom(bytes, '\x1b');
  const found = sequences.find(([, pattern]) => pattern.test(escapes));
  if (found) return found[0];
  const tildes = sampleFrom(bytes, '~{');
  if (HZ.test(tildes) && isLikelier(tildes, 'hz-gb-2312')) return 'hz-gb-2312';
  const pluses = sampleFrom(bytes, '+');
  return isBase64(pluses) && isLikelier(pluses, 'utf-7') ? 'utf-7' : undefined;
}

/** @returns a part from the first sign on, a byte a character; empty where there is none, or where it is of eight bits */
function sampleFrom(bytes: Uint8Array, sign: string): string {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = all.indexOf(sign);
  if (first < 0) return '';
  const sample = all.subarray(first, first + SAMPLE_BYTES);
  const high = sample.reduce((count, byte) => count + (byte >> 7), 0);
  return high > 1 + sample.length / STRAY ? '' : sample.toString('latin1');
}

/** Whether each plus is one of UTF-7: a number in base 64 has whole units, and zeros behind them. */
function isBase64(said: string): boolean {
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const [DIGIT_BITS, UNIT_BITS] = [6, 16];
  // The last may be cut.
  const runs = [...said.matchAll(UTF_7_RUN)].filter(
    ({ 0: run, index }) => index + run.length < SAMPLE_BYTES,
  );
  return runs.every(([run, digits = '']) => {
    if (run === '+-') return true;
    const rest = (digits.length * DIGIT_BITS) % UNIT_BITS;
    return digits !== '' && rest < DIGIT_BITS && DIGITS.indexOf(digits.at(-1)!) % 2 ** rest === 0;
  });
}

function isLikelier(said: string, encoding: Encoding): boolean {
  const { bits, foreign, foreignBits } = lengthOf(decodeAs(Buffer.from(said, 'latin1'), encoding));
  return foreign > 0 && foreignBits <= MOST_BITS * foreign && bits + MARGIN < lengthOf(said).bits;
}
