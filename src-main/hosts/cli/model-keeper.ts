/** Saves what a run has learnt: where the person wanted it, or else in the library, so that no error loses it. */
import { toFailure, VerseloomError, type Failure } from '../../contract/errors.ts';
import { keepInLibrary, writeModel } from '../../services/model-files.ts';
import type { Save } from '../../services/training.ts';

export class ModelKeeper {
  readonly #wanted: string;
  readonly #library: string;
  /** Where the model lies, once it is saved. */
  path = '';
  /** Why it does not lie where the person wanted it. */
  refusal: Failure | undefined;

  /**
   * @param wanted path of the model file
   * @param library folder of the models that the product keeps
   */
  constructor(wanted: string, library: string) {
    this.#wanted = wanted;
    this.#library = library;
  }

  readonly save: Save = async (manifest, model) => {
    try {
      await writeModel(this.#wanted, manifest, model);
      this.path = this.#wanted;
    } catch (error) {
      if (!(error instanceof VerseloomError)) throw error;
      this.refusal = toFailure(error);
      this.path = await keepInLibrary(this.#library, manifest, model).catch(() => {
        throw error; // of the two, the one that the person can do something about
      });
    }
    return this.path;
  };
}
