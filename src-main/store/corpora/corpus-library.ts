/**
 * The corpora that a person keeps: a folder each, see corpus-folder.ts, and a trash beside them.
 *
 * All that is changed is changed by one process at a time, see change-lock.ts: of two that have read a corpus, the second one to change it
 * is told that it is another by now. What one reads, works out and changes goes into `inTurn`.
 */
import { randomBytes } from 'node:crypto';
import { lutimes, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MAX_TEXT_BYTES } from '../../contract/corpus/limits.ts';
import { errnoOf, unreadable, unwritable } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { flushFolder, PRIVATE, readBytes } from '../files/atomic-file.ts';
import { whileAlone } from '../files/change-lock.ts';
import { lstatIfThere } from '../files/file-stat.ts';
import { copyAtomically } from '../files/file-tree.ts';
import { checkGuards } from '../files/folder-guards.ts';
import { makeFolder } from '../files/make-folder.ts';
import { written } from '../files/put-in-place.ts';
import { openFile } from '../files/read-file.ts';
import { hashOf } from '../files/text-hash.ts';
import { TRASH } from '../files/trash.ts';
import { TurnsByName } from '../files/turns-by-name.ts';
import {
  DESCRIPTION,
  discardCorpus,
  isCorpusId,
  namedFiles,
  packName,
  removeUnnamed,
  textName,
  timeAfter,
  withoutOver,
  writeCorpus,
} from './corpus-folder.ts';
import { CorpusShelf } from './corpus-shelf.ts';
import { packInto, type Pack } from './packs.ts';
import type { StoredCorpus } from './stored-corpus.ts';

/** As an import makes it. */
export type NewCorpus = Omit<StoredCorpus, 'id' | 'importedAt' | 'changedAt' | 'version'>;

export class CorpusLibrary {
  readonly #folder: string;
  readonly #trash: string;
  readonly #shelf: CorpusShelf;
  readonly #now: () => number;
  /** The last work on every corpus that there is some under way of. */
  readonly #turns = new TurnsByName();

