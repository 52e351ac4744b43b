/** Bytes of a text file turned into text, whatever their encoding, or refused when they are none. */
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { VerseloomError } from '../../contract/errors.ts';
import { giveWay } from '../../store/files/slices.ts';
import { decodeAs, type DecodedText } from './decode-slices.ts';
import { ControlCharacters, Plausibility } from './plausible-text.ts';
import { guessUtf16 } from './utf16-guess.ts';

/** As much as the detection looks at, in bytes. */
const SAMPLE_BYTES = 65_536;
/** What chardet says of a multi-byte encoding that is possible, for which it has seen too little to be sure. */
const UNSURE = 10;
/** A text with so many good characters for each wrong one was meant to be UTF-8. */
const GOOD_CHARACTERS = 10;
/** Multi-byte encodings of East Asia, the likelier one first where nothing else decides. */
const EAST_ASIAN = ['GB18030', 'Big5', 'Shift_JIS', 'EUC-JP', 'EUC-KR'];

/**
 * Decodes a text: by its byte order mark, else as strict UTF-8, else as what it most looks like.
 * Byte order marks are left out, halves of characters become U+FFFD.
 * @param name of the file, for the errors
 * @param encoding overrules what is detected
 * @returns the text, which may be empty
 * @throws VerseloomError `corpus.binary` {name}; `corpus.encoding` {name, encoding} when the encoding is not known or does
 * not fit the bytes
 */
export async function decodeText(
  bytes: Uint8Array,
  name: string,
  encoding?: string,
): Promise<DecodedText> {
  return encoding ? readAs(bytes, name, encoding) : detect(bytes, name);
}

/** @throws VerseloomError as `decodeText` */
async function readAs(bytes: Uint8Array, name: string, encoding: string): Promise<DecodedText> {
  return (await tryAs(bytes, name, encoding)) ?? refuse(name, encoding);
}

/** @returns undefined when the bytes are no text in this encoding; @throws VerseloomError `corpus.binary` */
async function tryAs(
  bytes: Uint8Array,
  name: string,
  encoding: string,
): Promise<DecodedText | undefined> {
  const control = new ControlCharacters();
  const text = await decodeAs(bytes, encoding, control);
  if (text && control.areMost) throw new VerseloomError('corpus.binary', { name });
  return text && { text, encoding };
}

async function detect(file: Uint8Array, name: string): Promise<DecodedText> {
  const marked = byteOrderMark(file);
  if (marked) return readAs(file, name, marked);
  if (file.includes(0)) {
    const utf16 = await guessUtf16(file);
    if (!utf16) throw new VerseloomError('corpus.binary', { name });
    return utf16;
  }
  const bytes = withoutDosEnd(file);
  const utf8 = await tryAs(bytes, name, 'UTF-8');
  if (utf8) return utf8;
  const control = new ControlCharacters();
  await decodeAs(bytes, 'latin1', control);
  if (control.areMost) throw new VerseloomError('corpus.binary', { name });

  const candidates = guess(await fromFirstHighByte(bytes));
  if (candidates[0] !== 'UTF-8') {
    for (const candidate of candidates) {
      const [plausibility, control] = [new Plausibility(), new ControlCharacters()];
      const text = await decodeAs(bytes, candidate, plausibility, control);
      if (!text || !plausibility.isPlausible) continue;
      if (control.areMost) throw new VerseloomError('corpus.binary', { name });
      return { text, encoding: candidate };
    }
  }
  return refuse(name, candidates[0] ?? '?');
}

/** @returns the part of a text that the detection looks at: what comes before it is the same in every encoding */
async function fromFirstHighByte(bytes: Uint8Array): Promise<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SAMPLE_BYTES) {
    const first = bytes.subarray(at, at + SAMPLE_BYTES).findIndex((byte) => byte >= 0x80);
    if (first >= 0) return bytes.subarray(at + first, at + first + SAMPLE_BYTES);
    await giveWay();
  }
  return bytes.subarray(0, SAMPLE_BYTES);
}

/** @returns encodings worth a try, the likeliest first; `UTF-8` first when the text is UTF-8 with wrong bytes in it */
function guess(sample: Uint8Array): string[] {
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

function refuse(name: string, encoding: string): never {
  throw new VerseloomError('corpus.encoding', { name, encoding });
}
