/** The names of what is in a zip, which rarely says in which encoding they are. */
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
  const all = Buffer.concat(unmarked.flatMap(({ nameBytes }) => [nameBytes, Buffer.from('\n')]));
  const encoding = guessEncoding(all)?.encoding ?? 'gb18030';
  return entries.map((entry) => {
    const guessed = decodeAs(entry.nameBytes, entry.utf8Name ? 'utf-8' : encoding);
    // Two systems may have put files into one zip.
    const path = guessed.includes(WRONG) ? otherwise(entry.nameBytes, guessed) : guessed;
    return { entry, path: path.replaceAll('\\', '/') };
  });
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
