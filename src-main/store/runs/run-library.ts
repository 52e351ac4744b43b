/** The records of runs that have no model: one file each in a folder, newest first, with a trash beside them. */
import { lutimes, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, unwritable } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { ModelInfo } from '../../contract/model.ts';
import { flushFolder, PRIVATE } from '../files/atomic-file.ts';
import { whileAlone } from '../files/change-lock.ts';
import { statIfThere } from '../files/file-stat.ts';
import { makeFolder } from '../files/make-folder.ts';
import { RUN_ENDING, TRASH } from '../files/trash.ts';
import { relabelled, type Label } from '../models/label.ts';
import { isModelId, ModelListing } from '../models/model-listing.ts';
import { readRecord, readRecordSummary, writeRecord, type RunRecord } from './run-record.ts';

export class RunLibrary {
  readonly #folder: string;
  readonly #listing: ModelListing;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#listing = new ModelListing(folder, RUN_ENDING, readRecordSummary);
  }

  /** Makes the folders. @throws VerseloomError `file.unwritable` */
  static async open(folder: string): Promise<RunLibrary> {
    try {
      await makeFolder(join(folder, TRASH), PRIVATE.folderMode);
    } catch (error) {
      throw unwritable(folder, error);
    }
    return new RunLibrary(folder);
  }

  /** @returns all records, newest first; one that cannot be read is among them, with the reason in `damage` */
  list(): Promise<ModelInfo[]> {
    return this.#listing.all();
  }

  /** Whether there is a record of that id. */
  async has(id: string): Promise<boolean> {
    return isModelId(id) && (await statIfThere(this.#path(id))) !== undefined;
  }

  /** @throws VerseloomError `run.notFound` {id} */
  async info(id: string): Promise<ModelInfo> {
    const found = isModelId(id) ? await this.#listing.look(id) : undefined;
    if (!found) throw notFound(id);
    return found.info;
  }

  /** @param id of the record, that of its model where it had one. @throws VerseloomError `file.unwritable`, `model.unsaveable` */
  async save(id: string, record: RunRecord): Promise<void> {
    await whileAlone(this.#folder, () => writeRecord(this.#path(id), record));
  }

  /** @throws VerseloomError `run.notFound` {id}, and as `readRecord` */
  async read(id: string): Promise<RunRecord> {
    try {
      return await readRecord(this.#path(id));
    } catch (error) {
      const isGone = error instanceof VerseloomError && error.code === 'file.notFound';
      throw isGone ? notFound(id) : error;
    }
  }

  /** Changes what the person calls a run by. @throws VerseloomError as `read`, `file.unwritable` */
  async change(id: string, changes: Partial<Label>): Promise<ModelInfo> {
    await whileAlone(this.#folder, async () => {
      const { manifest, ...parts } = await this.read(id);
      await writeRecord(this.#path(id), { ...parts, manifest: relabelled(manifest, changes) });
    });
    return this.info(id);
  }

  /** Moves a record to the trash. @throws VerseloomError `run.notFound` {id}, `file.unwritable` */
  async remove(id: string): Promise<void> {
    const now = new Date(); // its age in the trash counts from then
    await whileAlone(this.#folder, async () => {
      await lutimes(this.#path(id), now, now).catch(() => {});
      await this.#move(id, this.#path(id), this.#trashed(id));
    });
  }

  /** Takes a record back out of the trash. @throws VerseloomError `run.notFound` {id}, `file.unwritable` */
  async restore(id: string): Promise<ModelInfo> {
    await whileAlone(this.#folder, async () => {
      if (!(await this.has(id))) await this.#move(id, this.#trashed(id), this.#path(id));
    });
    return this.info(id);
  }

  /** Lets go of a record whose model is there again, which says the same. */
  async forget(id: string): Promise<void> {
    await rm(this.#path(id), { force: true }).catch(() => {});
  }

  /** @throws VerseloomError `run.notFound` for what is no id */
  #path(id: string): string {
    if (!isModelId(id)) throw notFound(id);
    return join(this.#folder, `${id}${RUN_ENDING}`);
  }

  #trashed(id: string): string {
    return join(this.#folder, TRASH, `${id}${RUN_ENDING}`);
  }

  async #move(id: string, from: string, to: string): Promise<void> {
    try {
      await makeFolder(join(this.#folder, TRASH), PRIVATE.folderMode);
      await rename(from, to);
      await flushFolder(join(this.#folder, TRASH));
      await flushFolder(this.#folder);
    } catch (error) {
      throw errnoOf(error) === 'ENOENT' ? notFound(id) : unwritable(from, error);
    }
  }
}

const notFound = (id: string) => new VerseloomError('run.notFound', { id });
