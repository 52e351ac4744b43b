/** The texts that a person has imported: each as UTF-8 beside a small JSON file with what is known of it, and a trash beside them. */
import { lutimes, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { corpusInfo, MAX_TEXT_BYTES, type CorpusInfo } from '../../contract/corpus/corpus.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { errnoOf, unreadable, unwritable } from '../../contract/disk-errors.ts';
import {
  flushFolder,
  PRIVATE,
  readBytes,
  readJson,
  writeFileAtomically,
  writeJson,
} from '../files/atomic-file.ts';
import { checkGuards } from '../files/folder-guards.ts';
import { makeFolder } from '../files/make-folder.ts';
import { openFile } from '../files/read-file.ts';
import { hashOf } from '../files/text-hash.ts';
import { CORPUS_ENDINGS, TRASH } from '../files/trash.ts';

const stored = corpusInfo.extend({
  builtIn: z.literal(false),
  // More than any text is described by; what says more fills a screen.
  name: z.string().max(1000),
  firstLines: z.array(z.string().max(1000)).max(100),
  suggestedPrefixes: z.array(z.string().max(1000)).max(100),
  encoding: z.string().max(1000),
  /** ISO 8601, UTC. */ importedAt: z.string(),
});
type Stored = z.infer<typeof stored>;

const [ENDING, TEXT] = CORPUS_ENDINGS;
const ID = /^[0-9a-f]{16}$/;

export class CorpusLibrary {
  readonly #folder: string;
  readonly #trash: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#trash = join(folder, TRASH);
  }

  /** @throws VerseloomError `file.unwritable` */
  static async open(folder: string): Promise<CorpusLibrary> {
    try {
      await makeFolder(folder, PRIVATE.folderMode);
    } catch (error) {
      throw unwritable(folder, error);
    }
    return new CorpusLibrary(folder);
  }

  /** @returns all imported texts, newest first; one whose description is broken is left out until it is imported again */
  async list(): Promise<CorpusInfo[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return []; // it is made with the next text
      throw unreadable(this.#folder, error);
    });
    const ids = names
      .filter((name) => name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length));
    const found: Stored[] = [];
    for (const id of ids.filter((name) => ID.test(name))) {
      const corpus = await this.#describe(id);
      if (corpus) found.push(corpus);
    }
    return found
      .sort((a, b) => b.importedAt.localeCompare(a.importedAt) || a.id.localeCompare(b.id))
      .map(withoutTime);
  }

  /** @returns undefined when there is no such corpus */
  async find(id: string): Promise<CorpusInfo | undefined> {
    const corpus = ID.test(id) ? await this.#describe(id) : undefined;
    return corpus && withoutTime(corpus);
  }

  /**
   * Keeps a text, which is given in UTF-8. The same text is the same corpus, so that a second import changes nothing.
   * @throws VerseloomError `file.unwritable`; nothing is listed then that was not before
   */
  async add(
    facts: Omit<CorpusInfo, 'id' | 'builtIn'>,
    text: Uint8Array,
  ): Promise<CorpusInfo & { readonly alreadyThere: boolean }> {
    const id = facts.hash.slice(0, 16);
    const known = await this.find(id);
    if (known) return { ...known, alreadyThere: true };
    const corpus: Stored = { ...facts, id, builtIn: false, importedAt: new Date().toISOString() };
    // The description last: a corpus is there once it is.
    await writeFileAtomically(this.#textPath(id), text, PRIVATE);
    try {
      await writeJson(this.#infoPath(id), corpus);
    } catch (error) {
      await rm(this.#textPath(id), { force: true }).catch(() => {});
      throw error;
    }
    return { ...withoutTime(corpus), alreadyThere: false };
  }

  /**
   * @returns the text, in UTF-8
   * @throws VerseloomError `corpus.notFound` {id}; `file.unreadable`, also for another text than the one that was imported: a model
   * that learnt it could not be saved, since its file names the text by its hash
   */
  async readText({ id, hash }: Pick<CorpusInfo, 'id' | 'hash'>): Promise<Uint8Array> {
    const path = this.#textPath(id);
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

  /** @returns the first bytes of a text. @throws VerseloomError `corpus.notFound` {id}, `file.unreadable` */
  async readBeginning(id: string, bytes: number): Promise<Uint8Array> {
    const path = this.#textPath(id);
    const reading = firstBytes(path, bytes).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    return this.#reading(id, reading);
  }

  async #reading(id: string, bytes: Promise<Uint8Array>): Promise<Uint8Array> {
    try {
      return await bytes;
    } catch (error) {
      const isGone = error instanceof VerseloomError && error.code === 'file.notFound';
      throw isGone ? notFound(id) : error;
    }
  }

  /** Moves a corpus to the trash. @throws VerseloomError `corpus.notFound` {id}, `file.unwritable` */
  async remove(id: string): Promise<void> {
    // The description first: a corpus is there as long as it is.
    await this.#move(id, CORPUS_ENDINGS, this.#folder, this.#trash);
  }

  /** Takes a corpus back out of the trash. @throws VerseloomError `corpus.notFound` {id}, `file.unwritable` */
  async restore(id: string): Promise<CorpusInfo> {
    // Restored before, or imported anew: nothing in the trash may overwrite what is in the library.
    if (!(await this.find(id)))
      await this.#move(id, CORPUS_ENDINGS.toReversed(), this.#trash, this.#folder);
    const corpus = await this.find(id);
    if (!corpus) throw notFound(id);
    return corpus;
  }

  async #move(id: string, endings: readonly string[], from: string, to: string): Promise<void> {
    if (!ID.test(id)) throw notFound(id);
    await checkGuards(this.#infoPath(id));
    try {
      await makeFolder(to, PRIVATE.folderMode);
      for (const ending of endings) {
        const path = join(from, `${id}${ending}`);
        // Its age in the trash counts from now: told before, since what lies there with an old time is thrown away.
        const now = new Date();
        await lutimes(path, now, now).catch(() => {});
        await rename(path, join(to, `${id}${ending}`)).catch((error: unknown) => {
          const isLost = ending === TEXT && errnoOf(error) === 'ENOENT'; // and its description alone is left
          if (!isLost) throw error;
        });
      }
      for (const folder of [to, from]) await flushFolder(folder);
    } catch (error) {
      throw errnoOf(error) === 'ENOENT' ? notFound(id) : unwritable(from, error);
    }
  }

  async #describe(id: string): Promise<Stored | undefined> {
    try {
      return await readJson(this.#infoPath(id), stored);
    } catch (error) {
      if (error instanceof VerseloomError && error.code === 'file.unreadable') return undefined;
      throw error;
    }
  }

  /** @throws VerseloomError `corpus.notFound` for what is no id */
  #textPath(id: string): string {
    if (!ID.test(id)) throw notFound(id);
    return join(this.#folder, `${id}${TEXT}`);
  }

  #infoPath(id: string): string {
    return join(this.#folder, `${id}${ENDING}`);
  }
}

async function firstBytes(path: string, bytes: number): Promise<Uint8Array> {
  await using file = await openFile(path);
  const { buffer, bytesRead } = await file.read(new Uint8Array(bytes), 0, bytes, 0);
  return buffer.subarray(0, bytesRead);
}

const withoutTime = ({ importedAt: _, ...info }: Stored): CorpusInfo => info;
const notFound = (id: string) => new VerseloomError('corpus.notFound', { id });