  private constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#trash = join(folder, TRASH);
    this.#shelf = new CorpusShelf(folder);
    this.#now = now;
  }

  /** @throws VerseloomError `file.unwritable` */
  static async open(folder: string, now: () => number = Date.now): Promise<CorpusLibrary> {
    try {
      await makeFolder(folder, PRIVATE.folderMode);
    } catch (error) {
      throw unwritable(folder, error);
    }
    return new CorpusLibrary(folder, now);
  }

  /**
   * @returns all corpora, newest first; one whose description is broken is left out. They are kept for the next list, so whoever has
   * them changes nothing in them
   */
  list(): Promise<StoredCorpus[]> {
    return this.#shelf.all();
  }

  /** @returns as of `list`. @throws VerseloomError `corpus.notFound` {id}; `file.unreadable` where its description is broken */
  async read(id: string): Promise<StoredCorpus> {
    const corpus = await this.#shelf.find(id);
    if (!corpus) throw notFound(id);
    return corpus;
  }

  /** Does work on a corpus, such as a change of what it reads first, after all that was asked for before. */
  inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(id, work);
  }

  /**
   * Keeps a new corpus.
   * @param packs all that its sources name
   * @param text in UTF-8, whose hash it names
   * @throws VerseloomError `file.unwritable`, `data.inUse`; nothing is listed then that was not before
   */
  async add(corpus: NewCorpus, packs: readonly Pack[], text: Uint8Array): Promise<StoredCorpus> {
    const id = randomBytes(8).toString('hex');
    const time = new Date(this.#now()).toISOString();
    const whole: StoredCorpus = { ...corpus, id, version: 1, importedAt: time, changedAt: time };
    await checkHash(whole, text);
    const made = { packs: await packAll(packs), text };
    return this.#make(id, () => writeCorpus(this.#path(id), whole, made));
  }

  /**
   * Changes a corpus as it was read. Sources that were taken out 30 days ago are gone with it.
   * @param made packs that its sources name and that are not there yet; and the text, unless that is what it was
   * @throws VerseloomError `corpus.notFound` {id}; `file.unwritable`, also where it has been changed since it was read; `data.inUse`.
   * It is then as it was
   */
  async change(
    corpus: StoredCorpus,
    made: { readonly packs?: readonly Pack[]; readonly text?: Uint8Array },
  ): Promise<StoredCorpus> {
    const { id } = corpus;
    if (made.text) await checkHash(corpus, made.text);
    const packs = await packAll(made.packs ?? []);
    return whileAlone(this.#folder, async () => {
      const before = await this.read(id);
      const folder = this.#path(id);
      if (before.changedAt !== corpus.changedAt) throw written(join(folder, DESCRIPTION));
      if (!made.text && before.hash !== corpus.hash) throw new Error('the text is missing');
      await removeUnnamed(folder, before);
      const sources = [...withoutOver(corpus.sources, this.#now())];
      const changedAt = timeAfter(before.changedAt, this.#now());
      const next = { ...corpus, sources, changedAt };
      try {
        const now = await writeCorpus(folder, next, { packs, text: made.text });
        await this.#shelf.note(now);
        return now;
      } catch (error) {
        await removeUnnamed(folder, before);
        throw error;
      }
    });
  }

  /**
   * @returns the text, in UTF-8
   * @throws VerseloomError `corpus.notFound` {id}; `file.notFound`; `file.unreadable`, also for another text than the one of that hash:
   * a model that learnt it could not be saved, since its file names the text by its hash
   */
  async readText({ id, hash }: Pick<StoredCorpus, 'id' | 'hash'>): Promise<Uint8Array> {
    const path = join(this.#path(id), textName(hash));
    const text = await this.#reading(id, readBytes(path, MAX_TEXT_BYTES));
    if ((await hashOf(text)) !== hash)
      throw new VerseloomError('file.unreadable', {
        ...{
          path,
          reason: 'it is not the text that was imported; remove the corpus and import it anew',
        },
      });
    return text;
  }

  /** @returns the first bytes of the text. @throws VerseloomError `corpus.notFound` {id}, `file.notFound`, `file.unreadable` */
  async readBeginning(id: string, bytes: number): Promise<Uint8Array> {
    const path = join(this.#path(id), textName((await this.read(id)).hash));
    try {
      return await firstBytes(path, bytes);
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  /** @returns where a pack lies, for `readPack`. @throws VerseloomError `corpus.notFound` for what is no id */
  packPath(id: string, pack: string): string {
    if (!isCorpusId(pack)) throw notFound(id);
    return join(this.#path(id), packName(pack));
  }

  /** Moves a corpus to the trash. @throws VerseloomError `corpus.notFound` {id}, `file.unwritable`, `data.inUse` */
  async remove(id: string): Promise<void> {
    const path = this.#path(id);
    await whileAlone(this.#folder, async () => {
      if (!(await lstatIfThere(join(path, DESCRIPTION)).catch(() => undefined))) throw notFound(id);
      // Its age in the trash counts from now: told before, since what lies there with an old time is thrown away.
      const now = new Date(this.#now());
      await lutimes(path, now, now).catch(() => {});
      await this.#move(id, path, join(this.#trash, id));
    });
  }

  /** Takes a corpus back out of the trash. @throws VerseloomError `corpus.notFound` {id}, `file.unwritable`, `data.inUse` */
  async restore(id: string): Promise<StoredCorpus> {
    const path = this.#path(id);
    await whileAlone(this.#folder, async () => {
      // Restored before: nothing in the trash may overwrite what is in the library.
      if (!(await this.#shelf.find(id))) await this.#move(id, join(this.#trash, id), path);
    });
    return this.read(id);
  }

  /** Copies a corpus, without the sources that were taken out. @throws VerseloomError as `read`, `file.unwritable`, `data.inUse` */
  async duplicate(id: string, name: string): Promise<StoredCorpus> {
    const copyId = randomBytes(8).toString('hex');
    const [from, to] = [this.#path(id), this.#path(copyId)];
    return this.#make(copyId, async () => {
      const corpus = await this.read(id);
      const sources = corpus.sources.filter(({ removedAt }) => removedAt === null);
      const time = new Date(this.#now()).toISOString();
      const copy = { ...corpus, id: copyId, name, sources, importedAt: time, changedAt: time };
      await checkGuards(to);
      for (const file of namedFiles(copy))
        if (file !== DESCRIPTION) await copyFile(join(from, file), join(to, file));
      return writeCorpus(to, copy, { packs: new Map() });
    });
  }

  /** Makes a corpus where none is yet, or none at all. */
  #make(id: string, write: () => Promise<StoredCorpus>): Promise<StoredCorpus> {
    const make = async (): Promise<StoredCorpus> => {
      try {
        const corpus = await write();
        await flushFolder(this.#folder);
        await this.#shelf.note(corpus);
        return corpus;
      } catch (error) {
        await discardCorpus(this.#path(id));
        throw error;
      }
    };
    return whileAlone(this.#folder, make, make); // a new folder is in nobody's way
  }

  async #move(id: string, from: string, to: string): Promise<void> {
    try {
      await makeFolder(this.#trash, PRIVATE.folderMode);
      if (await lstatIfThere(from)) await discardCorpus(to); // what was left there of an earlier one
      await rename(from, to);
      for (const folder of [this.#trash, this.#folder]) await flushFolder(folder);
    } catch (error) {
      throw errnoOf(error) === 'ENOENT' ? notFound(id) : unwritable(from, error);
    }
  }

  async #reading(id: string, bytes: Promise<Uint8Array>): Promise<Uint8Array> {
    try {
      return await bytes;
    } catch (error) {
      const isGone = error instanceof VerseloomError && error.code === 'file.notFound';
      if (isGone) await this.read(id); // says so where it is the corpus that is gone
      throw error;
    }
  }

  /** @throws VerseloomError `corpus.notFound` for what is no id */
  #path(id: string): string {
    if (!isCorpusId(id)) throw notFound(id);
    return join(this.#folder, id);
  }
}

async function packAll(packs: readonly Pack[]): Promise<Map<string, readonly Uint8Array[]>> {
  const packed = new Map<string, readonly Uint8Array[]>();
  for (const pack of packs) packed.set(pack.id, 'zip' in pack ? [pack.zip] : await packInto(pack));
  return packed;
}

async function checkHash({ hash }: NewCorpus, text: Uint8Array): Promise<void> {
  if ((await hashOf(text)) !== hash)
    throw new Error('the text is not the one that the corpus names');
}

async function copyFile(from: string, to: string): Promise<void> {
  try {
    await makeFolder(dirname(to), PRIVATE.folderMode);
    await copyAtomically(from, to);
  } catch (error) {
    throw errnoOf(error) === 'ENOENT' ? unreadable(from, error) : unwritable(to, error);
  }
}

async function firstBytes(path: string, bytes: number): Promise<Uint8Array> {
  await using file = await openFile(path);
  const { buffer, bytesRead } = await file.read(new Uint8Array(bytes), 0, bytes, 0);
  return buffer.subarray(0, bytesRead);
}

const notFound = (id: string) => new VerseloomError('corpus.notFound', { id });
