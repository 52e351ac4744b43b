/** The verbs of the corpus: what is in the library, what files become there, how it is changed, and how it is read. */
import { MAX_TEXT, type ApiCalls } from '../../contract/api.ts';
import type { CorpusDetails, CorpusInfo, ImportOutcome } from '../../contract/corpus/corpus.ts';
import { usualLimits, type CorpusLimits } from '../../contract/corpus/limits.ts';
import type { CorpusFigures, SongPlace } from '../../contract/corpus/figures.ts';
import { usualRecipe, type Recipe } from '../../contract/corpus/recipe.ts';
import type {
  RecipePreview,
  SourceChoices,
  SourceView,
  Split,
} from '../../contract/corpus/source.ts';
import { fileNameOf } from '../../contract/names/file-name.ts';
import type { NameWordsOf } from '../../contract/names/model-name.ts';
import type { Language } from '../../contract/preferences.ts';
import { CorpusLibrary } from '../../store/corpora/corpus-library.ts';
import { newPackId, type Pack } from '../../store/corpora/packs.ts';
import type { StoredCorpus } from '../../store/corpora/stored-corpus.ts';
import { BuiltIns } from './built-ins.ts';
import {
  arranged,
  edited,
  inEncoding,
  typedSource,
  withRemoved,
  withSong,
  type Wish,
} from './corpus-changes.ts';
import {
  detailsOf,
  infoOf,
  keptOf,
  listed,
  openOf,
  ownOf,
  songsOfSources,
  titlesOf,
  wantedOf,
  withMade,
  type Kept,
  type Open,
} from './corpus-shape.ts';
import { encodingNamed } from './encoding-named.ts';
import type { CorporaOptions } from './corpora-options.ts';
import {
  countsOf,
  filesRead,
  Imports,
  refuseNothing,
  type AskedImport,
  type ImportRequest,
  type TellBytes,
} from './imports.ts';
import { nameOfImport } from './corpus-name.ts';
import { beginningOf, bytesOf, TextReader, type ReadableText } from './text-reader.ts';
import type { LinesWanted, Made, Output, SearchWanted, Wanted } from './work/jobs.ts';
import { memoryFor, Workplace } from './workplace.ts';

const NO_CHANGES: ImportOutcome['changes'] = { added: [], replaced: [] };

/** The turn of what comes new into the library: so that two imports of one text are one corpus. */
const NEW = '';

export class Corpora {
  readonly #library: CorpusLibrary;
  readonly #builtIns: BuiltIns;
  /** Of what reads and cleans, and of what looks into texts meanwhile. */
  readonly #making: Workplace;
  readonly #looking: Workplace;
  readonly #reader: TextReader;
  readonly #imports: Imports;
  /** Of one corpus, as they are set now. */
  readonly limits: () => CorpusLimits;
  readonly #language: () => Language;
  readonly #nameWords: NameWordsOf | undefined;

  private constructor(library: CorpusLibrary, builtIns: BuiltIns, options: CorporaOptions) {
    const { worker, limits = () => usualLimits, language = () => 'zh' } = options;
    this.#library = library;
    this.#builtIns = builtIns;
    this.limits = limits;
    this.#language = language;
    this.#nameWords = options.nameWords;
    const memoryMb = (): number => memoryFor(limits());
    this.#making = new Workplace(worker, { memoryMb });
    this.#looking = new Workplace(worker, { memoryMb });
    this.#reader = new TextReader(this.#looking);
    this.#imports = new Imports(this.#making, limits);
  }

  /** @throws VerseloomError `file.unwritable`, `file.notFound`, `file.unreadable` */
  static async open(options: CorporaOptions): Promise<Corpora> {
    const { folder, builtInCorpora, language = () => 'zh' } = options;
    const library = await CorpusLibrary.open(folder);
    const builtIns = await BuiltIns.open(builtInCorpora, language);
    return new Corpora(library, builtIns, options);
  }

