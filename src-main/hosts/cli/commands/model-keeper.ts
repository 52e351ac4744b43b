/**
 * Saves what a run has learnt: where the person wants it, or in the end else in the library, so that no error loses it; of a run that is no
 * model, its record. A file that it may replace stays until there is an epoch worth more than that: until then, the run is saved beside it.
 */
import { stat } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
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
  /** Where the run is saved as long as another file has its place. */
  #beside: string | undefined;
  /** Where the model lies, once it is saved. */
  path = '';
  /** Why it does not lie where the person wanted it. */
  refusal: Failure | undefined;
  /** Id of the run's record in the library, where there is nothing to write with. */
  record: string | undefined;
  /** The file that the run was to replace, as long as it has not: it is as it was. */
  spared: string | undefined;

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
    if (id === undefined) return this.#saveAtPath(path, file, savedAts);
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

  /** @returns where it lies */
  async #saveAtPath(path: string, file: ModelFile, savedAts: Saving['savedAts']): Promise<string> {
    const models = await this.#around.modelsFolder().catch(() => undefined); // such as on a disk that is gone
    this.spared =
      this.#mayReplace && !isWorthAFile(file) && (await isThere(path)) ? path : undefined;
    if (this.spared !== undefined) {
      this.#beside = await saveBeside(path, this.#beside, file, savedAts, models);
      return this.#beside;
    }
    await saveModelAt(path, file, this.#mayReplace ? undefined : savedAts, models);
    this.#mayReplace = false;
    if (this.#beside !== undefined) await removeModelAt(this.#beside, savedAts, models);
    this.#beside = undefined;
    return path;
  }

  /** In the library, where `runs` finds it; what the run was saved as on its way is no model to write with. */
  async #keepRecord(file: ModelFile, { savedAts, nameBefore }: Saving): Promise<string> {
    const { path, id } = this.#place;
    const runs = await this.#around.openRuns();
    const record = await runs.keepAlone(file, id, nameBefore);
    const models = await this.#around.modelsFolder().catch(() => undefined);
    if (id === undefined) await removeModelAt(this.#beside ?? path, savedAts, models);
    if (this.#mayReplace && (await isThere(path))) this.spared = path;
    return record;
  }

  async #saveInLibrary(file: ModelFile): Promise<string> {
    const library = await this.#around.openModels();
    return library.path(await library.save(file));
  }
}

/** Whether a run has a good epoch, or is what the person has asked for, as one that was let explode. */
const isWorthAFile = ({ manifest, state }: ModelFile): boolean =>
  manifest.outcome !== 'stopped' || (state?.best ?? 0) > 0;

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Saves under a name of nobody's beside a path: `song-2.verse`, or one with a higher number.
 * @param before where it was saved before
 * @returns where it lies
 */
async function saveBeside(
  path: string,
  before: string | undefined,
  file: ModelFile,
  savedAts: Saving['savedAts'],
  models: string | undefined,
): Promise<string> {
  const { dir, name, ext } = parse(path);
  for (let number = 2; ; number++) {
    const place = before ?? join(dir, `${name}-${number}${ext}`);
    try {
      await saveModelAt(place, file, savedAts, models);
      return place;
    } catch (error) {
      const isTaken = error instanceof VerseloomError && error.params['errno'] === 'EEXIST';
      if (!isTaken) throw error;
      before = undefined;
    }
  }
}
