/** The sources of a corpus as they are read and cleaned: what was read lately is not read again. */
import type { Encoding } from '../../../corpus/encodings/encoding-names.ts';
import { decodeAs } from '../../../corpus/encodings/encodings.ts';
import { cleanSource, type Cleaned, type Words } from '../../../corpus/assembly.ts';
import { guessAgain, readAgain, readTyped, type ReadFile } from '../../../corpus/read-files.ts';
import type { Clean } from '../../../corpus/recipe/recipe.ts';
import type { GivenFile } from '../../../contract/corpus/corpus.ts';
import type { Skip } from '../../../contract/corpus/kinds.ts';
import type { Recipe } from '../../../contract/corpus/recipe.ts';
import { readPack } from '../../../store/corpora/packs.ts';
import type { KeptAt, StoredSource } from '../../../store/corpora/stored-corpus.ts';
import { Generations } from './generations.ts';
import type { Wanted } from './jobs.ts';

/** A text as it was decoded, without its bytes. */
export type ReadText = Omit<ReadFile, 'bytes' | 'name'>;

/** What a source is before the recipe; `read` is undefined where nothing was kept of what came in. */
export interface ReadSource {
  readonly read: ReadText | undefined;
  /** Undefined where it was left out. */
  readonly words: Words | undefined;
  readonly skipped: Skip | undefined;
}

type Packs = Pick<Wanted, 'packs' | 'fresh'>;

export class Sources {
  readonly #texts = new Generations<ReadText>();
  readonly #edits = new Generations<string>();
  readonly #cleaned = new Generations<Cleaned>();

  /** Begins a job that goes through all sources of a corpus. */
  turn(): void {
    this.#texts.turn();
    this.#edits.turn();
    this.#cleaned.turn();
  }

  /** Keeps what was read for an import, so that it is not read again from where it is put. */
  keep(at: KeptAt, file: ReadFile): void {
    this.#texts.set(keyOf(at, file.encoding), withoutBytes(file));
  }

  /** @returns all sources, in order. @throws VerseloomError `file.*` */
  async read(sources: readonly StoredSource[], packs: Packs): Promise<ReadSource[]> {
    const missing = sources.flatMap(({ original, edit, encoding }) => [
      ...(original && !this.#texts.get(keyOf(original, encoding)) ? [original] : []),
      ...(edit && this.#edits.get(keyOf(edit, null)) === undefined ? [edit] : []),
    ]);
    const bytes = await readKept(missing, packs);
    const found: ReadSource[] = [];
    for (const source of sources) found.push(await this.#read(source, bytes));
    return found;
  }

  /** @returns the bytes as they came in, of sources that have them. @throws VerseloomError `file.*` */
  async originals(sources: readonly StoredSource[], packs: Packs): Promise<GivenFile[]> {
    const find = await this.bytes(
      sources.map((source) => ({ ...source, edit: null })),
      packs,
    );
    return sources.map(({ file, name, original }) => ({
      name: file ?? name,
      bytes: find(original!),
    }));
  }

  /** @returns what finds all that is kept of some sources. @throws VerseloomError `file.*` */
  async bytes(sources: readonly StoredSource[], packs: Packs): Promise<(at: KeptAt) => Uint8Array> {
    const places = sources.flatMap(({ original, edit }) => [original ?? [], edit ?? []].flat());
    const bytes = await readKept(places, packs);
    return (at) => bytes.get(placeOf(at))!;
  }

  /** @returns the guess for each, in their order */
  async guess(sources: readonly StoredSource[], packs: Packs): ReturnType<typeof guessAgain> {
    return guessAgain(await this.originals(sources, packs));
  }

  clean(
    { original, edit, encoding, split }: StoredSource,
    words: Words,
    recipe: Recipe,
    clean: Clean,
  ): Cleaned {
    const place = edit ? keyOf(edit, null) : keyOf(original!, encoding);
    const key = `${place} ${JSON.stringify(split)} ${edit ? '' : JSON.stringify(recipe)}`;
    const known = this.#cleaned.get(key);
    if (known) return known;
    const cleaned = cleanSource(words, split, clean);
    this.#cleaned.set(key, cleaned);
    return cleaned;
  }

  async #read(source: StoredSource, bytes: ReadonlyMap<string, Uint8Array>): Promise<ReadSource> {
    const { original, edit, encoding, skipped } = source;
    let read: ReadText | undefined;
    if (original) {
      const key = keyOf(original, encoding);
      read = this.#texts.get(key);
      if (!read) {
        read = withoutBytes(await readSource(source, bytes.get(placeOf(original))!));
        this.#texts.set(key, read);
      }
    }
    if (edit) {
      const key = keyOf(edit, null);
      let words = this.#edits.get(key);
      if (words === undefined) {
        words = decodeAs(bytes.get(placeOf(edit))!, 'utf-8');
        this.#edits.set(key, words);
      }
      return { read, words: { edit: words }, skipped: undefined };
    }
    if (!read) return { read, words: undefined, skipped: skipped ?? undefined };
    if (read.skipped) return { read, words: undefined, skipped: read.skipped };
    return { read, words: { text: read.text, kind: read.textKind }, skipped: undefined };
  }
}

const readSource = async (
  { file, name, encoding }: StoredSource,
  bytes: Uint8Array,
): Promise<ReadFile> =>
  file === null
    ? readTyped(name, bytes)
    : readAgain({ name: file, bytes }, (encoding as Encoding | null) ?? undefined);

/** @returns the bytes of each place; each pack is opened once */
async function readKept(
  places: readonly KeptAt[],
  { packs, fresh }: Packs,
): Promise<Map<string, Uint8Array>> {
  const byPack = Map.groupBy(places, ({ pack }) => pack);
  const found = new Map<string, Uint8Array>();
  for (const [pack, all] of byPack) {
    const entries = [...new Set(all.map(({ entry }) => entry))];
    const bytes =
      pack === fresh?.id
        ? entries.map((entry) => fresh.entries[entry]!)
        : await readPack(packs[pack]!, entries);
    for (const [index, entry] of entries.entries())
      found.set(placeOf({ pack, entry }), bytes[index]!);
  }
  return found;
}

const placeOf = ({ pack, entry }: KeptAt): string => `${pack}/${entry}`;
const keyOf = (at: KeptAt, encoding: string | null | undefined): string =>
  `${placeOf(at)} ${encoding ?? ''}`;

const withoutBytes = ({ bytes: _, name: __, ...read }: ReadFile): ReadText => read;
