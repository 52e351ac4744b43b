/** Saves what a run has learnt: where the person wants it, or in the end else in the library, so that no error loses it. */
import { toFailure, VerseloomError, type Failure } from '../../contract/errors.ts';
import { writeModel, type ModelFile } from '../../services/model-files.ts';
import type { Save } from '../../services/training.ts';
import type { ModelPlace } from './find-model.ts';
import type { Surroundings } from './surroundings.ts';

export class ModelKeeper {
  #place: ModelPlace;
  readonly #around: Pick<Surroundings, 'openModels'>;
  readonly #isEnding: () => boolean;
  /** Where the model lies, once it is saved. */
  path = '';
  /** Why it does not lie where the person wanted it. */
  refusal: Failure | undefined;

  /** @param isEnding whether what is saved is the last of the run: on its way, the next attempt may succeed */
  constructor(
    place: ModelPlace,
    around: Pick<Surroundings, 'openModels'>,
    isEnding: () => boolean,
  ) {
    this.#place = place;
    this.#around = around;
    this.#isEnding = isEnding;
  }

  readonly save: Save = async (file, _id, savedAt) => {
    try {
      this.path = await this.#saveAsWanted(file, savedAt);
    } catch (error) {
      if (!(error instanceof VerseloomError) || !this.#isEnding()) throw error;
      this.refusal = toFailure(error);
      this.path = await this.#saveInLibrary(file).catch(() => {
        throw error; // of the two, the one that the person can do something about
      });
    }
    return this.path;
  };

  /** The library knows what has become of a model of its own meanwhile, and may itself have been moved. */
  async #saveAsWanted(file: ModelFile, savedAt: string | undefined): Promise<string> {
    const { path, id } = this.#place;
    if (id === undefined) {
      await writeModel(path, file);
      return path;
    }
    const library = await this.#around.openModels();
    const saved = await library.save(file, id, savedAt);
    this.#place = { path: library.path(saved), id: saved };
    return this.#place.path;
  }

  async #saveInLibrary(file: ModelFile): Promise<string> {
    const library = await this.#around.openModels();
    return library.path(await library.save(file));
  }
}
