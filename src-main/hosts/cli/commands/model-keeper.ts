/** Saves what a run has learnt: where the person wants it, or in the end else in the library, so that no error loses it; of a run that is no model, its record. */
import { dirname } from 'node:path';
import { toFailure, VerseloomError, type Failure } from '../../../contract/errors.ts';
import { removeModelAt, saveModelAt, type ModelFile } from '../../../services/model-files.ts';
import type { Save, Saving } from '../../../services/training/training.ts';
import type { ModelPlace } from '../arguments/find-model.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

type Keeping = Pick<Surroundings, 'modelsFolder' | 'openModels' | 'openRuns'>;

export class ModelKeeper {
  #place: ModelPlace;
  readonly #around: Keeping;
  #mayReplace: boolean;
  /** Where the model lies, once it is saved. */
  path = '';
  /** Why it does not lie where the person wanted it. */
  refusal: Failure | undefined;
  /** Id of the run's record in the library, where there is nothing to write with. */
  record: string | undefined;

  /** @param mayReplace whether there may be another file in that place before the first save */
  constructor(place: ModelPlace, around: Keeping, mayReplace: boolean) {
    this.#place = place;
    this.#around = around;
    this.#mayReplace = mayReplace;
  }

  readonly save: Save = async (file, saving) => {
    const { isLast, isRecordAlone } = saving;
    if (isRecordAlone) {
      this.record = await this.#keepRecord(file, saving);
      this.path = '';
      return { id: null, name: file.manifest.name };
    }
    try {
      this.path = await this.#saveAsWanted(file, saving);
    } catch (error) {
      // On the way, the next attempt may succeed.
      if (!(error instanceof VerseloomError) || !isLast) throw error;
      this.refusal = toFailure(error);
      this.path = await this.#saveInLibrary(file).catch(() => {
        throw error; // of the two, the one that the person can do something about
      });
    }
    return { id: this.path, name: file.manifest.name };
  };

  /** The library knows what has become of a model of its own meanwhile, and may itself have been moved. */
  async #saveAsWanted(file: ModelFile, { savedAts, nameBefore }: Saving): Promise<string> {
    const { path, id } = this.#place;
    if (id === undefined) {
      const models = await this.#around.modelsFolder().catch(() => undefined); // such as on a disk that is gone
      await saveModelAt(path, file, this.#mayReplace ? undefined : savedAts, models);
      this.#mayReplace = false;
      return path;
    }
    for (;;) {
      const library = await this.#around.openModels();
      const saved = await library.save(file, id, savedAts, nameBefore);
      this.#place = { path: library.path(saved), id: saved };
      // Moved away while it was being saved: then it may not have come along.
      const folder = dirname(this.#place.path);
      if ((await this.#around.modelsFolder().catch(() => folder)) === folder)
        return this.#place.path;
    }
  }

  /** In the library, where `runs` finds it; what the run was saved as on its way is no model to write with. */
  async #keepRecord(file: ModelFile, { savedAts, nameBefore }: Saving): Promise<string> {
    const { path, id } = this.#place;
    const runs = await this.#around.openRuns();
    const record = await runs.keepAlone(file, id, nameBefore);
    const models = await this.#around.modelsFolder().catch(() => undefined);
    if (id === undefined) await removeModelAt(path, savedAts, models);
    return record;
  }

  async #saveInLibrary(file: ModelFile): Promise<string> {
    const library = await this.#around.openModels();
    return library.path(await library.save(file));
  }
}
