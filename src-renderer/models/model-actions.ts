/** What one can do with runs of the library, with a model or without, with the words that follow it and the way back where there is one. */
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { uniqueName } from '../../src-main/contract/names/model-name.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import type { RunInfo, RunsExport } from '../../src-main/contract/runs/run.ts';
import { count } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';
import { copyText } from '../state/clipboard.ts';
import { download } from '../state/files.ts';
import type { Browsing, Place } from './browsing.svelte.ts';
import type { ExportChoice, ModelChanges, Models } from '../library/models.svelte.ts';
import type { Machine } from '../state/machine.svelte.ts';
import type { Notices } from '../state/notices.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';

export interface Shelf {
  readonly models: Models;
  readonly browsing: Browsing;
  readonly machine: Machine;
  readonly notices: Notices;
  readonly undo: Undo;
}

type Which = Pick<ModelInfo, 'id' | 'name'>;

export class ModelActions {
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** @returns whether it is changed; why not is told */
  async change({ id }: Which, changes: ModelChanges): Promise<boolean> {
    let isChanged = false;
    await this.#attempt(async () => {
      await this.#shelf.models.change(id, changes);
      isChanged = true;
    });
    return isChanged;
  }

  /** Ends the editing of a name; what cannot be kept now, as without a host, goes on being edited. @param name nothing when it stays */
  async rename(model: Which, name: string | undefined, place: Place): Promise<void> {
    const { browsing } = this.#shelf;
    browsing.leaveName();
    if (name === undefined || (await this.change(model, { name }))) return;
    browsing.typeName(model.id, place, name);
  }

  /** Keeps what a person has noted, which can be taken back by its key. @returns whether it is kept; why not is told */
  async note({ id, name, notes: before }: RunInfo, notes: string): Promise<boolean> {
    const { models, undo } = this.#shelf;
    if (notes === before) return true;
    if (!(await this.change({ id, name }, { notes }))) return false;
    undo.keep(
      t('runs.noted', { name }),
      () => models.change(id, { notes: before }),
      `notes of ${id}`,
    );
    return true;
  }

  /** All runs of the library, those without a model among them. */
  exportRuns(kind: RunsExport): Promise<void> {
    return this.#attempt(async () => download(await this.#shelf.models.exportRuns(kind)));
  }

  duplicate({ id, name }: Which): Promise<void> {
    const copy = this.#freeName(t('models.copyName', { name }));
    return this.#attempt(async () => this.#show(await this.#shelf.models.duplicate(id, copy)));
  }

  /** Makes a model of the step with the lowest perplexity. */
  takeBest({ id, name, best }: ModelInfo): Promise<void> {
    if (best === null) return Promise.resolve();
    const named = this.#freeName(t('models.bestName', { name, epoch: count(best.epoch) }));
    return this.#attempt(async () => this.#show(await this.#shelf.models.takeBest(id, named)));
  }

  export({ id }: Which, choice: ExportChoice): Promise<void> {
    return this.#attempt(async () => download(await this.#shelf.models.export(id, choice)));
  }

  /** A browser cannot show a folder; there the path is told, to be taken along. */
  reveal({ id }: Which): Promise<void> {
    const { machine, models, notices } = this.#shelf;
    return this.#attempt(async () => {
      const path = await models.reveal(id);
      if (machine.inBrowser)
        notices.done(t('models.path', { path }), [
          { label: t('models.copyPath'), run: () => void copyText(path, notices) },
        ]);
    });
  }

  /** Begins to edit a name, where it is the person's to give. */
  beginName({ id, name, builtIn }: ModelInfo, place: Place): void {
    const { browsing, notices } = this.#shelf;
    if (builtIn) notices.error(new VerseloomError('model.builtIn', { name }));
    else browsing.rename(id, place);
  }

  /**
   * Deletes one or several, and offers to take it back; where one of them cannot be, the others are deleted all the same. Of a model,
   * the record of its run stays. What comes with the product stays, and where nothing else was to go, it says so.
   */
  async remove(which: readonly RunInfo[]): Promise<void> {
    const { browsing, models, notices, undo } = this.#shelf;
    const own = which.filter(({ builtIn }) => !builtIn);
    const [first] = which;
    if (first && own.length === 0)
      return notices.error(new VerseloomError('model.builtIn', { name: first.name }));
    const removed: Removed[] = [];
    for (const model of own)
      await this.#attempt(async () => {
        removed.push({ ...model, hasRecord: await models.remove(model.id) });
      });
    if (removed.length === 0) return;
    browsing.list.chooseNone();
    browsing.list.moves += 1; // what had the focus is gone
    undo.offer(wording(removed, 'removed'), () => this.#restore(removed));
  }

  async #restore(which: readonly Removed[]): Promise<void> {
    const { browsing, models, notices } = this.#shelf;
    const back: Removed[] = [];
    for (const model of which)
      await this.#attempt(async () => {
        await models.restore(model.id, !model.hasModel);
        back.push(model);
      });
    if (back.length === 0) return;
    await this.#attempt(() => models.load());
    browsing.show(back[0]!.id); // the notice that had the focus is gone
    notices.done(wording(back, 'restored'));
  }

  #show({ id, name }: Which): void {
    this.#shelf.browsing.show(id);
    this.#shelf.notices.done(t('models.imported', { name }));
  }

  #freeName(name: string): string {
    return uniqueName(
      name,
      this.#shelf.models.list.map((model) => model.name),
    );
  }

  #attempt(task: () => Promise<void>): Promise<void> {
    return this.#shelf.notices.attempt(task);
  }
}

/** With whether a record of it has stayed. */
type Removed = RunInfo & { readonly hasRecord: boolean };

/** Models and records are called so where there are no others among them; of a file that tells nothing of its run, no record stays. */
function wording(which: readonly Removed[], what: 'removed' | 'restored'): string {
  const [only] = which;
  const records = which.filter(({ hasModel }) => !hasModel).length;
  const several = { count: which.length };
  if (which.length === 1 && only) {
    const kind = records === 1 ? 'runs.record' : only.hasRecord ? 'models' : 'runs.file';
    return t(`${kind}.${what}`, { name: only.name });
  }
  if (records === 0 && which.every(({ hasRecord }) => hasRecord))
    return t(`models.${what}Several`, several);
  return t(
    records === which.length ? `runs.record.${what}Several` : `runs.${what}Several`,
    several,
  );
}
