/** What a folder has of models, or of records of runs, by their ids: told by its index as far as that still holds, else by the files themselves. */
import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, unreadable } from '../../contract/disk-errors.ts';
import { toFailure } from '../../contract/errors.ts';
import type { ModelInfo } from '../../contract/model.ts';
import { isUnchanged, statIfThere } from '../files/file-stat.ts';
import { MODEL_ENDING } from '../files/trash.ts';
import { readListed } from './model-file.ts';
import { ModelIndex, type Listed } from './model-index.ts';
import { describeDamaged, describeModel, type Summary } from './model-info.ts';

export const ENDING = MODEL_ENDING;
const INDEX = 'index.json';
/** Files that are read at the same time: a large library has more than a process may have open. */
const AT_ONCE = 8;
/** An id is a file's name without its ending: letters and digits of any script, so that files copied in by hand count too. */
const ID = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()-]{0,150}$/u;

/** Whether a file of that name counts as a model. */
export const isModelId = (id: string): boolean => ID.test(id);

/** Sorts by time, and is as good as unique when several processes save in the same second. */
export function newModelId(now = Date.now()): string {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+Z$/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

export class ModelListing {
  readonly #folder: string;

  readonly #ending: string;
  readonly #read: (path: string) => Promise<Summary>;

  /** @param read what a file tells of itself */
  constructor(
    folder: string,
    ending = ENDING,
    read: (path: string) => Promise<Summary> = readListed,
  ) {
    this.#folder = folder;
    this.#ending = ending;
    this.#read = read;
  }

  /** @returns all models, newest first; a file that cannot be opened is among them, with the reason in `damage` */
  async all(): Promise<ModelInfo[]> {
    const index = await ModelIndex.read(join(this.#folder, INDEX));
    const listed: Listed[] = [];
    const ids = (await this.#ids()).values();
    const take = async (): Promise<void> => {
      for (const id of ids) {
        const model = (await this.#recall(id, index)) ?? (await this.look(id));
        if (model) listed.push(model);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, take));
    await index.update(listed);
    return listed
      .map(({ info }) => info)
      .sort((a, b) => compare(b.savedAt, a.savedAt) || compare(b.id, a.id));
  }

  /** @returns what the file itself says; undefined when it is gone */
  async look(id: string): Promise<Listed | undefined> {
    const path = this.#path(id);
    let stat: BigIntStats | undefined;
    try {
      stat = await statIfThere(path);
      if (!stat) return undefined;
      const info = describeModel(id, Number(stat.size), await this.#read(path));
      return { id, info, stat: isUnchanged(stat, await statIfThere(path)) ? stat : null };
    } catch (error) {
      const failure = toFailure(unreadable(path, error));
      if (failure.code === 'file.notFound') return undefined;
      const { size = 0n, mtime = new Date(0) } = stat ?? {};
      const info = describeDamaged(id, Number(size), mtime, failure);
      // What the disk refuses today it may give tomorrow.
      return { id, info, stat: failure.code.startsWith('model.') ? stat! : null };
    }
  }

  /** @returns what the index knows of a file */
  async #recall(id: string, index: ModelIndex): Promise<Listed | undefined> {
    const stat = await statIfThere(this.#path(id)).catch(() => undefined);
    const info = stat && index.find(id, stat);
    return info && { id, stat, info };
  }

  async #ids(): Promise<string[]> {
    try {
      const names = await readdir(this.#folder);
      return names
        .filter((name) => name.endsWith(this.#ending))
        .map((name) => name.slice(0, -this.#ending.length))
        .filter(isModelId);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw unreadable(this.#folder, error);
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}${this.#ending}`);
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
