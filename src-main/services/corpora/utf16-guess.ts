/** UTF-16 without a byte order mark, told from a binary file: both have zero bytes. */
import { decodeAs, type DecodedText } from './decode-slices.ts';
import { ControlCharacters, Count, Plausibility } from './plausible-text.ts';

/** Letters that texts are made of: Latin, kana, Chinese, Korean, and their punctuation. */
const COMMON = /[\x20-\x7e\n\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]/g;
/** What share of a text these are at least. */
const COMMON_SHARE = 0.7;

/** @returns the text, or undefined when the bytes are UTF-16 in neither byte order */
export async function guessUtf16(bytes: Uint8Array): Promise<DecodedText | undefined> {
  if (bytes.length % 2 !== 0) return undefined;
  let best: (DecodedText & { share: number }) | undefined;
  for (const encoding of ['UTF-16LE', 'UTF-16BE']) {
    const common = new Count(COMMON);
    const [control, plausibility] = [new ControlCharacters(), new Plausibility()];
    const text = await decodeAs(bytes, encoding, common, control, plausibility);
    const share = common.found / common.length;
    if (!text || control.areMost || !plausibility.isPlausible) continue;
    if (share >= COMMON_SHARE && share > (best?.share ?? 0)) best = { text, encoding, share };
  }
  return best && { text: best.text, encoding: best.encoding };
}
