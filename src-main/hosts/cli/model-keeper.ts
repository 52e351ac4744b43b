/** Saves what a run has learnt: where the person wants it, or in the end else in the library, so that no error loses it. */
import { toFailure, VerseloomError, type Failure } from '../../contract/errors.ts';
import { writeModel, type ModelFile } from '../../services/model-files.ts';
import type { Save } from '../../services/training.ts';
import type { ModelPlace } from './find-model.ts';
import type { Surroundings } from './surroundings.ts';

export class ModelKeeper {
  readonly #wanted: ModelPlace;
  readonly #around: Pick<Surroundings, 'openModels'>;
  readonly #isEnding: () => boolean;
  /** Where the model lies, once it is saved. */
  path = '';
  /** Why it does not lie where the person wanted it. */
  refusal: Failure | undefined;

  /** @param isEnding whether what is saved is the last of the run: on its way, the next attempt may succeed */
  constructor(
    wanted: ModelPlace,
    around: Pick<Surroundings, 'openModels'>,
    isEnding: () => boolean,
  ) {
    this.#wanted = wanted;
    this.#around = around;
    this.#isEnding = isEnding;
  }

  readonly save: Save = async (file) => {
    try {
      this.path = await this.#saveAsWanted(file);
    } catch (error) {
      if (!(error instanceof VerseloomError) || !this.#isEnding()) throw error;
      this.refusal = toFailure(error);
      this.path = await this.#saveInLibrary(file).catch(() => {
        throw error; // of the two, the one that the person can do something about
      });
    }
    return this.path;
  };

  /** The library keeps the name that a model of its own was given meanwhile, and may itself have been moved. */
  async #saveAsWanted(file: ModelFile): Promise<string> {
    const { path, id } = this.#wanted;
    if (id !== undefined) {
      const library = await this.#around.openModels();
      return library.path(await library.save(file, id));
    }
    await writeModel(path, file);
    return path;
  }

  async #saveInLibrary(file: ModelFile): Promise<string> {
    const library = await this.#around.openModels();
    return library.path(await library.save(file));
  }
}
