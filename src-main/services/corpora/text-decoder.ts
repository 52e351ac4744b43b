/** Bytes of a text file turned into text, whatever their encoding, or refused when they are none. */
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { VerseloomError } from '../../contract/errors.ts';
import { isPlausible, isMostlyControl } from './plausible-text.ts';
import { guessUtf16 } from './utf16-guess.ts';

export type DecodedText = { text: string; /** e.g. `UTF-8` or `GB18030`. */ encoding: string };

/** As much as the detection looks at, in bytes. */
const SAMPLE_BYTES = 65_536;
/** What chardet says of a multi-byte encoding that is possible, for which it has seen too little to be sure. */
const UNSURE = 10;
/** A text with so many good characters for each wrong one was meant to be UTF-8. */
const GOOD_CHARACTERS = 10;
/** Multi-byte encodings of East Asia, the likelier one first where nothing else decides. */
const EAST_ASIAN = ['GB18030', 'Big5', 'Shift_JIS', 'EUC-JP', 'EUC-KR'];
/** Names under which iconv-lite keeps what is no encoding of text. */
const NOT_TEXT = /^(base64|hex|binary|_.*)$/i;

/**
 * Decodes a text: by its byte order mark, else as strict UTF-8, else as what it most looks like.
 * Byte order marks are left out, halves of characters become U+FFFD.
 * @param name of the file, for the errors
 * @param encoding overrules what is detected
 * @returns the text, which may be empty
 * @throws VerseloomError `corpus.binary` {name}; `corpus.encoding` {name, encoding} when the encoding is not known or does
 * not fit the bytes
 */
export function decodeText(bytes: Uint8Array, name: string, encoding?: string): DecodedText {
  const decoded = encoding
    ? { text: decodeAs(bytes, encoding) ?? refuse(name, encoding), encoding }
    : detect(bytes, name);
  if (isMostlyControl(decoded.text)) throw new VerseloomError('corpus.binary', { name });
  return { ...decoded, text: decoded.text.replaceAll('\ufeff', '').toWellFormed() };
}

function detect(file: Uint8Array, name: string): DecodedText {
  const marked = byteOrderMark(file);
  if (marked) return { text: decodeAs(file, marked) ?? refuse(name, marked), encoding: marked };
  if (file.includes(0)) {
    const utf16 = guessUtf16(file);
    if (!utf16) throw new VerseloomError('corpus.binary', { name });
    return utf16;
  }
  const bytes = withoutDosEnd(file);
  const text = decodeAs(bytes, 'UTF-8');
  if (text !== undefined) return { text, encoding: 'UTF-8' };
  if (isMostlyControl(iconv.decode(asBuffer(bytes), 'latin1', { stripBOM: false })))
    throw new VerseloomError('corpus.binary', { name });

  const candidates = guess(bytes);
  if (candidates[0] !== 'UTF-8') {
    for (const candidate of candidates) {
      const decoded = decodeAs(bytes, candidate);
      if (decoded !== undefined && isPlausible(decoded))
        return { text: decoded, encoding: candidate };
    }
  }
  return refuse(name, candidates[0] ?? '?');
}

/** @returns undefined when the encoding is not known, or when some bytes are no characters in it */
function decodeAs(bytes: Uint8Array, encoding: string): string | undefined {
  if (/^utf-?8$/i.test(encoding)) return decodeStrictly(bytes, 'utf-8');
  if (/^utf-?16le$/i.test(encoding)) return decodeStrictly(bytes, 'utf-16le');
  if (NOT_TEXT.test(encoding) || !iconv.encodingExists(encoding)) return undefined;
  const text = iconv.decode(asBuffer(bytes), encoding);
  return text.includes('\ufffd') || !text.isWellFormed() ? undefined : text;
}

function decodeStrictly(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le'): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @returns encodings worth a try, the likeliest first; `UTF-8` first when the text is UTF-8 with wrong bytes in it */
function guess(bytes: Uint8Array): string[] {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const sample = bytes.subarray(Math.max(first, 0), Math.max(first, 0) + SAMPLE_BYTES);
  if (isNearlyUtf8(sample)) return ['UTF-8'];
  const matches = analyse(sample).filter(({ name }) => iconv.encodingExists(name));
  const isEastAsian = ({ name }: { name: string }) => EAST_ASIAN.includes(name);
  const sure = matches.filter((match) => isEastAsian(match) && match.confidence > UNSURE);
  const singleByte = matches.filter((match) => !isEastAsian(match) && match.name !== 'UTF-8');
  // A line or two is too little for statistics, which then prefer alphabets. Where most bytes are ASCII it is one;
  // else a text that stays within GB2312's own range is Chinese.
  const short = EAST_ASIAN.slice(isWithinGb2312(sample) ? 0 : 1);
  const rest = isMostlyAscii(sample)
    ? [...singleByte, ...named(short)]
    : [...named(short), ...singleByte];
  return [...new Set([...sure, ...rest, ...named(EAST_ASIAN)].map(({ name }) => name))];
}

const named = (names: string[]) => names.map((name) => ({ name }));

function isNearlyUtf8(bytes: Uint8Array): boolean {
  let [good, wrong] = [0, 0];
  // As a stream: a last character that is cut counts as neither.
  for (const character of new TextDecoder('utf-8').decode(bytes, { stream: true })) {
    if (character === '\ufffd') wrong++;
    else if (character > '\x7f') good++;
  }
  return good > GOOD_CHARACTERS * wrong;
}

function isMostlyAscii(bytes: Uint8Array): boolean {
  let high = 0;
  for (const byte of bytes) if (byte >= 0x80) high++;
  return high * 3 < bytes.length;
}

/** Whether all characters but ASCII are pairs of a byte A1–F7 and a byte A1–FE, as in GB2312. */
function isWithinGb2312(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[++i];
    if (trail === undefined) return bytes.length === SAMPLE_BYTES;
    if (lead < 0xa1 || lead > 0xf7 || trail < 0xa1 || trail === 0xff) return false;
  }
  return true;
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'UTF-8';
  if (a === 0xff && b === 0xfe) return 'UTF-16LE';
  if (a === 0xfe && b === 0xff) return 'UTF-16BE';
  return undefined;
}

/** DOS editors ended a text with Ctrl-Z. */
function withoutDosEnd(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x1a ? bytes.subarray(0, -1) : bytes;
}

const asBuffer = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function refuse(name: string, encoding: string): never {
  throw new VerseloomError('corpus.encoding', { name, encoding });
}
