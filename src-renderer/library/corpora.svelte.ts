/** The corpora of the library, the one that is looked at, and the file that was imported last. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { MAX_CORPUS_BYTES, MIB, type CorpusInfo } from '../../src-main/contract/corpus.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { t } from '../text/messages.svelte.ts';

/** Encodings that Chinese and Japanese lyrics come in. */
export const encodings = ['UTF-8', 'GB18030', 'Big5', 'UTF-16LE', 'UTF-16BE', 'Shift_JIS'] as const;

/** The last file, kept so that it can be read again in another encoding. */
interface LastImport {
  name: string;
  bytes: Uint8Array;
  /** The corpus that it became; none when it was refused. */
  corpusId: string | undefined;
}

export class Corpora {
  #listed = $state.raw<readonly CorpusInfo[]>([]);
  /** The one that comes with the product is called in the language of the screens, whatever the host's is. */
  readonly list: readonly CorpusInfo[] = $derived(
    this.#listed.map((corpus) =>
      corpus.builtIn ? { ...corpus, name: t('corpus.sampleName') } : corpus,
    ),
  );
  loaded = $state(false);
  selectedId = $state('');
  last = $state.raw<LastImport | null>(null);
  /** Why the last import was refused. */
  refusal = $state.raw<unknown>(null);
  /** It was read, but made no sense. */
  readonly anotherEncodingMayHelp = $derived(
    this.refusal instanceof VerseloomError &&
      (this.refusal.code === 'corpus.encoding' || this.refusal.code === 'corpus.binary'),
  );
  /** Name of the file that is being read. */
  importing = $state<string | null>(null);
  readonly selected = $derived(this.byId(this.selectedId) ?? this.list[0]);
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  byId(id: string): CorpusInfo | undefined {
    return this.list.find((corpus) => corpus.id === id);
  }

  async load(): Promise<void> {
    this.#listed = await this.#calls['corpora.list']({});
    this.loaded = true;
  }

  /** @returns the corpus, or nothing when the file was refused; then `refusal` says why. */
  async import(file: File): Promise<CorpusInfo | undefined> {
    if (file.size > MAX_CORPUS_BYTES) {
      this.last = null;
      this.refusal = new VerseloomError('corpus.tooLarge', {
        name: file.name,
        limitMb: MAX_CORPUS_BYTES / MIB,
      });
      return undefined;
    }
    this.importing = file.name;
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.last = { name: file.name, bytes, corpusId: undefined };
    return this.#read(undefined);
  }

  /** Reads the last file again; what it was before makes way for it. */
  async importAgain(encoding: string): Promise<CorpusInfo | undefined> {
    const before = this.last?.corpusId;
    const corpus = await this.#read(encoding);
    if (corpus && before && before !== corpus.id) {
      await this.#calls['corpora.remove']({ id: before });
      await this.load();
    }
    return corpus;
  }

  async #read(encoding: string | undefined): Promise<CorpusInfo | undefined> {
    const file = this.last;
    if (!file) return undefined;
    this.importing = file.name;
    this.refusal = null;
    try {
      const corpus = await this.#calls['corpora.import']({
        name: file.name,
        bytes: file.bytes,
        encoding,
      });
      this.last = { ...file, corpusId: corpus.id };
      this.selectedId = corpus.id;
      await this.load();
      return corpus;
    } catch (error) {
      this.refusal = error;
      return undefined;
    } finally {
      this.importing = null;
    }
  }

  forget(): void {
    this.refusal = null;
  }

  /** The one after it, or else the one before it, is looked at then. */
  async remove(id: string): Promise<void> {
    const at = this.list.findIndex((corpus) => corpus.id === id);
    await this.#calls['corpora.remove']({ id });
    if (this.last?.corpusId === id) this.last = null;
    if (this.selected?.id === id)
      this.selectedId = (this.list[at + 1] ?? this.list[at - 1])?.id ?? '';
    await this.load();
  }

  async restore(id: string): Promise<void> {
    await this.#calls['corpora.restore']({ id });
    await this.load();
    this.selectedId = id;
  }
}
