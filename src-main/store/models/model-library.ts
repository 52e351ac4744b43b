/**
 * The models that a person keeps: one file each in a folder, newest first, with a trash beside them.
 *
 * The name, the tags, the notes and the mark of a favourite are the person's, the rest of a file is the run's: so a save takes the
 * former from the file that it replaces. Where that was removed meanwhile, the save puts the model back under the same id, as the
 * person called it last, and nothing is lost; the earlier state stays in the trash.
 */
import { chmod, lutimes, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { VerseloomError } from '../../contract/errors.ts';
import { fileNameOf } from '../../contract/names/file-name.ts';
import type { Manifest, ModelInfo } from '../../contract/model.ts';
import { errnoOf, unwritable } from '../../contract/disk-errors.ts';
import {
  flushFolder,
  PRIVATE,
  readBytes,
  replaceFile,
  writeFileAtomically,
} from '../files/atomic-file.ts';
import { whileAlone } from '../files/change-lock.ts';
import { bestStepOf } from './best-step.ts';
import { statIfThere } from '../files/file-stat.ts';
import { copyAtomically } from '../files/file-tree.ts';
import { checkGuards } from '../files/folder-guards.ts';
import { makeFolder } from '../files/make-folder.ts';
import { fromMemory, withFile } from '../archives/archive-reader.ts';
import {
  decodeModel,
  encodeModel,
  packModelFile,
  readHistory,
  readModelFile,
  readSummary,
  readLearntText,
  readSnapshotsOf,
  readWeights,
  writeModelFile,
  writePacked,
  type ModelFile,
} from './model-file.ts';
import { labelOf, relabelled, type Label } from './label.ts';
import { findSame, fingerprintOf, putInPlace, type Imported } from './model-import.ts';
import { ENDING, isModelId, ModelListing, newModelId } from './model-listing.ts';
import { TRASH } from '../files/trash.ts';
import { TurnsByName } from '../files/turns-by-name.ts';
import { giveWay } from '../files/slices.ts';

/** Models that lie elsewhere, and are read like any other: those that come with the product. */
interface BuiltInModels {
  has(id: string): boolean;
  list(): Promise<ModelInfo[]>;
  /** @param id of one of these */
  info(id: string): Promise<ModelInfo>;
  /** Undefined for any other model, as is the name. */
  path(id: string): string | undefined;
  nameOf(id: string): string | undefined;
  /** @throws VerseloomError `model.builtIn` {name} where it is one of these */
  refuse(id: string): void;
}

interface Around {
  readonly now?: () => number;
  /** Those that come with the product; left out: none. */
  readonly starters?: BuiltInModels | undefined;
}

export class ModelLibrary {
  readonly #folder: string;
  readonly #trash: string;
  readonly #listing: ModelListing;
  readonly #now: () => number;
  readonly #starters: BuiltInModels | undefined;
  readonly #changes = new TurnsByName();

  private constructor(folder: string, { now = Date.now, starters }: Around) {
    this.#folder = folder;
    this.#trash = join(folder, TRASH);
    this.#listing = new ModelListing(folder);
    this.#now = now;
    this.#starters = starters;
  }

  /** Makes the folders. @throws VerseloomError `file.unwritable` */
  static async open(folder: string, around: Around = {}): Promise<ModelLibrary> {
    const library = new ModelLibrary(folder, around);
    try {
      await makeFolder(library.#trash, PRIVATE.folderMode);
    } catch (error) {
      throw unwritable(folder, error);
    }
    return library;
  }

  /**
   * @returns all models, newest first, and after them those that come with the product; a file that cannot be opened is among them,
   * with the reason in `damage`
   */
  async list(): Promise<ModelInfo[]> {
    const [own, starters] = await Promise.all([this.#listing.all(), this.#starters?.list() ?? []]);
    return [...own, ...starters];
  }

  /** Whether a model comes with the product: it can be read like any other, and not be changed or removed. */
  isBuiltIn(id: string): boolean {
    return this.#starters?.has(id) ?? false;
  }

  /** @throws VerseloomError `model.notFound` {id} */
  async info(id: string): Promise<ModelInfo> {
    if (this.isBuiltIn(id)) return this.#starters!.info(id);
    const found = this.isId(id) ? await this.#listing.look(id) : undefined;
    if (!found) throw notFound(id);
    return found.info;
  }

  /**
   * @param id of the model that is written anew; a new one without
   * @param savedAts what its manifest may say, as far as the caller knows; where another program has written it since, both are kept
   * @param nameBefore what the caller has called it: where it still is, it takes the new name
   * @returns the id of the model, once it is on disk: a new one where both are kept
   * @throws VerseloomError `file.unwritable`; what was there is then as it was
   */
  async save(
    file: ModelFile,
    id?: string,
    savedAts?: readonly string[],
    nameBefore?: string,
  ): Promise<string> {
    if (id === undefined) return this.#write(file);
    let saved = id;
    await this.#inTurn(id, async () => {
      const packed = await packModelFile(file);
      const write = async (): Promise<void> => {
        const there = await this.#manifestOf(id);
        await giveWay();
        if (there && savedAts && !savedAts.includes(there.savedAt)) saved = newModelId(this.#now());
        const { name } = packed.manifest;
        const label = there && { ...labelOf(there), ...(there.name === nameBefore && { name }) };
        const manifest = relabelled(packed.manifest, label ?? {});
        await writePacked(this.path(saved), { ...packed, manifest }, PRIVATE);
      };
      await whileAlone(this.#folder, write, async () => {
        saved = newModelId(this.#now()); // in nobody's way
        await write();
      });
    });
    return saved;
  }

  /**
   * Saves a new model even where another application has made the folder its own by now, as the command line does beside it: nothing of
   * that one's is touched, and nothing is lost. Otherwise as `save`.
   */
  async saveBesideOthers(file: ModelFile): Promise<string> {
    const id = newModelId(this.#now());
    await writePacked(this.path(id), await packModelFile(file), PRIVATE, replaceFile);
    return id;
  }

  /** @throws VerseloomError `model.notFound` {id}, `model.damaged`, `model.newer`, `model.notOurs` */
  async read(id: string): Promise<ModelFile> {
    return this.#called(id, await found(id, readModelFile(this.path(id))));
  }

  /** What writing needs of a model. @throws VerseloomError as `read` */
  async readWeights(id: string): Promise<Pick<ModelFile, 'manifest' | 'model'>> {
    return this.#called(id, await found(id, readWeights(this.path(id))));
  }

  /** The moments that the run of a model has kept. @throws VerseloomError as `read` */
  readSnapshots(id: string): ReturnType<typeof readSnapshotsOf> {
    return found(id, readSnapshotsOf(this.path(id)));
  }

  /** The text that a model has learnt, in UTF-8; null where its file does not have it. @throws VerseloomError as `read` */
  async readLearntText(id: string): Promise<Uint8Array | null> {
    return found(id, readLearntText(this.path(id)));
  }

  /** The run of a model as it went. @throws VerseloomError as `read` */
  async readHistory(id: string): Promise<Pick<ModelFile, 'manifest' | 'epochs' | 'samples'>> {
    return found(id, readHistory(this.path(id)));
  }

  /** One that comes with the product is called otherwise in each language. */
  #called<File extends Pick<ModelFile, 'manifest'>>(id: string, file: File): File {
    const name = this.#starters?.nameOf(id);
    return name === undefined ? file : { ...file, manifest: { ...file.manifest, name } };
  }

  /**
   * Changes what the person calls a model by; the rest stays bit for bit.
   * @throws VerseloomError as `read`, `model.builtIn` {name}, `file.unwritable`
   */
  async change(id: string, changes: Partial<Label>): Promise<ModelInfo> {
    await this.#alone(id, async () => {
      const { manifest, ...parts } = await this.read(id);
      const changed = relabelled(manifest, changes);
      await writeModelFile(this.path(id), { ...parts, manifest: changed }, PRIVATE);
    });
    return this.info(id);
  }

  /** Copies a model, without the mark of a favourite. @throws VerseloomError as `read`, `file.unwritable` */
  async duplicate(id: string, name: string): Promise<ModelInfo> {
    const file = await this.read(id);
    return this.#add({ ...file, manifest: { ...file.manifest, name, favourite: false } });
  }

  /**
   * Makes the best saved step of a model one of its own: with the run up to there, and without what it takes to go on with it. Where
   * the best step is the last one, that is a copy.
   * @throws VerseloomError as `read`, `file.unwritable`
   */
  async takeBest(id: string, name: string): Promise<ModelInfo> {
    const file = await this.read(id);
    const best = bestStepOf(file, name);
    return best ? this.#add(best) : this.duplicate(id, name);
  }

  /** Moves a model to the trash. @throws VerseloomError `model.notFound` {id}, `model.builtIn` {name}, `file.unwritable` */
  async remove(id: string): Promise<void> {
    const [path, trashed] = [this.path(id), this.#trashPath(id)];
    await this.#alone(id, async () => {
      // Its age in the trash counts from now: told before, since one that lies there with an old time is thrown away.
      const now = new Date(this.#now());
      await lutimes(path, now, now).catch(() => {});
      await this.#move(id, path, trashed);
    });
  }

  /** Takes a model back out of the trash. @throws VerseloomError `model.notFound` {id}, `file.unwritable` */
  async restore(id: string): Promise<ModelInfo> {
    const path = this.path(id);
    await this.#alone(id, async () => {
      // Restored before, or saved anew: nothing in the trash may overwrite what is in the library.
      if (!(await statIfThere(path))) await this.#move(id, this.#trashPath(id), path);
    });
    return this.info(id);
  }

  /**
   * Takes in a model file from elsewhere, after reading the whole of it; one that is in the library already, whatever it is called
   * there, is not taken in twice.
   * @param name of the file: after it the model is called
   * @throws VerseloomError `model.notOurs`, `model.newer`, `model.damaged`, `file.unwritable`
   */
  async import(bytes: Uint8Array, name: string): Promise<Imported> {
    const file = await decodeModel(bytes, name);
    const fingerprint = await fingerprintOf(fromMemory(bytes), bytes.length);
    return this.#takeIn(file, name, fingerprint, (path) =>
      writeFileAtomically(path, bytes, PRIVATE),
    );
  }

  /** As `import`, for a file on this machine. @throws VerseloomError also `file.notFound`, `file.unreadable` */
  async importFile(path: string): Promise<Imported> {
    const file = await readModelFile(path);
    return this.#takeIn(file, path, await withFile(path, fingerprintOf), async (target) => {
      await checkGuards(target);
      const restrict = (copy: string): Promise<void> => chmod(copy, PRIVATE.fileMode);
      await copyAtomically(path, target, restrict).catch((error: unknown) => {
        throw unwritable(target, error);
      });
    });
  }

  async #takeIn(
    file: ModelFile,
    from: string,
    fingerprint: string,
    copyTo: (path: string) => Promise<void>,
  ): Promise<Imported> {
    const same = await findSame(await this.list(), this, file, fingerprint);
    if (same) return { ...same, alreadyThere: true };
    const id = newModelId(this.#now());
    await putInPlace(this.path(id), file, from, () => copyTo(this.path(id)));
    return { ...(await this.info(id)), alreadyThere: false };
  }

  /**
   * @param withText without it, the text that was learnt is left out, and its hash stays
   * @returns the file, and a name for it
   * @throws VerseloomError `model.notFound` {id}; without the text as `read`
   */
  async export(
    id: string,
    { withText }: { withText: boolean },
  ): Promise<{ name: string; bytes: Uint8Array }> {
    const { name, hasText } = await this.info(id);
    const bytes =
      withText || !hasText
        ? await found(id, readBytes(this.path(id)))
        : await encodeModel({ ...(await this.read(id)), text: null });
    return { name: `${fileNameOf(name, id)}${ENDING}`, bytes };
  }

  /** @returns where the model of this id lies, or would lie. @throws VerseloomError `model.notFound` for what is no id */
  path(id: string): string {
    const builtIn = this.#starters?.path(id);
    if (builtIn !== undefined) return builtIn;
    if (!this.isId(id)) throw notFound(id);
    return join(this.#folder, `${id}${ENDING}`);
  }

  #trashPath(id: string): string {
    return join(this.#trash, `${id}${ENDING}`);
  }

  /** Whether a file of that name counts as a model. */
  isId(id: string): boolean {
    return isModelId(id);
  }

  async #add(file: ModelFile): Promise<ModelInfo> {
    return this.info(await this.#write(file));
  }

  /** @returns the id of a new model */
  async #write(file: ModelFile): Promise<string> {
    const id = newModelId(this.#now());
    await writeModelFile(this.path(id), file, PRIVATE);
    return id;
  }

  /** Makes a change of a model in turn, while no other process makes one. */
  async #alone(id: string, change: () => Promise<void>): Promise<void> {
    await this.#inTurn(id, () => whileAlone(this.#folder, change));
  }

  /**
   * Makes a change of a model after those that were asked for before, so that none is made on what another is replacing.
   * @throws VerseloomError `model.builtIn` {name}
   */
  async #inTurn(id: string, change: () => Promise<void>): Promise<void> {
    this.#starters?.refuse(id);
    await this.#changes.take(id, change);
  }

  /**
   * @returns nothing for a new model, and for one that is damaged
   * @throws VerseloomError `file.unwritable` where the disk does not give the file at the moment: a save without its label would forget it
   */
  async #manifestOf(id: string): Promise<Manifest | undefined> {
    for (const path of [this.path(id), this.#trashPath(id)])
      try {
        return (await readSummary(path)).manifest;
      } catch (error) {
        if (!(error instanceof VerseloomError)) throw error;
        if (error.code === 'file.unreadable')
          throw new VerseloomError('file.unwritable', error.params, { cause: error });
      }
    return undefined;
  }

  async #move(id: string, from: string, to: string): Promise<void> {
    try {
      await makeFolder(this.#trash, PRIVATE.folderMode);
      await rename(from, to);
      await flushFolder(this.#trash);
      await flushFolder(this.#folder);
    } catch (error) {
      throw errnoOf(error) === 'ENOENT' ? notFound(id) : unwritable(from, error);
    }
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

const notFound = (id: string) => new VerseloomError('model.notFound', { id });
