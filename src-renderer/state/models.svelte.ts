/** The models of the library. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { MAX_CORPUS_BYTES, MIB } from '../../src-main/contract/corpus.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';

export class Models {
  list = $state.raw<readonly ModelInfo[]>([]);
  loaded = $state(false);
  importing = $state<string | null>(null);
  /** Those that can be opened. */
  readonly usable = $derived(this.list.filter((model) => model.damage === null));
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  async load(): Promise<void> {
    this.list = await this.#calls['models.list']({});
    this.loaded = true;
  }

  /** @throws VerseloomError `model.tooLarge` {name, limitMb}: no message to the host holds more; and what the host refuses */
  async import(file: File): Promise<ModelInfo> {
    if (file.size > MAX_CORPUS_BYTES)
      throw new VerseloomError('model.tooLarge', {
        name: file.name,
        limitMb: MAX_CORPUS_BYTES / MIB,
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
