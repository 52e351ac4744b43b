/** A zip of lyrics: all its `.txt` files, one after the other in the natural order of their names. */
import iconv from 'iconv-lite';
import { MIB } from '../../contract/corpus/corpus.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { shown } from '../../store/files/damage.ts';
import { readZip, ZipFault, type ZipEntry } from '../../store/archives/zip-reader.ts';
import { hasInk } from './first-lines.ts';
import type { DecodedText } from './decode-slices.ts';
import { decodeText } from './text-decoder.ts';

export type ZipLimits = {
  /** Of all texts together, in bytes, by what the zip declares and by what comes out of it. */
  bytes: number;
  entries: number;
};

/** 2 comes before 10. One order for all languages, so that the same zip is the same corpus everywhere. */
const naturally = new Intl.Collator('en', { numeric: true });

/**
 * Unpacks one entry after the other; memory stays within the limit whatever the zip declares.
 * @param name of the file, for the errors
 * @param encoding of every text, overrules what is detected
 * @throws VerseloomError `zip.damaged`, `zip.encrypted`, `zip.noText` {name}; `zip.tooLarge` {name, limitMb}; as `decodeText`
 */
export async function readZipTexts(
  name: string,
  bytes: Uint8Array,
  limits: ZipLimits,
  encoding?: string,
): Promise<DecodedText> {
  try {
    return await readTexts(name, bytes, limits, encoding);
  } catch (error) {
    throw error instanceof ZipFault ? refusal(error, name, limits) : error;
  }
}

async function readTexts(
  name: string,
  bytes: Uint8Array,
  limits: ZipLimits,
  encoding?: string,
): Promise<DecodedText> {
  const entries = await readZip(bytes, limits.entries);
  if (entries.some(({ encrypted }) => encrypted))
    throw new ZipFault('encrypted', 'an entry is encrypted');
  const texts = entries
    .map((entry) => ({ entry, path: decodeName(entry) }))
    .filter(({ path }) => isText(path))
    .sort((a, b) => naturally.compare(a.path, b.path) || (a.path < b.path ? -1 : 1));

  const declared = texts.reduce((sum, { entry }) => sum + entry.size, 0);
  if (declared > limits.bytes)
    throw new ZipFault('tooLarge', 'the texts declare more than the limit');

  let left = limits.bytes;
  const decoded: DecodedText[] = [];
  for (const { entry, path } of texts) {
    const unpacked = await entry.read(left);
    left -= unpacked.length;
    const text = await decodeText(unpacked, `${name}: ${shown(path)}`, encoding);
    if (await hasInk(text.text)) decoded.push(text);
  }
  if (decoded.length === 0) throw new VerseloomError('zip.noText', { name });
  return {
    text: joinLines(decoded.map(({ text }) => text)),
    encoding: [...new Set(decoded.map((text) => text.encoding))].join(', '),
  };
}

/** @returns the texts with a line feed between each two */
function joinLines(texts: readonly Uint8Array[]): Uint8Array {
  const lineFeed = Buffer.from('\n');
  return Buffer.concat(texts.flatMap((text, i) => (i === 0 ? [text] : [lineFeed, text])));
}

/** Windows marks names that are UTF-8 and writes others in its own code page; macOS writes UTF-8 without a mark. */
function decodeName({ nameBytes, utf8Name }: ZipEntry): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: !utf8Name }).decode(nameBytes);
  } catch {
    name = iconv.decode(Buffer.from(nameBytes), 'GB18030');
  }
  return name.replaceAll('\\', '/');
}

/** Whether a path names a text; not what macOS adds, and not what is hidden. */
function isText(path: string): boolean {
  const parts = path.split('/');
  const hidden = parts.some(
    (part) => part === '__MACOSX' || (part.startsWith('.') && part !== '.'),
  );
  return !hidden && /\.txt$/i.test(path);
}

function refusal({ kind, reason }: ZipFault, name: string, limits: ZipLimits): VerseloomError {
  if (kind === 'encrypted') return new VerseloomError('zip.encrypted', { name });
  if (kind === 'tooLarge')
    return new VerseloomError('zip.tooLarge', { name, limitMb: Math.ceil(limits.bytes / MIB) });
  return new VerseloomError('zip.damaged', { name, reason });
}
