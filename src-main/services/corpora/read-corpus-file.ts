/** A file that a person gives as a corpus, read into text: a `.zip` of texts, or one text. */
import { MAX_CORPUS_BYTES, MIB } from '../../contract/corpus/corpus.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { codePoints } from '../../core/text/code-points.ts';
import { looksLikeZip } from '../../store/archives/zip-reader.ts';
import { hasInk } from './first-lines.ts';
import type { DecodedText } from './decode-slices.ts';
import { decodeText } from './text-decoder.ts';
import { readZipTexts, type ZipLimits } from './zip-texts.ts';

const LIMITS: ZipLimits = { bytes: MAX_CORPUS_BYTES, entries: 10_000 };
/** A text of one character has nothing to predict. */
const FEWEST_CHARACTERS = 2;

/**
 * @param name of the file, with its ending; a zip is known by its first bytes, too
 * @param encoding overrules what is detected, e.g. `GB18030`
 * @throws VerseloomError `corpus.empty` {name}; `corpus.tooShort` {name, characters, needed}; `corpus.tooLarge`
 * {name, limitMb}; `corpus.binary` {name}; `corpus.encoding` {name, encoding}; `zip.damaged`, `zip.encrypted`,
 * `zip.noText` {name}; `zip.tooLarge` {name, limitMb}
 */
export async function readCorpusFile(
  name: string,
  bytes: Uint8Array,
  encoding?: string,
  limits: ZipLimits = LIMITS,
): Promise<DecodedText> {
  if (bytes.length === 0) throw new VerseloomError('corpus.empty', { name });
  if (bytes.length > limits.bytes)
    throw new VerseloomError('corpus.tooLarge', { name, limitMb: Math.ceil(limits.bytes / MIB) });
  const decoded =
    looksLikeZip(bytes) || /\.zip$/i.test(name)
      ? await readZipTexts(name, bytes, limits, encoding)
      : await decodeText(bytes, name, encoding);
  if (!(await hasInk(decoded.text))) throw new VerseloomError('corpus.empty', { name });
  const characters = codePoints(decoded.text).next().value?.length ?? 0; // of its first slice, which is enough
  if (characters < FEWEST_CHARACTERS)
    throw new VerseloomError('corpus.tooShort', { name, characters, needed: FEWEST_CHARACTERS });
  return decoded;
}
