/** All runs: those that have a model, and the records of those that have none. */
import { toFailure } from '../../contract/errors.ts';
import type { ModelInfo } from '../../contract/model.ts';
import type { RunInfo } from '../../contract/runs/run.ts';
import type { ModelLibrary } from '../../store/models/model-library.ts';
import { relabelled, type Label } from '../../store/models/label.ts';
import { newModelId } from '../../store/models/model-listing.ts';
import { TurnsByName } from '../../store/files/turns-by-name.ts';
import type { RunLibrary } from '../../store/runs/run-library.ts';
import { readRemains, type RunRecord } from '../../store/runs/run-record.ts';

export class Runs {
  readonly #models: ModelLibrary;
  readonly #records: RunLibrary;
  /** So that what is kept of a run is what was last made of it: a model may be deleted while its new name is still being written. */
  readonly #turns = new TurnsByName();

  constructor(models: ModelLibrary, records: RunLibrary) {
    this.#models = models;
    this.#records = records;
  }

  /** @returns the newest first; what comes with the product is not among them */
  async list(): Promise<RunInfo[]> {
    const [models, records] = await Promise.all([this.#models.list(), this.#records.list()]);
    const own = models.filter(({ builtIn }) => !builtIn);
    const known = new Set(own.map(({ id }) => id)); // a model that was saved again says more
    return [
      ...own.map((model) => ({ ...model, hasModel: true })),
      ...records.filter(({ id }) => !known.has(id)).map((one) => ({ ...one, hasModel: false })),
    ].sort((a, b) => (a.savedAt < b.savedAt ? 1 : a.savedAt > b.savedAt ? -1 : 0));
  }

  /** @throws VerseloomError `model.notFound` {id}, `model.damaged`, `model.newer` */
  async read(id: string): Promise<RunRecord> {
    return (await this.#isRecord(id)) ? this.#records.read(id) : this.#models.readHistory(id);
  }

  /** @throws VerseloomError as `read`, `model.builtIn`, `file.unwritable` */
  change(id: string, changes: Partial<Label>): Promise<RunInfo> {
    return this.#turns.take(id, async () => {
      if (await this.#isRecord(id))
        return { ...(await this.#records.change(id, changes)), hasModel: false };
      return { ...(await this.#models.change(id, changes)), hasModel: true };
    });
  }

  /** @throws VerseloomError as `change` */
  changeModel(id: string, changes: Partial<Label>): Promise<ModelInfo> {
    return this.#turns.take(id, () => this.#models.change(id, changes));
  }

  /**
   * Removes a record for good but for the trash; of a run that has a model, the model alone: a record of it stays.
   * @throws VerseloomError `model.notFound` {id}, `model.builtIn`, `file.unwritable`
   */
  remove(id: string): Promise<void> {
    return this.#turns.take(id, async () => {
      await ((await this.#isRecord(id)) ? this.#records.remove(id) : this.#removeModel(id));
    });
  }

  /**
   * Moves a model to the trash and keeps what its run was in its place; of a damaged file, as much of that as can be read.
   * @returns whether a record stays
   */
  removeModel(id: string): Promise<boolean> {
    return this.#turns.take(id, () => this.#removeModel(id));
  }

  async #removeModel(id: string): Promise<boolean> {
    const run = await this.#models
      .readHistory(id)
      .catch(() => readRemains(this.#models.path(id)))
      .catch(() => undefined);
    const keeps = run !== undefined && !this.#models.isBuiltIn(id);
    // First what is to stay: where there is no room for it, the model stays, too.
    if (keeps) await this.#records.save(id, run);
    try {
      await this.#models.remove(id);
    } catch (error) {
      if (keeps) await this.#records.forget(id);
      throw error;
    }
    return keeps;
  }

  /**
   * Keeps a run of which there is nothing to write with, as the person has called it meanwhile.
   * @param id of what it was saved as on its way, which is moved to the trash
   * @param nameBefore what that was called by the run: where it still is, it takes the new name
   * @returns the id of the record
   * @throws VerseloomError `file.unwritable`, `model.unsaveable`
   */
  async keepAlone(
    record: RunRecord,
    id: string | undefined,
    nameBefore: string | undefined,
  ): Promise<string> {
    const kept = id ?? newModelId();
    await this.#turns.take(kept, () => this.#keepAlone(record, kept, id, nameBefore));
    return kept;
  }

  async #keepAlone(
    { manifest: told, epochs, samples }: RunRecord,
    kept: string,
    id: string | undefined,
    nameBefore: string | undefined,
  ): Promise<void> {
    const there = id === undefined ? undefined : await this.#models.info(id).catch(() => undefined);
    const manifest =
      there?.damage === null
        ? relabelled(told, {
            ...calledOf(there),
            ...(there.name === nameBefore && { name: told.name }),
          })
        : told;
    await this.#records.save(kept, { manifest, epochs, samples });
    // Somebody may have been quicker.
    if (id !== undefined) await this.#models.remove(id).catch(() => {});
  }

  /** Takes a removal back: of the record, or of the model that it stands for. @throws VerseloomError `run.notFound`, `model.notFound` */
  restore(id: string): Promise<RunInfo> {
    return this.#turns.take(id, () => this.#restore(id));
  }

  async #restore(id: string): Promise<RunInfo> {
    if (!(await this.#records.has(id))) {
      const back = await this.#records.restore(id).catch((error: unknown) => {
        if (toFailure(error).code === 'run.notFound') return undefined;
        throw error;
      });
      if (back) return { ...back, hasModel: false };
    }
    return { ...(await this.#restoreModel(id)), hasModel: true };
  }

  /**
   * As a model, which is called as its record was meanwhile; then it says what that did.
   * @throws VerseloomError `model.notFound` {id}, `file.unwritable`
   */
  restoreModel(id: string): Promise<ModelInfo> {
    return this.#turns.take(id, () => this.#restoreModel(id));
  }

  async #restoreModel(id: string): Promise<ModelInfo> {
    const record = await this.#records.info(id).catch(() => undefined);
    const model = await this.#models.restore(id);
    const called = record?.damage === null ? calledOf(record) : undefined;
    const isOther = called && JSON.stringify(called) !== JSON.stringify(calledOf(model));
    const restored = isOther ? await this.#called(model, called) : model;
    await this.#records.forget(id);
    return restored;
  }

  /** A file that is damaged, which only its parts may tell, stays as it is. */
  async #called(model: ModelInfo, label: Label): Promise<ModelInfo> {
    return this.#models.change(model.id, label).catch((error: unknown) => {
      if (toFailure(error).code === 'model.damaged') return model;
      throw error;
    });
  }

  async #isRecord(id: string): Promise<boolean> {
    if (this.#models.isBuiltIn(id) || !(await this.#records.has(id))) return false;
    return this.#models.info(id).then(
      () => false,
      () => true,
    );
  }
}

const calledOf = ({ name, tags, favourite, notes }: ModelInfo): Label => ({
  ...{ name, tags, favourite, notes },
});
