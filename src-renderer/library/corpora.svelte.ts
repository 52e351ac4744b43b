/** The corpora of the library, the one that is looked at, and the file that was imported last. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { MAX_CORPUS_BYTES, MIB, type CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { readFile } from '../state/files.ts';
import { t } from '../text/messages.svelte.ts';
import { Listing } from './listing.ts';

/** Encodings that Chinese and Japanese lyrics come in. */
export const encodings = ['UTF-8', 'GB18030', 'Big5', 'UTF-16LE', 'UTF-16BE', 'Shift_JIS'] as const;

/** The last file, kept so that it can be read again in another encoding. */
interface LastImport {
  name: string;
  bytes: Uint8Array;
  /** The corpus that it became; none when it was refused. */
  corpusId: string | undefined;
  /** That corpus was there before. */
  alreadyThere: boolean;
}
type Imported = Awaited<ReturnType<ApiCalls['corpora.import']>>;

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
  readonly #listing = new Listing(() => this.#list());
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  byId(id: string): CorpusInfo | undefined {
    return this.list.find((corpus) => corpus.id === id);
  }

  load(): Promise<void> {
    return this.#listing.load();
  }

  async #list(): Promise<void> {
    this.#listed = await this.#calls['corpora.list']({});
    this.loaded = true;
  }

  /** @returns what the text is called that comes with the product, if that is it */
  builtInName(hash: string): string | undefined {
    return this.list.find((corpus) => corpus.builtIn && corpus.hash === hash)?.name;
  }

  /** @throws VerseloomError why the file is refused; `refusal` is that, too */
  async import(file: File): Promise<Imported> {
    this.last = null;
    this.refusal = null;
    this.importing = file.name;
    try {
      if (file.size > MAX_CORPUS_BYTES)
        throw new VerseloomError('corpus.tooLarge', {
          name: file.name,
          limitMb: MAX_CORPUS_BYTES / MIB,
        });
      const bytes = await readFile(file);
      this.last = { name: file.name, bytes, corpusId: undefined, alreadyThere: false };
      return await this.#read(this.last, undefined);
    } catch (error) {
      this.refusal = error;
      throw error;
    } finally {
      this.importing = null;
    }
  }

  /** Reads the last file again, or says in `refusal` why not; what it was before makes way for it, if it came with that file. */
  async importAgain(encoding: string): Promise<void> {
    const { last } = this;
    if (!last) return;
    this.refusal = null;
    this.importing = last.name;
    try {
      const corpus = await this.#read(last, encoding);
      if (last.corpusId === undefined || last.corpusId === corpus.id || last.alreadyThere) return;
      await this.#calls['corpora.remove']({ id: last.corpusId });
      await this.load();
    } catch (error) {
      this.refusal = error;
    } finally {
      this.importing = null;
    }
  }

  async #read(file: LastImport, encoding: string | undefined): Promise<Imported> {
    const { name, bytes } = file;
    const corpus = await this.#calls['corpora.import']({ name, bytes, encoding });
    const { id, alreadyThere } = corpus;
    this.last = { name, bytes, corpusId: id, alreadyThere };
    await this.load();
    this.selectedId = id;
    return { ...corpus, name: this.byId(id)?.name ?? corpus.name };
  }

  forget(): void {
    this.refusal = null;
  }

  /** The one after it, or else the one before it, is looked at then. */
  async remove(id: string): Promise<void> {
    const { list } = this; // the host may have told of the new one before it answers
    const at = list.findIndex((corpus) => corpus.id === id);
    await this.#calls['corpora.remove']({ id });
    if (this.last?.corpusId === id) this.last = null;
    if (this.selectedId === id) this.selectedId = (list[at + 1] ?? list[at - 1])?.id ?? '';
    this.#listed = this.#listed.filter((corpus) => corpus.id !== id);
  }

  async restore(id: string): Promise<void> {
    await this.#calls['corpora.restore']({ id });
    await this.load();
    this.selectedId = id;
  }
}
