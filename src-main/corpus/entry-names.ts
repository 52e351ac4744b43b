/** The names of what is in a zip, which rarely says in which encoding they are, and of what an old program took out of one. */
import type { ZipEntry } from '../store/archives/zip-reader.ts';
import { decodeAs } from './encodings/encodings.ts';
import { guessEncoding } from './encodings/guess.ts';

export interface NamedEntry {
  readonly entry: ZipEntry;
  /** With `/` between folders, whatever the zip has. */
  readonly path: string;
}

const WRONG = '\ufffd';

/** Windows marks names that are UTF-8 and writes others in its own code page, one for all of them; macOS writes UTF-8 without a mark. */
export function namesOf(entries: readonly ZipEntry[]): NamedEntry[] {
  const unmarked = entries.filter(({ utf8Name }) => !utf8Name);
  const decode = decoderOf(unmarked.map(({ nameBytes }) => nameBytes));
  return entries.map((entry) => {
    const path = decode(entry.nameBytes, entry.utf8Name);
    return { entry, path: path.replaceAll('\\', '/') };
  });
}

/**
 * @param names in an encoding that nothing tells, one for all of them
 * @returns what decodes one of these, or of others beside them
 */
export function decoderOf(
  names: readonly Uint8Array[],
): (name: Uint8Array, isUtf8?: boolean) => string {
  const all = Buffer.concat(names.flatMap((name) => [name, Buffer.from('\n')]));
  const encoding = guessEncoding(all)?.encoding ?? 'gb18030';
  return (name, isUtf8 = false) => {
    const guessed = decodeAs(name, isUtf8 ? 'utf-8' : encoding);
    // Two systems may have put files into one zip.
    return guessed.includes(WRONG) ? otherwise(name, guessed) : guessed;
  };
}

function otherwise(bytes: Uint8Array, guessed: string): string {
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    const name = decodeAs(bytes, encoding);
    if (!name.includes(WRONG)) return name;
  }
  return guessed;
}

/** @returns whether a file is what systems keep beside a person's own */
export const isHidden = (name: string): boolean =>
  name
    .split('/')
    .some(
      (part) =>
        part === '__MACOSX' || /^\.[^./]/.test(part) || /^(?:thumbs\.db|desktop\.ini)$/i.test(part),
    );
