/** The models that a person keeps: one file each in a folder, newest first, with a trash beside them. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { toFailure, VerseloomError } from '../contract/errors.ts';
import type { Manifest, ModelInfo } from '../contract/model.ts';
import {
  errnoOf,
  flushFolder,
  readBytes,
  unreadable,
  unwritable,
  writeFileAtomically,
} from './atomic-file.ts';
import {
  decodeModel,
  readManifest,
  readModelFile,
  writeModelFile,
  type LanguageModel,
  type ModelFile,
} from './model-file.ts';
import { describeDamaged, describeModel } from './model-info.ts';

const ENDING = '.verse';
const TRASH = '.trash';
const DAY = 24 * 60 * 60 * 1000;
const TRASH_AGE = 30 * DAY;
/** What a process that was killed while it wrote leaves behind; a day later nobody is writing it any more. */
const LEFTOVER = /\.verse\.\d+$/;
const LEFTOVER_AGE = DAY;
/** An id is a file's name without its ending: letters and digits of any script, so that files copied in by hand count too. */
const ID = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()-]{0,150}$/u;

export class ModelLibrary {
  readonly #folder: string;
  readonly #trash: string;
  readonly #now: () => number;

  private constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#trash = join(folder, TRASH);
    this.#now = now;
  }

  /** Makes the folders and throws away what has lain in the trash for 30 days. @throws VerseloomError `file.unwritable` */
  static async open(folder: string, now: () => number = Date.now): Promise<ModelLibrary> {
    const library = new ModelLibrary(folder, now);
    try {
      await mkdir(library.#trash, { recursive: true });
      await library.#purge(library.#trash, (name) =>
        name.endsWith(ENDING) ? TRASH_AGE : undefined,
      );
      await library.#purge(folder, (name) => (LEFTOVER.test(name) ? LEFTOVER_AGE : undefined));
    } catch (error) {
      throw unwritable(folder, error);
    }
    return library;
  }

  /** @returns all models, newest first; a file that cannot be opened is among them, with the reason in `damage` */
  async list(): Promise<ModelInfo[]> {
    const infos: ModelInfo[] = [];
    // One after another: a large library would else open more files at once than a process may.
    for (const id of await this.#ids()) {
      const info = await this.#describe(id);
      if (info) infos.push(info);
    }
    return infos.sort((a, b) => compare(b.savedAt, a.savedAt) || compare(b.id, a.id));
  }

  /** @throws VerseloomError `model.notFound` {id} */
  async info(id: string): Promise<ModelInfo> {
    const info = this.#isId(id) ? await this.#describe(id) : undefined;
    if (!info) throw notFound(id);
    return info;
  }

  /**
   * @param id of the model that is written anew, under the name that it has by now; a new one without
   * @returns the id of the model, once it is on disk
   * @throws VerseloomError `file.unwritable`; what was there is then as it was
   */
  async save(
    manifest: Manifest,
    model: LanguageModel,
    id: string = this.#newId(),
  ): Promise<string> {
    const path = this.path(id);
    const { name } = await readManifest(path).catch(() => manifest); // a new one, or one that is gone
    await writeModelFile(path, { ...manifest, name }, model);
    return id;
  }

  /** @throws VerseloomError `model.notFound` {id}, `model.damaged`, `model.newer`, `model.notOurs` */
  async read(id: string): Promise<ModelFile> {
    return found(id, readModelFile(this.path(id)));
  }

  /** Changes the name in the manifest; the weights stay bit for bit. @throws VerseloomError as `read`, `file.unwritable` */
  async rename(id: string, name: string): Promise<ModelInfo> {
    const { manifest, model } = await this.read(id);
    await writeModelFile(this.path(id), { ...manifest, name }, model);
    return this.info(id);
  }

  /** Moves a model to the trash. @throws VerseloomError `model.notFound` {id}, `file.unwritable` */
  async remove(id: string): Promise<void> {
    const [path, trashed] = [this.path(id), this.#trashPath(id)];
    await this.#move(id, path, trashed);
    // Its age in the trash counts from now. Without the right time it would only be kept for longer or shorter.
    const now = new Date(this.#now());
    await utimes(trashed, now, now).catch(() => {});
  }

  /** Takes a model back out of the trash. @throws VerseloomError `model.notFound` {id}, `file.unwritable` */
  async restore(id: string): Promise<ModelInfo> {
    const path = this.path(id);
    // Restored before: nothing in the trash may overwrite what is in the library.
    if (await sizeAndTime(path)) return this.info(id);
    await this.#move(id, this.#trashPath(id), path);
    return this.info(id);
  }

  /**
   * Takes in a model file from elsewhere, after reading the whole of it.
   * @param name of the file, for the errors
   * @throws VerseloomError `model.notOurs`, `model.newer`, `model.damaged`, `file.unwritable`
   */
  async import(bytes: Uint8Array, name: string): Promise<ModelInfo> {
    await decodeModel(bytes, name);
    const id = this.#newId();
    await writeFileAtomically(this.path(id), bytes);
    return this.info(id);
  }

  /** As `import`, for a file on this machine; one that is in the library already is not taken in twice. */
  async importFile(path: string): Promise<ModelInfo> {
    const bytes = await readBytes(path);
    for (const id of await this.#ids()) {
      const known = await sizeAndTime(this.path(id));
      if (known?.bytes !== bytes.length) continue;
      if (Buffer.compare(await readBytes(this.path(id)), bytes) === 0) return this.info(id);
    }
    return this.import(bytes, basename(path));
  }

  /** @returns the file as it is, and a name for it. @throws VerseloomError `model.notFound` {id} */
  async export(id: string): Promise<{ name: string; bytes: Uint8Array }> {
    const { name } = await this.info(id);
    return {
      name: `${fileName(name) || id}${ENDING}`,
      bytes: await found(id, readBytes(this.path(id))),
    };
  }

  /** @returns where the model of this id lies, or would lie. @throws VerseloomError `model.notFound` for what is no id */
  path(id: string): string {
    if (!this.#isId(id)) throw notFound(id);
    return join(this.#folder, `${id}${ENDING}`);
  }

  #trashPath(id: string): string {
    return join(this.#trash, `${id}${ENDING}`);
  }

  #isId(id: string): boolean {
    return ID.test(id);
  }

  /** Sorts by time, and is as good as unique when several processes save in the same second. */
  #newId(): string {
    const time = new Date(this.#now()).toISOString().replace(/[-:]|\.\d+Z$/g, '');
    return `${time}-${randomBytes(4).toString('hex')}`;
  }

  async #ids(): Promise<string[]> {
    try {
      const names = await readdir(this.#folder);
      return names
        .filter((name) => name.endsWith(ENDING))
        .map((name) => name.slice(0, -ENDING.length))
        .filter((id) => this.#isId(id));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw unreadable(this.#folder, error);
    }
  }

  /** @returns undefined when the file is gone */
  async #describe(id: string): Promise<ModelInfo | undefined> {
    const path = this.path(id);
    const file = await sizeAndTime(path);
    if (!file) return undefined;
    try {
      return describeModel(id, file.bytes, await readManifest(path));
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'file.notFound') return undefined;
      return describeDamaged(id, file.bytes, file.changedAt, failure);
    }
  }

  async #move(id: string, from: string, to: string): Promise<void> {
    try {
      await mkdir(this.#trash, { recursive: true });
      await rename(from, to);
      await flushFolder(this.#trash);
      await flushFolder(this.#folder);
    } catch (error) {
      throw errnoOf(error) === 'ENOENT' ? notFound(id) : unwritable(from, error);
    }
  }

  /** @param ageOf how old a file of this name may become, in milliseconds; undefined for files that stay */
  async #purge(folder: string, ageOf: (name: string) => number | undefined): Promise<void> {
    for (const name of await readdir(folder)) {
      const limit = ageOf(name);
      if (limit === undefined) continue;
      const file = await sizeAndTime(join(folder, name));
      if (file && this.#now() - file.changedAt.getTime() > limit)
        await rm(join(folder, name), { force: true });
    }
  }
}

async function sizeAndTime(path: string): Promise<{ bytes: number; changedAt: Date } | undefined> {
  try {
    const { size, mtime } = await stat(path);
    return { bytes: size, changedAt: mtime };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
}

async function found<T>(id: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof VerseloomError && error.code === 'file.notFound') throw notFound(id);
    throw error;
  }
}

/** @returns a name that every file system takes, as near to the given one as can be. */
function fileName(name: string): string {
  const safe = name
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  return Array.from(safe).slice(0, 80).join('').trim();
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const notFound = (id: string) => new VerseloomError('model.notFound', { id });
