/** The models of the library. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { MIB } from '../../src-main/contract/corpus.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';

export class Models {
  list = $state.raw<readonly ModelInfo[]>([]);
  loaded = $state(false);
  importing = $state<string | null>(null);
  /** Those that can be opened. */
  readonly usable = $derived(this.list.filter((model) => model.damage === null));
  readonly #calls: ApiCalls;
  readonly #maxFileBytes: number;

  /** @param maxFileBytes the largest file that a call can carry */
  constructor(calls: ApiCalls, maxFileBytes: number) {
    this.#calls = calls;
    this.#maxFileBytes = maxFileBytes;
  }

  async load(): Promise<void> {
    this.list = await this.#calls['models.list']({});
    this.loaded = true;
  }

  byId(id: string | null): ModelInfo | undefined {
    return this.list.find((model) => model.id === id);
  }

  /** @throws VerseloomError `model.tooLarge` {name, limitMb} when no call can carry it; and what the host refuses */
  async import(file: File): Promise<ModelInfo> {
    if (file.size > this.#maxFileBytes)
      throw new VerseloomError('model.tooLarge', {
        name: file.name,
        limitMb: this.#maxFileBytes / MIB,
      });
    this.importing = file.name;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const model = await this.#calls['models.import']({ name: file.name, bytes });
      await this.load();
      return model;
    } finally {
      this.importing = null;
    }
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#calls['models.rename']({ id, name });
    await this.load();
  }

  async remove(id: string): Promise<void> {
    await this.#calls['models.remove']({ id });
    await this.load();
  }

  async restore(id: string): Promise<void> {
    await this.#calls['models.restore']({ id });
    await this.load();
  }

  async export(id: string): Promise<File> {
    const { name, bytes } = await this.#calls['models.export']({ id });
    return new File([new Uint8Array(bytes)], name, { type: 'application/octet-stream' });
  }
}
