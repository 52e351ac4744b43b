/** UTF-8 as the parts of a model file are written: nothing else passes for it, and a byte order mark is a character. */
import { Damage } from './damage.ts';

/** @param file that the bytes are, for the reason; @throws Damage */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  return utf8Decoder(file)(bytes, false);
}

/** @returns what decodes a text chunk by chunk, told whether there is `more`, and throws Damage where it is not UTF-8 */
export function utf8Decoder(file: string): (bytes: Uint8Array, more: boolean) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return (bytes, more) => {
    try {
      return decoder.decode(bytes, { stream: more });
    } catch {
      throw new Damage(`${file} is not UTF-8`);
    }
  };
}
