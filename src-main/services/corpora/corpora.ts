/** The verbs of the corpus: list, import, remove and take back, and the text itself. */
import type { CorpusInfo } from '../../contract/corpus/corpus.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { Language } from '../../contract/preferences.ts';
import { readBuiltInCorpora, type BuiltInCorpus } from '../../store/corpora/built-in-corpora.ts';
import { CorpusLibrary } from '../../store/corpora/corpus-library.ts';
import { corpusName } from './corpus-name.ts';
import { describeText, type CorpusFacts } from './facts.ts';
import { readCorpusFile } from './read-corpus-file.ts';

export { readCorpusFile } from './read-corpus-file.ts';

export type CorporaOptions = {
  /** Where imported texts are kept. */
  folder: string;
  /** Where the corpora lie that come with the product. */
  builtInFolder: string;
  /** The language in which those are named. */
  language?: () => Language;
};

/** A character of three bytes is one unit, and one of four is two. */
const MOST_BYTES_A_UNIT = 3;

type BuiltIn = BuiltInCorpus & { facts: CorpusFacts };

export class Corpora {
  readonly #library: CorpusLibrary;
  readonly #builtIns: readonly BuiltIn[];
  readonly #language: () => Language;

  private constructor(
    library: CorpusLibrary,
    builtIns: readonly BuiltIn[],
    language: () => Language,
  ) {
    this.#library = library;
    this.#builtIns = builtIns;
    this.#language = language;
  }

  /** @throws VerseloomError `file.unwritable`, `file.notFound`, `file.unreadable` */
  static async open({
    folder,
    builtInFolder,
    language = () => 'zh',
  }: CorporaOptions): Promise<Corpora> {
    const [library, builtIns] = await Promise.all([
      CorpusLibrary.open(folder),
      readBuiltInCorpora(builtInFolder),
    ]);
    const described: BuiltIn[] = [];
    for (const corpus of builtIns)
      described.push({ ...corpus, facts: await describeText(corpus.text) });
    return new Corpora(library, described, language);
  }

  /** @returns the corpora that come with the product first, then the person's own, newest first */
  async list(): Promise<CorpusInfo[]> {
    return [
      ...this.#builtIns.map((corpus) => this.#inform(corpus)),
      ...(await this.#library.list()),
    ];
  }

  /**
   * Reads and keeps a `.txt` or a `.zip`. A text that is there already is not kept twice.
   * @throws VerseloomError as `readCorpusFile`, and `file.unwritable`; everything is then as it was
   */
  async import(file: {
    name: string;
    bytes: Uint8Array;
    encoding?: string | undefined;
  }): Promise<CorpusInfo & { readonly alreadyThere: boolean }> {
    const { text, encoding } = await readCorpusFile(file.name, file.bytes, file.encoding);
    const facts = await describeText(text);
    const builtIn = this.#builtIns.find((corpus) => corpus.facts.hash === facts.hash);
    if (builtIn) return { ...this.#inform(builtIn), alreadyThere: true };
    return this.#library.add({ ...facts, name: corpusName(file.name), encoding }, text);
  }

  /** @throws VerseloomError `corpus.notFound` {id}, also for a corpus that comes with the product; `file.unwritable` */
  async remove({ id }: { id: string }): Promise<void> {
    await this.#library.remove(id);
  }

  /** Takes back a removal. @throws VerseloomError `corpus.notFound` {id}, `file.unwritable` */
  async restore({ id }: { id: string }): Promise<CorpusInfo> {
    return this.#library.restore(id);
  }

  /** @throws VerseloomError `corpus.notFound` {id} */
  async info(id: string): Promise<CorpusInfo> {
    const builtIn = this.#builtIns.find((corpus) => corpus.id === id);
    const info = builtIn ? this.#inform(builtIn) : await this.#library.find(id);
    if (!info) throw new VerseloomError('corpus.notFound', { id });
    return info;
  }

  /**
   * @returns the whole text, in UTF-8
   * @throws VerseloomError `corpus.notFound` {id}; `file.unreadable`, also when it has been changed since it was imported
   */
  async text(id: string): Promise<{ info: CorpusInfo; text: Uint8Array }> {
    const builtIn = this.#builtIns.find((corpus) => corpus.id === id);
    if (builtIn) return { info: this.#inform(builtIn), text: builtIn.text };
    const info = await this.#library.find(id);
    if (!info) throw new VerseloomError('corpus.notFound', { id });
    return { info, text: await this.#library.readText(info) };
  }

  /**
   * @param units UTF-16 units, as a call counts them
   * @returns the text, or its beginning as far as it fits, not with half a character at its end
   * @throws VerseloomError `corpus.notFound` {id}, `file.unreadable`
   */
  async beginning(id: string, units: number): Promise<string> {
    const bytes = units * MOST_BYTES_A_UNIT;
    const builtIn = this.#builtIns.find((corpus) => corpus.id === id);
    if (!builtIn && !(await this.#library.find(id)))
      throw new VerseloomError('corpus.notFound', { id });
    const utf8 = builtIn ? builtIn.text : await this.#library.readBeginning(id, bytes);
    const text = new TextDecoder().decode(utf8.subarray(0, bytes), { stream: true });
    return text.slice(0, units).replace(/[\uD800-\uDBFF]$/, '');
  }

  #inform({ id, name, facts }: BuiltIn): CorpusInfo {
    return { id, name: name[this.#language()], builtIn: true, encoding: 'UTF-8', ...facts };
  }
}
