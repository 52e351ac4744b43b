/** The files that a person names, and those in the folders that a person names, with all folders below. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { toFailure, VerseloomError, type Failure } from '../../contract/errors.ts';
import { unreadable } from '../../contract/disk-errors.ts';
import { isHidden } from '../../corpus/entry-names.ts';
import { inOrderOfNames } from '../../contract/corpus/natural-order.ts';
import type { GivenFile } from '../../contract/corpus/corpus.ts';
import { MIB, type CorpusLimits } from '../../contract/corpus/limits.ts';
import { readBytes } from '../../store/files/atomic-file.ts';

export { inOrderOfNames };

/** A file that could not be read, in the place of what it holds. */
export interface LostFile {
  readonly name: string;
  readonly failure: Failure;
}
export interface FoundFile extends GivenFile {
  /** Where it lies; what came in another way has none. */
  readonly path?: string;
}
export type CollectedFile = FoundFile | LostFile;

export const isLost = (file: CollectedFile): file is LostFile => 'failure' in file;

/**
 * One bad file refuses none of the others: it comes with its failure.
 * @param paths of files and folders, in the order in which their songs are to come; what is in a folder comes in the order of names
 */
export async function collectFiles(
  paths: readonly string[],
  limits: CorpusLimits,
): Promise<CollectedFile[]> {
  const collection = new Collection(limits);
  for (const path of paths) await collection.add(path, visible(basename(path)));
  return collection.files;
}

/** What a person names is no file of the system's, whatever it begins with. */
const visible = (name: string): string => name.replace(/^\.+(?=.)/, '');

class Collection {
  readonly files: CollectedFile[] = [];
  /** A link may lead back to a folder that it lies in. */
  readonly #seen = new Set<string>();
  readonly #limits: CorpusLimits;
  #bytes = 0;

  constructor(limits: CorpusLimits) {
    this.#limits = limits;
  }

  async add(path: string, name: string): Promise<void> {
    try {
      const found = await stat(path).catch((error: unknown) => {
        throw unreadable(path, error);
      });
      if (found.isDirectory()) await this.#addFolder(path, name);
      else this.files.push({ name, path, bytes: await this.#read(path) });
    } catch (error) {
      this.files.push({ name, failure: toFailure(error) });
    }
  }

  async #addFolder(path: string, name: string): Promise<void> {
    const real = await realpath(path);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    const names = await readdir(path).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    for (const inner of inOrderOfNames(names, (inside) => inside)) {
      // It is named, and not gone into.
      const [innerName, innerPath] = [`${name}/${inner}`, join(path, inner)];
      if (isHidden(inner))
        this.files.push({ name: innerName, path: innerPath, bytes: new Uint8Array() });
      else await this.add(innerPath, innerName);
    }
  }

  async #read(path: string): Promise<Uint8Array> {
    const { limitMb, limitFiles } = this.#limits;
    const name = basename(path);
    if (this.files.length >= limitFiles)
      throw new VerseloomError('corpus.tooMany', { name, limitFiles });
    const limit = limitMb * MIB;
    const tooLarge = (size: number): VerseloomError =>
      new VerseloomError('corpus.tooLarge', {
        ...{ name, limitMb, ...(size <= limit && { field: 'files' }) },
      });
    const bytes = await readBytes(path, limit - this.#bytes, tooLarge);
    this.#bytes += bytes.length;
    return bytes;
  }
}
