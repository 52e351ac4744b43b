/** The models of the library and the records of runs that have none: the lists, and every call that changes them. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { MIB } from '../../src-main/contract/corpus/limits.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { endingOf, type ExportKind, type ModelInfo } from '../../src-main/contract/model.ts';
import { behindCorpus } from '../../src-main/contract/names/model-name.ts';
import type { RunInfo, RunsExport } from '../../src-main/contract/runs/run.ts';
import { readFile } from '../state/files.ts';
import { messages } from '../text/messages.svelte.ts';
import { Listing } from './listing.ts';

export type ModelChanges = Omit<Parameters<ApiCalls['models.change']>[0], 'id'>;

export interface ExportChoice {
  readonly kind: ExportKind;
  /** For `verse` alone. */
  readonly withText: boolean;
}

interface Change {
  readonly id: string;
  readonly changes: ModelChanges;
  answered: boolean;
}

/** What comes with the product stands behind a person's own, in the language of the screens first; there it is called in it, whatever the host's is. */
const inOrder = (models: readonly ModelInfo[]): ModelInfo[] =>
  models.toSorted((a, b) => placeOf(a) - placeOf(b));

const placeOf = ({ builtIn, language }: ModelInfo): number =>
  builtIn ? 1 + Number(language !== messages.language) : 0;

/** Whether a run can be put beside others: its model can be opened, or its record has a curve. */
export const isComparable = ({ damage, hasModel, epochs }: RunInfo): boolean =>
  damage === null && (hasModel || epochs > 0);

const isSpoilt = (model: ModelInfo): boolean => ['diverged', 'exploded'].includes(endingOf(model));

