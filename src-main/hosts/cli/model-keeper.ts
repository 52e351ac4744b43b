/** Saves what a run has learnt: where the person wants it, or in the end else in the library, so that no error loses it. */
import { toFailure, VerseloomError, type Failure } from '../../contract/errors.ts';
import { readSummary, writeModel, type ModelFile } from '../../services/model-files.ts';
import type { Save, Saving } from '../../services/training.ts';
import type { ModelPlace } from './find-model.ts';
import type { Surroundings } from './surroundings.ts';

export class ModelKeeper {
  #place: ModelPlace;
  readonly #around: Pick<Surroundings, 'openModels'>;
  #mayReplace: boolean;
  /** Where the model lies, once it is saved. */
  path = '';
  /** Why it does not lie where the person wanted it. */
  refusal: Failure | undefined;

  /** @param mayReplace whether there may be another file in that place before the first save */
  constructor(place: ModelPlace, around: Pick<Surroundings, 'openModels'>, mayReplace: boolean) {
    this.#place = place;
    this.#around = around;
    this.#mayReplace = mayReplace;
  }

  readonly save: Save = async (file, { savedAts, isLast }) => {
    try {
      this.path = await this.#saveAsWanted(file, savedAts);
    } catch (error) {
      // On the way, the next attempt may succeed.
      if (!(error instanceof VerseloomError) || !isLast) throw error;
      this.refusal = toFailure(error);
      this.path = await this.#saveInLibrary(file).catch(() => {
        throw error; // of the two, the one that the person can do something about
      });
    }
    return this.path;
  };

  /** The library knows what has become of a model of its own meanwhile, and may itself have been moved. */
  async #saveAsWanted(file: ModelFile, savedAts: Saving['savedAts']): Promise<string> {
    const { path, id } = this.#place;
    if (id === undefined) {
      if (!this.#mayReplace) await refuseOthers(path, savedAts);
      await writeModel(path, file);
      this.#mayReplace = false;
      return path;
    }
    const library = await this.#around.openModels();
    const saved = await library.save(file, id, savedAts);
    this.#place = { path: library.path(saved), id: saved };
    return this.#place.path;
  }

  async #saveInLibrary(file: ModelFile): Promise<string> {
    const library = await this.#around.openModels();
    return library.path(await library.save(file));
  }
}

/** @throws VerseloomError `file.unwritable` when the file is not what this run has saved: another one is at work there */
async function refuseOthers(path: string, savedAts: Saving['savedAts']): Promise<void> {
  try {
    const { manifest } = await readSummary(path);
    if (savedAts.includes(manifest.savedAt)) return;
  } catch (error) {
    if (!toFailure(error).code.startsWith('model.')) return; // there is none, or writing will say what is wrong
  }
  throw new VerseloomError('file.unwritable', {
    ...{ path, reason: 'another program has written it in the meantime', errno: 'EEXIST' },
  });
}
