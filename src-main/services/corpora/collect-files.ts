/** The files that a person names, and those in the folders that a person names, with all folders below. */
import { realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { toFailure, VerseloomError, type Failure } from '../../contract/errors.ts';
import { unreadable } from '../../contract/disk-errors.ts';
import { isHidden } from '../../corpus/entry-names.ts';
import { inOrderOfNames } from '../../contract/corpus/natural-order.ts';
import type { GivenFile } from '../../contract/corpus/corpus.ts';
import { MIB, type CorpusLimits } from '../../contract/corpus/limits.ts';
import { readBytes } from '../../store/files/atomic-file.ts';
import type { FilePath } from '../../store/files/read-file.ts';
import { entriesOf, placesOf } from './names-on-disk.ts';

export { inOrderOfNames };
export type { FilePath };

/** A file that could not be read, in the place of what it holds. */
export interface LostFile {
  readonly name: string;
  readonly failure: Failure;
}
export interface FoundFile extends GivenFile {
  /** Where it lies; what came in another way has none. */
  readonly path?: FilePath;
  /** Whether it was named, and not the folder that it lies in. */
  readonly isNamed?: boolean;
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
  for (const path of paths)
    for (const found of await placesOf(path))
      await collection.add({ ...found, name: visible(basename(found.shown)), isNamed: true });
  return collection.files;
}

/** What a person names is no file of the system's, whatever it begins with. */
const visible = (name: string): string => name.replace(/^\.+(?=.)/, '');

/** A file or a folder on its way in. */
interface Found {
  readonly path: FilePath;
  /** The same as errors tell it. */
  readonly shown: string;
  readonly name: string;
  readonly isNamed: boolean;
}

class Collection {
  readonly files: CollectedFile[] = [];
  /** A link may lead back to a folder that it lies in. */
  readonly #seen = new Set<string>();
  readonly #limits: CorpusLimits;
  #bytes = 0;

  constructor(limits: CorpusLimits) {
    this.#limits = limits;
  }

  async add(found: Found): Promise<void> {
    const { path, shown, name, isNamed } = found;
    try {
      const there = await stat(path).catch((error: unknown) => {
        throw unreadable(shown, error);
      });
      if (there.isDirectory()) await this.#addFolder(found);
      else this.files.push({ name, path, isNamed, bytes: await this.#read(found) });
    } catch (error) {
      const failure = toFailure(error);
      const { path: told, ...params } = failure.params;
      this.files.push({
        name,
        failure: told === undefined ? failure : { ...failure, params: { path: shown, ...params } },
      });
    }
  }

  async #addFolder({ path, shown, name }: Found): Promise<void> {
    const real = (await realpath(path, { encoding: 'buffer' })).toString('latin1');
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    const entries = await entriesOf(path).catch((error: unknown) => {
      throw unreadable(shown, error);
    });
    for (const entry of inOrderOfNames(entries, (inside) => inside.name)) {
      const inner = {
        ...{ path: entry.path, shown: join(shown, entry.name), name: `${name}/${entry.name}` },
        isNamed: false,
      };
      // It is named, and not gone into.
      if (isHidden(entry.name))
        this.files.push({ name: inner.name, path: inner.path, bytes: new Uint8Array() });
      else await this.add(inner);
    }
  }

  async #read({ path, shown }: Found): Promise<Uint8Array> {
    const { limitMb, limitFiles } = this.#limits;
    const name = basename(shown);
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
