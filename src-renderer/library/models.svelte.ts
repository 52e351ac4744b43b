/** The models of the library: the list, and every call that changes it. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { MIB } from '../../src-main/contract/corpus/limits.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ExportKind, ModelInfo } from '../../src-main/contract/model.ts';
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

const isSpoilt = ({ outcome }: ModelInfo): boolean => outcome === 'diverged';

export class Models {
  #listed = $state.raw<readonly ModelInfo[]>([]);
  readonly #shown: readonly ModelInfo[] = $derived.by(() =>
    inOrder(this.#listed).map((model) => {
      const name = model.names?.[messages.language] ?? model.name;
      const corpusName = this.#nameOfText(model.corpusHash) ?? model.corpusName;
      return { ...model, name, corpusName };
    }),
  );
  loaded = $state(false);
  importing = $state<string | null>(null);
  /** Those that can be opened; behind all others those of runs that diverged, which nobody gets without choosing them. */
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

  load(): Promise<void> {
    return this.#listing.load();
  }

  async #list(): Promise<void> {
    const within = this.#changes.filter(({ answered }) => answered);
    const list = await this.#calls['models.list']({});
    this.#changes = this.#changes.filter((change) => !within.includes(change));
    this.#show(list);
    this.loaded = true;
  }

  byId(id: string | null): ModelInfo | undefined {
    return this.list.find((model) => model.id === id);
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
    this.#show(this.#listed);
    try {
      await this.#calls['models.change']({ id, ...changes });
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

  async remove(id: string): Promise<void> {
    await this.#calls['models.remove']({ id });
    this.#listed = this.#listed.filter((model) => model.id !== id);
  }

  async restore(id: string): Promise<void> {
    await this.#calls['models.restore']({ id });
  }

  async export(id: string, choice?: ExportChoice): Promise<File> {
    const { name, bytes } = await this.#calls['models.export']({ id, ...choice });
    return new File([new Uint8Array(bytes)], name, { type: 'application/octet-stream' });
  }

  /** @returns the path of its file, which the host has shown where it can */
  async reveal(id: string): Promise<string> {
    return (await this.#calls['models.reveal']({ id })).path;
  }

  #show(list: readonly ModelInfo[]): void {
    this.#listed = list.map((model) =>
      this.#changes
        .filter(({ id }) => id === model.id)
        .reduce((shown, { changes }) => ({ ...shown, ...changes }), model),
    );
  }
}
