/** The descriptions of all corpora in a folder, read again only where their files have changed. */
import type { BigIntStats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, unreadable } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { isUnchanged, statIfThere } from '../files/file-stat.ts';
import { DESCRIPTION, isCorpusId, readDescription } from './corpus-folder.ts';
import type { StoredCorpus } from './stored-corpus.ts';

export class CorpusShelf {
  readonly #folder: string;
  /** With what was known of their files before they were read. */
  readonly #known = new Map<string, { stat: BigIntStats; corpus: StoredCorpus }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @returns undefined where no corpus is; one that was found before is the same object again
   * @throws VerseloomError `file.unreadable` for one whose description is broken
   */
  async find(id: string): Promise<StoredCorpus | undefined> {
    if (!isCorpusId(id)) return undefined;
    const folder = join(this.#folder, id);
    const path = join(folder, DESCRIPTION);
    const now = await statIfThere(path).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOTDIR') return undefined;
      throw unreadable(path, error);
    });
    const known = this.#known.get(id);
    if (now && known && isUnchanged(known.stat, now)) return known.corpus;
    const corpus = now && (await readDescription(folder, id));
    if (corpus) this.#known.set(id, { stat: now, corpus });
    else this.#known.delete(id);
    return corpus;
  }

  /** Takes note of what has just been written, by whoever lets nobody else write meanwhile. */
  async note(corpus: StoredCorpus): Promise<void> {
    const stat = await statIfThere(join(this.#folder, corpus.id, DESCRIPTION));
    if (stat) this.#known.set(corpus.id, { stat, corpus });
  }

  /** @returns all that can be read, the newest first. @throws VerseloomError `file.unreadable` for the folder itself */
  async all(): Promise<StoredCorpus[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return []; // it is made with the next corpus
      throw unreadable(this.#folder, error);
    });
    const found: StoredCorpus[] = [];
    for (const id of names.filter(isCorpusId)) {
      const corpus = await this.find(id).catch(nothingIfBroken);
      if (corpus) found.push(corpus);
    }
    return found.sort(
      (a, b) => b.importedAt.localeCompare(a.importedAt) || a.id.localeCompare(b.id),
    );
  }
}

function nothingIfBroken(error: unknown): undefined {
  if (!(error instanceof VerseloomError) || error.code !== 'file.unreadable') throw error;
}
