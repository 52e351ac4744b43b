/** The corpora of the library, which of them is looked at, and every call that makes, changes or removes a whole one. */
import { z } from 'zod';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type {
  CorpusDetails,
  CorpusInfo,
  ImportOutcome,
} from '../../src-main/contract/corpus/corpus.ts';
import type { Source } from '../../src-main/contract/corpus/source.ts';
import { keepHere, recallHere } from '../state/kept.ts';
import { messages } from '../text/messages.svelte.ts';
import { Listing } from './listing.ts';
import { OpenCorpus } from './open-corpus.svelte.ts';

export type ImportInput = Parameters<ApiCalls['corpora.import']>[0];
type CorpusExport = Parameters<ApiCalls['corpora.export']>[0]['kind'];

export class Corpora {
  #listed = $state.raw<readonly CorpusInfo[]>([]);
  readonly list: readonly CorpusInfo[] = $derived(this.#listed.map(named));
  loaded = $state(false);
  /** As a person left it, in this window or before. */
  #selectedId = $state(recallHere('corpus', z.string()) ?? '');
  readonly selected = $derived(this.byId(this.selectedId) ?? this.list[0]);
  /** The one that is selected, in full. */
  readonly open: OpenCorpus;
  /** Nothing but what comes with the product. */
  readonly isNew = $derived(this.loaded && this.list.every(({ builtIn }) => builtIn));
  readonly #listing = new Listing(() => this.#list());
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
    this.open = new OpenCorpus(calls, named);
  }

  get selectedId(): string {
    return this.#selectedId;
  }

  set selectedId(id: string) {
    this.#selectedId = id;
    keepHere('corpus', id);
  }

  byId(id: string): CorpusInfo | undefined {
    return this.list.find((corpus) => corpus.id === id);
  }

  async load(): Promise<void> {
    await Promise.all([this.#listing.load(), this.open.load()]);
  }

  async #list(): Promise<void> {
    this.#listed = await this.#calls['corpora.list']({});
    this.loaded = true;
  }

  /** @returns what the text is called that comes with the product, if that is it */
  builtInName(hash: string): string | undefined {
    return this.list.find((corpus) => corpus.builtIn && corpus.hash === hash)?.name;
  }

  /** @returns a corpus that need not be the one looked at, in full */
  async details(id: string): Promise<CorpusDetails> {
    return named(await this.#calls['corpora.details']({ id }));
  }

  /** Takes files in as one corpus, or into one that is there, and looks at it. */
  async import(input: ImportInput): Promise<ImportOutcome> {
    const { language } = messages;
    const outcome = await this.#calls['corpora.import']({ ...input, language });
    await this.#show(outcome.id);
    return named(outcome);
  }

  /** Calls off an import; nothing of it is kept. */
  async cancel(task: string): Promise<void> {
    await this.#calls['corpora.cancel']({ task });
  }

  async create(name: string, text = ''): Promise<CorpusDetails> {
    return this.#made(await this.#calls['corpora.create']({ name, text }));
  }

  async duplicate(id: string, name: string): Promise<CorpusInfo> {
    return this.#made(await this.#calls['corpora.duplicate']({ id, name }));
  }

  /** @param ids in the order in which their sources are to come */
  async merge(ids: readonly string[], name: string): Promise<CorpusInfo> {
    return this.#made(
      await this.#calls['corpora.merge']({ ids: [...ids], name, language: messages.language }),
    );
  }

  async rename(id: string, name: string): Promise<void> {
    const details = await this.#calls['corpora.rename']({ id, name });
    this.#listed = this.#listed.map((one) => (one.id === id ? { ...one, name } : one));
    this.open.accept(details);
  }

  async export(id: string, kind: CorpusExport): Promise<File> {
    const { language } = messages;
    const { name, bytes } = await this.#calls['corpora.export']({ id, kind, language });
    const type = kind === 'text' ? 'text/plain;charset=utf-8' : 'application/zip';
    return new File([new Uint8Array(bytes)], name, { type });
  }

  /** The one after it, or else the one before it, is looked at then. */
  async remove(id: string): Promise<void> {
    const { list } = this; // the host may have told of the new one before it answers
    const at = list.findIndex((corpus) => corpus.id === id);
    await this.#calls['corpora.remove']({ id });
    if (this.selectedId === id) this.selectedId = (list[at + 1] ?? list[at - 1])?.id ?? '';
    this.#listed = this.#listed.filter((corpus) => corpus.id !== id);
  }

  async restore(id: string): Promise<void> {
    await this.#calls['corpora.restore']({ id });
    await this.#show(id);
  }

  async #made<Corpus extends CorpusInfo>(corpus: Corpus): Promise<Corpus> {
    await this.#show(corpus.id);
    return named(corpus);
  }

  async #show(id: string): Promise<void> {
    await this.#listing.load();
    this.selectedId = id;
  }
}

/** What comes with the product is called in the language of the screens, whatever the host's is; so is a source that is called after it. */
function named<Corpus extends CorpusInfo & { readonly sources?: readonly Source[] }>(
  corpus: Corpus,
): Corpus {
  const { names, sources } = corpus;
  if (!names) return corpus;
  const name = names[messages.language];
  const renamed = sources?.map((one) => (one.name === corpus.name ? { ...one, name } : one));
  return { ...corpus, name, ...(renamed && { sources: renamed }) };
}