  /** Ends what is being made; nothing of it is kept. */
  async close(): Promise<void> {
    await Promise.all([this.#making.close(), this.#looking.close()]);
  }

  /** @returns the corpora that come with the product first, then the person's own, newest first */
  async list(): Promise<CorpusInfo[]> {
    const own = await this.#library.list();
    return [
      ...Array.from(this.#builtIns, (one) => infoOf(this.#builtIns.asOpen(one).corpus, one.name)),
      ...own.map((corpus) => infoOf(corpus)),
    ];
  }

  /** @param language as for `export`. @throws VerseloomError `corpus.notFound` {id} */
  async info(id: string, language?: Language): Promise<CorpusInfo> {
    const { corpus, names } = await this.#open(id, language);
    return infoOf(corpus, names);
  }

  /** @throws VerseloomError `corpus.notFound` {id} */
  async details(id: string): Promise<CorpusDetails> {
    const { corpus, names } = await this.#open(id);
    return detailsOf(corpus, names);
  }

  /** @throws VerseloomError `file.unwritable` */
  async create(name: string, text: string): Promise<CorpusDetails> {
    const isEmpty = text.trim() === '';
    const pack = newPackId();
    const sources = isEmpty ? [] : [typedSource(name, pack)];
    const fresh = { id: pack, entries: isEmpty ? [] : [Buffer.from(text.toWellFormed())] };
    const wanted: Wanted = { recipe: usualRecipe, sources, packs: {}, fresh };
    const made = await this.#making.do('make', { ...wanted, guess: [] });
    return detailsOf(
      await this.#add(keptOf(name, usualRecipe, made), isEmpty ? [] : [fresh], made.text),
    );
  }

  /**
   * Takes files in; what comes of it is there as a whole or not at all.
   * @throws VerseloomError `corpus.cancelled`; `corpus.leftOut` and the like where nothing of them can be learnt; `corpus.builtIn`;
   * `settings.choice` for an encoding that is not known; `file.unwritable`
   */
  async import(
    { encoding: named, ...asked }: AskedImport,
    tell: TellBytes = () => {},
  ): Promise<ImportOutcome> {
    const encoding = named === undefined ? undefined : encodingNamed(named, 'encoding');
    const request: ImportRequest = { ...asked, encoding };
    const { into, task } = request;
    return this.#imports.during(task, (signal) =>
      into === undefined
        ? this.#importNew(request, signal, tell)
        : this.#library.inTurn(into, () => this.#importInto(into, request, signal, tell)),
    );
  }

  /** Calls off what is made under a name, and waits for its end. */
  cancel(task: string): Promise<void> {
    return this.#imports.cancel(task);
  }

  async #importNew(
    request: ImportRequest,
    signal: AbortSignal,
    tell: TellBytes,
  ): Promise<ImportOutcome> {
    const { recipe = usualRecipe } = request;
    const nothing = { recipe, sources: [], packs: {} };
    const made = await this.#imports.read(request, nothing, signal, tell);
    refuseNothing(made);
    const words = this.#nameWords?.[request.language ?? this.#language()];
    const name = request.name ?? nameOfImport(request.files, filesRead(made), words);
    return this.#library.inTurn(NEW, async () => {
      const known = (await this.list()).find(
        ({ hash, characters }) => characters > 0 && hash === made.facts.hash,
      );
      const { leftOut } = made;
      if (known)
        return {
          ...{ ...known, alreadyThere: true, added: 0, leftOut, replaced: 0, changes: NO_CHANGES },
          unchanged: made.added.length - leftOut,
        };
      signal.throwIfAborted(); // from here on it is written, which takes a moment
      const corpus = await this.#library.add(keptOf(name, recipe, made), made.packs, made.text);
      const counts = { ...countsOf(made), changes: NO_CHANGES };
      return { ...infoOf(corpus), ...counts, alreadyThere: false };
    });
  }

  async #importInto(
    id: string,
    request: ImportRequest,
    signal: AbortSignal,
    tell: TellBytes,
  ): Promise<ImportOutcome> {
    const open = await this.#openOwn(id);
    const made = await this.#imports.read(request, open, signal, tell);
    const changes = { added: [...made.added], replaced: [...made.replaced] };
    const counts = { ...countsOf(made), changes, alreadyThere: false };
    if (made.added.length + made.replaced.length === 0)
      return { ...infoOf(open.corpus), ...counts };
    signal.throwIfAborted();
    const gone = made.replaced.map(({ before }) => before);
    const before = withRemoved(open.corpus, gone, new Date());
    const corpus = await this.#keep(before, made, made.packs);
    return { ...infoOf(corpus), ...counts };
  }

  rename(id: string, name: string): Promise<CorpusDetails> {
    return this.#library.inTurn(id, async () => {
      const { corpus } = await this.#openOwn(id);
      return detailsOf(await this.#library.change({ ...corpus, name }, {}));
    });
  }

  addSong(id: string, name: string, text: string): Promise<CorpusDetails> {
    return this.#change(id, (corpus) => withSong(corpus, name, text));
  }

  arrange(id: string, sources: readonly SourceChoices[]): Promise<CorpusDetails> {
    return this.#change(id, (corpus) => arranged(corpus, sources, new Date()));
  }

  /** @param encoding null for the likeliest. @throws VerseloomError `settings.choice` */
  setEncoding(
    id: string,
    sourceIds: readonly string[],
    encoding: string | null,
  ): Promise<CorpusDetails> {
    const chosen = encoding === null ? undefined : encodingNamed(encoding, 'encoding');
    return this.#change(id, (corpus) => inEncoding(corpus, sourceIds, chosen));
  }

  setRecipe(id: string, recipe: Recipe): Promise<CorpusDetails> {
    return this.#change(id, (corpus) => ({ corpus: { ...corpus, recipe } }));
  }

  editText(id: string, sourceId: string, text: string | null): Promise<CorpusDetails> {
    return this.#change(id, (corpus) => edited(corpus, sourceId, text));
  }

  async preview(id: string, recipe: Recipe): Promise<RecipePreview> {
    return this.#making.do('preview', { ...wantedOf(await this.#open(id)), recipe });
  }

  async previewSplit(
    id: string,
    sourceIds: readonly string[],
    split: Split,
  ): Promise<Output<'previewSplit'>> {
    return this.#making.do('previewSplit', { ...wantedOf(await this.#open(id)), sourceIds, split });
  }

  /** @throws VerseloomError `corpus.sourceNotFound` {id}, `settings.choice` */
  async source(id: string, sourceId: string, encoding: string | undefined): Promise<SourceView> {
    const chosen = encoding === undefined ? undefined : encodingNamed(encoding, 'encoding');
    const wanted = wantedOf(await this.#open(id));
    return this.#making.do('source', { ...wanted, sourceId, encoding: chosen });
  }

  async songs(id: string): Promise<SongPlace[]> {
    const { corpus } = await this.#open(id);
    return this.#reader.do('songs', this.#textOf(corpus), {
      sources: songsOfSources(corpus.sources),
    });
  }

  async lines(id: string, where: LinesWanted): Promise<Output<'lines'>> {
    const { corpus } = await this.#open(id);
    return this.#reader.do('lines', this.#textOf(corpus), where);
  }

  async search(id: string, asked: SearchWanted): Promise<Output<'search'>> {
    const { corpus } = await this.#open(id);
    return this.#reader.do('search', this.#textOf(corpus), asked);
  }

  async figures(id: string): Promise<CorpusFigures> {
    const { corpus } = await this.#open(id);
    return this.#reader.do('figures', this.#textOf(corpus), {});
  }

  /**
   * @param language in which it is named, where it comes with the product
   * @returns a file: the text as people read it, or a zip of its songs
   */
  async export(
    id: string,
    kind: 'text' | 'songs',
    language?: Language,
  ): ReturnType<ApiCalls['corpora.export']> {
    const { corpus } = await this.#open(id, language);
    const name = fileNameOf(corpus.name, 'verseloom');
    const text = this.#textOf(corpus);
    if (kind === 'text')
      return { name: `${name}.txt`, bytes: await this.#reader.do('exportText', text, {}) };
    const titles = titlesOf(corpus.sources);
    return { name: `${name}.zip`, bytes: await this.#reader.do('exportSongs', text, { titles }) };
  }

  /** @throws VerseloomError `corpus.notFound` {id} */
  async duplicate(id: string, name: string): Promise<CorpusInfo> {
    const builtIn = this.#builtIns.find(id);
    if (!builtIn)
      return this.#library.inTurn(id, async () => infoOf(await this.#library.duplicate(id, name)));
    const { kept, fresh } = ownOf(builtIn, name, builtIn.facts);
    return infoOf(await this.#add(kept, [fresh], builtIn.text));
  }

  /** @throws VerseloomError `corpus.notFound` {id}, `corpus.tooLarge` {name, limitMb} */
  async merge(ids: readonly string[], name: string, language?: Language): Promise<CorpusInfo> {
    const corpora: Open[] = [];
    for (const id of ids) corpora.push(await this.#open(id, language));
    const { recipe } = corpora[0]!;
    const pack = newPackId();
    const made = await this.#making.do('merge', {
      ...{ corpora: corpora.map(wantedOf), recipe, pack, name, limits: this.limits() },
    });
    return infoOf(await this.#add(keptOf(name, recipe, made), made.packs, made.text));
  }

  /** @throws VerseloomError `corpus.notFound` {id}, `corpus.builtIn` {name}, `file.unwritable` */
  remove(id: string): Promise<void> {
    return this.#library.inTurn(id, async () => {
      this.#builtIns.refuse(id);
      await this.#library.remove(id);
    });
  }

  /** Takes back a removal. @throws VerseloomError `corpus.notFound` {id}, `file.unwritable` */
  restore(id: string): Promise<CorpusInfo> {
    return this.#library.inTurn(id, async () => infoOf(await this.#library.restore(id)));
  }

  /**
   * @param language as for `export`. @returns the whole text, in UTF-8
   * @throws VerseloomError `corpus.notFound` {id}; `file.unreadable`, also when it is not what was written
   */
  async text(id: string, language?: Language): Promise<{ info: CorpusInfo; text: Uint8Array }> {
    const { corpus, names } = await this.#open(id, language);
    return { info: infoOf(corpus, names), text: await this.#textOf(corpus).load() };
  }

  /**
   * @param units UTF-16 units, as a call counts them
   * @returns the text, or its beginning as far as it fits, not with half a character at its end
   * @throws VerseloomError `corpus.notFound` {id}, `file.unreadable`
   */
  async beginning(id: string, units = MAX_TEXT): Promise<string> {
    const builtIn = this.#builtIns.find(id);
    const utf8 = builtIn?.text ?? (await this.#library.readBeginning(id, bytesOf(units)));
    return beginningOf(utf8, units);
  }

  #textOf({ id, hash }: StoredCorpus): ReadableText {
    const builtIn = this.#builtIns.find(id);
    const load = async () => builtIn?.text ?? this.#library.readText({ id, hash });
    return { hash, load };
  }

  /** @param wish of the corpus as it is when it is its turn */
  #change(id: string, wish: (corpus: StoredCorpus) => Wish): Promise<CorpusDetails> {
    return this.#library.inTurn(id, async () => {
      const open = await this.#openOwn(id);
      const { corpus, fresh, guess = [] } = wish(open.corpus);
      const made = await this.#making.do('make', {
        ...{ recipe: corpus.recipe, sources: listed(corpus.sources), packs: open.packs },
        ...{ fresh, guess },
      });
      return detailsOf(await this.#keep(corpus, made, fresh ? [fresh] : []));
    });
  }

  /** @param corpus as it is, with the sources that were taken out */
  #keep(corpus: StoredCorpus, made: Made, packs: readonly Pack[]): Promise<StoredCorpus> {
    const isNew = made.facts.hash !== corpus.hash;
    return this.#library.change(withMade(corpus, made), {
      packs,
      ...(isNew && { text: made.text }),
    });
  }

  #add(kept: Kept, packs: readonly Pack[], text: Uint8Array): Promise<StoredCorpus> {
    return this.#library.inTurn(NEW, () => this.#library.add(kept, packs, text));
  }

  /** @throws VerseloomError `corpus.notFound` {id} */
  async #open(id: string, language?: Language): Promise<Open> {
    const builtIn = this.#builtIns.find(id);
    if (builtIn) return this.#builtIns.asOpen(builtIn, language);
    return openOf(await this.#library.read(id), (pack) => this.#library.packPath(id, pack));
  }

  /** @throws VerseloomError `corpus.notFound` {id}, `corpus.builtIn` {name} */
  async #openOwn(id: string): Promise<Open> {
    this.#builtIns.refuse(id);
    return this.#open(id);
  }
}
