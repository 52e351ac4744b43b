/** UTF-16 without a byte order mark, told from a binary file: both have zero bytes. */
import iconv from 'iconv-lite';
import { isMostlyControl, isPlausible } from './plausible-text.ts';

/** Letters that texts are made of: Latin, kana, Chinese, Korean, and their punctuation. */
const COMMON = /[\x20-\x7e\n\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]/g;
/** What share of a text these are at least. */
const COMMON_SHARE = 0.7;

/** @returns the text, or undefined when the bytes are UTF-16 in neither byte order */
export function guessUtf16(bytes: Uint8Array): { text: string; encoding: string } | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readings = ['UTF-16LE', 'UTF-16BE'].map((encoding) => {
    const text = iconv.decode(buffer, encoding);
    return { text, encoding, share: commonShare(text) };
  });
  readings.sort((a, b) => b.share - a.share);
  const best = readings.find(({ share }) => share >= COMMON_SHARE);
  if (!best || !best.text.isWellFormed() || isMostlyControl(best.text) || !isPlausible(best.text))
    return undefined;
  return { text: best.text, encoding: best.encoding };
}

function commonShare(text: string): number {
  let common = 0;
  for (const _ of text.matchAll(COMMON)) common++;
  return common / text.length;
}