export class Models {
  #listed = $state.raw<readonly ModelInfo[]>([]);
  #records = $state.raw<readonly RunInfo[]>([]);
  readonly #shown: readonly ModelInfo[] = $derived.by(() =>
    inOrder(this.#listed).map((model) => {
      const name = model.names?.[messages.language] ?? model.name;
      return { ...model, name, corpusName: this.#corpusOf(model) };
    }),
  );
  /** All of them: the models, and behind them what is left of runs without one. */
  readonly runs: readonly RunInfo[] = $derived([
    ...this.#shown.map((model) => ({ ...model, hasModel: true })),
    ...this.#records
      .filter(({ id }) => !this.#shown.some((model) => model.id === id)) // a model says more
      .map((record) => ({ ...record, corpusName: this.#corpusOf(record) })),
  ]);
  loaded = $state(false);
  importing = $state<string | null>(null);
  /** Those that can be opened; behind all others those of runs that diverged or were let explode, which nobody gets without choosing them. */
  readonly usable = $derived(
    this.list
      .filter((model) => model.damage === null)
      .toSorted((a, b) => Number(isSpoilt(a)) - Number(isSpoilt(b))),
  );
  /** There is something to write with, and nothing but what comes with the product. */
  readonly isNew = $derived(this.usable.length > 0 && this.list.every(({ builtIn }) => builtIn));
  readonly #listing = new Listing(() => this.#list());
  /** Changes that no list of the host shows yet, oldest first: they are shown over what it says meanwhile. */
  #changes: readonly Change[] = [];
  readonly #calls: ApiCalls;
  readonly #maxFileBytes: number;
  readonly #nameOfText: (hash: string) => string | undefined;

  /**
   * @param maxFileBytes the largest file that a call can carry
   * @param nameOfText what a text is called here, whatever the models that learnt it call it; by its hash
   */
  constructor(
    calls: ApiCalls,
    maxFileBytes: number,
    nameOfText: (hash: string) => string | undefined = () => undefined,
  ) {
    this.#calls = calls;
    this.#maxFileBytes = maxFileBytes;
    this.#nameOfText = nameOfText;
  }

  get list(): readonly ModelInfo[] {
    return this.#shown;
  }
  set list(list: readonly ModelInfo[]) {
    this.#listed = list;
  }

  /** Those that can be put side by side, in the order in which they are offered. */
  get comparable(): readonly RunInfo[] {
    return this.runs
      .filter(isComparable)
      .toSorted((a, b) => Number(isSpoilt(a)) - Number(isSpoilt(b)))
      .toSorted((a, b) => Number(b.hasModel) - Number(a.hasModel));
  }

  load(): Promise<void> {
    return this.#listing.load();
  }

  async #list(): Promise<void> {
    const within = this.#changes.filter(({ answered }) => answered);
    const [list, runs] = await Promise.all([
      this.#calls['models.list']({}),
      this.#calls['runs.list']({}),
    ]);
    this.#changes = this.#changes.filter((change) => !within.includes(change));
    this.#show(
      list,
      runs.filter(({ hasModel }) => !hasModel),
    );
    this.loaded = true;
  }

  byId(id: string | null): ModelInfo | undefined {
    return this.list.find((model) => model.id === id);
  }

  /** Whether it has a model or not. */
  runById(id: string | null): RunInfo | undefined {
    return this.runs.find((run) => run.id === id);
  }

  /** @returns what a run is called where its corpus stands beside it: its name begins with that as it was called then, maybe in the other language */
  besideCorpus({ id, name }: RunInfo): string {
    const told = [...this.#listed, ...this.#records].find((run) => run.id === id);
    return (told && behindCorpus({ name, corpusName: told.corpusName })) ?? name;
  }

  #isRecord(id: string): boolean {
    return this.byId(id) === undefined && this.#records.some((record) => record.id === id);
  }

  #corpusOf({ corpusHash, corpusName }: ModelInfo): string {
    return this.#nameOfText(corpusHash) ?? corpusName;
  }

  /** @throws VerseloomError `model.tooLarge` {name, limitMb} when no call can carry it; `file.lost`; and what the host refuses */
  async import(file: File): Promise<Awaited<ReturnType<ApiCalls['models.import']>>> {
    if (file.size > this.#maxFileBytes)
      throw new VerseloomError('model.tooLarge', {
        name: file.name,
        limitMb: this.#maxFileBytes / MIB,
      });
    this.importing = file.name;
    try {
      const bytes = await readFile(file);
      const model = await this.#calls['models.import']({ name: file.name, bytes });
      await this.load();
      return model;
    } finally {
      this.importing = null;
    }
  }

  /** Shows the change at once, and takes it back if the host refuses it. */
  async change(id: string, changes: ModelChanges): Promise<void> {
    const change: Change = { id, changes, answered: false };
    this.#changes = [...this.#changes, change];
    this.#show(this.#listed, this.#records);
    try {
      await this.#calls[this.#isRecord(id) ? 'runs.change' : 'models.change']({ id, ...changes });
      change.answered = true; // and the host tells that the library has changed
    } catch (error) {
      this.#changes = this.#changes.filter((one) => one !== change);
      await this.load();
      throw error;
    }
  }

  async duplicate(id: string, name: string): Promise<ModelInfo> {
    const model = await this.#calls['models.duplicate']({ id, name });
    await this.load();
    return model;
  }

  async takeBest(id: string, name: string): Promise<ModelInfo> {
    const model = await this.#calls['models.takeBest']({ id, name });
    await this.load();
    return model;
  }

  /** Of a model, the record of its run stays where the file tells of that; a record is gone with that. @returns whether one stays */
  async remove(id: string): Promise<boolean> {
    if (this.#isRecord(id)) {
      await this.#calls['runs.remove']({ id });
      this.#records = this.#records.filter((record) => record.id !== id);
      return false;
    }
    const model = this.#listed.find((one) => one.id === id);
    const { hasRecord } = await this.#calls['models.remove']({ id });
    // At once, as the host will list it: the row stays in its place.
    if (hasRecord && model?.damage === null) {
      const record = { ...model, hasModel: false, hasText: false, canGoOn: false };
      this.#records = [record, ...this.#records.filter((one) => one.id !== id)];
    }
    this.#listed = this.#listed.filter((one) => one.id !== id);
    return hasRecord;
  }

  /** @param isRecord whether that, and not its model, was removed */
  async restore(id: string, isRecord: boolean): Promise<void> {
    await this.#calls[isRecord ? 'runs.restore' : 'models.restore']({ id });
  }

  /** All runs of the library, those that come with the product left out. */
  async exportRuns(kind: RunsExport): Promise<File> {
    const { name, bytes } = await this.#calls['runs.export']({ kind });
    return new File([new Uint8Array(bytes)], name, { type: 'application/octet-stream' });
  }

  async export(id: string, choice?: ExportChoice): Promise<File> {
    const { name, bytes } = await this.#calls['models.export']({ id, ...choice });
    return new File([new Uint8Array(bytes)], name, { type: 'application/octet-stream' });
  }

  /** @returns the path of its file, which the host has shown where it can */
  async reveal(id: string): Promise<string> {
    return (await this.#calls['models.reveal']({ id })).path;
  }

  #show(list: readonly ModelInfo[], records: readonly RunInfo[]): void {
    this.#listed = list.map((model) => this.#changed(model));
    this.#records = records.map((record) => this.#changed(record));
  }

  #changed<Run extends ModelInfo>(run: Run): Run {
    return this.#changes
      .filter(({ id }) => id === run.id)
      .reduce((shown, { changes }) => ({ ...shown, ...changes }), run);
  }
}
