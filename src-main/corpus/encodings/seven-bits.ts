/** Encodings of mail, of seven bits a byte, turned into those of eight bits that have the same characters. (No library here reads them.) */

const [LINE_FEED, SHIFT_OUT, SHIFT_IN, ESCAPE, CARRIAGE_RETURN] = [0x0a, 0x0e, 0x0f, 0x1b, 0x0d];
const [TILDE, OPEN, CLOSE] = [0x7e, 0x7b, 0x7d];
const HIGH = 0x80;
/** No character in any of them. */
const WRONG = 0xff;

const isHalf = (byte = 0): boolean => byte > 0x20 && byte < 0x7f;

/** @param bytes in HZ: `~{` and `~}` around two bytes for each character. @returns the same in GB 2312 of eight bits */
export function withoutTildes(bytes: Uint8Array): Uint8Array {
  const written = new Writer(bytes.length);
  let isWide = false;
  for (let at = 0; at < bytes.length; at++) {
    const [byte, next] = [bytes[at]!, bytes[at + 1]];
    const isEscape = byte === TILDE && next !== undefined;
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
      isWide = false; // a line that says otherwise has lost its end
      written.add(byte);
    } else if (isWide && isEscape && next === CLOSE) {
      isWide = false;
      at += 1;
    } else if (isWide) at += written.pair(byte, next);
    else if (isEscape && next === OPEN) {
      isWide = true;
      at += 1;
    } else if (isEscape && next === TILDE) {
      written.add(TILDE);
      at += 1;
    } else if (isEscape && next === LINE_FEED)
      at += 1; // a line that was broken to be sent
    else written.add(byte < HIGH ? byte : WRONG);
  }
  return written.end();
}

const KNOWN_SETS = 'AC';

/**
 * @param bytes in ISO-2022-KR or ISO-2022-CN: SO and SI around two bytes for each character, and at the beginning the set that these are of
 * @returns the same in EUC-KR or in GB 2312 of eight bits, with a wrong byte for each character of another set
 */
export function withoutShifts(bytes: Uint8Array): Uint8Array {
  const written = new Writer(bytes.length);
  let [isWide, isKnown] = [false, true];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) isWide = false;
    if (byte === SHIFT_OUT || byte === SHIFT_IN) isWide = byte === SHIFT_OUT;
    else if (byte === ESCAPE) {
      const sequence = String.fromCharCode(...bytes.subarray(at + 1, at + 4));
      if (sequence.startsWith('N')) {
        written.add(WRONG); // one character of a third set
        at += 3;
      } else if (/^\$[)*+]/.test(sequence)) {
        if (sequence[1] === ')') isKnown = KNOWN_SETS.includes(sequence[2] ?? '');
        at += 3;
      } else written.add(WRONG);
    } else if (isWide && isKnown) at += written.pair(byte, bytes[at + 1]);
    else if (isWide && isHalf(byte)) {
      written.add(WRONG);
      at += 1;
    } else written.add(byte < HIGH ? byte : WRONG);
  }
  return written.end();
}

/** Bytes of eight bits as they come about: never more than there were. */
class Writer {
  readonly #bytes: Uint8Array;
  #length = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
  }

  add(byte: number): void {
    this.#bytes[this.#length++] = byte;
  }

  /** @returns how many bytes it has taken after the first */
  pair(byte: number, next: number | undefined): number {
    if (isHalf(byte) && isHalf(next)) {
      this.add(byte | HIGH);
      this.add(next! | HIGH);
      return 1;
    }
    this.add(isHalf(byte) || byte >= HIGH ? WRONG : byte);
    return 0;
  }

  end(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
