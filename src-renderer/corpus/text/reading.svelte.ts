/** The text of a corpus while one reads it: the lines around what is seen, the songs, and where one goes. */
import { createContext } from 'svelte';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import type { SearchHit, SongPlace } from '../../../src-main/contract/corpus/figures.ts';
import { namesOfSongs } from '../../library/song-names.ts';
import { TextSearch } from './text-search.svelte.ts';

/** Lines of one call, and the most calls whose lines are kept. */
const PAGE = 250;
const MOST_PAGES = 60;
/** Lines of one call where a text is copied. */
const LARGEST_PAGE = 2000;

/** Of a line, in UTF-16 units: all of a verse, and not all of a book without line breaks. */
const MOST_SHOWN = 2000;
/** And what of it stands before a place that is looked for. */
const BEFORE = 200;

/** A line, or what is shown of it. */
export interface ShownLine {
  readonly text: string;
  /** Where in the line that begins, and how much of the line is not shown; in UTF-16 units. */
  readonly from: number;
  readonly left: number;
}

type Pages = Readonly<Record<number, readonly ShownLine[]>>;

/** A place of the text: a line from 0, and how far into it in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly offset: number;
}

export class Reading {
  id = $state('');
  /** Lines of the text; null until it is known. */
  total = $state<number | null>(null);
  songs = $state.raw<readonly SongPlace[]>([]);
  #sources = $state.raw<CorpusDetails['sources']>([]);
  /** Of each song, how it is called. */
  readonly names: readonly string[] = $derived(namesOfSongs(this.songs, this.#sources));
  /** Why it cannot be read. */
  error = $state.raw<unknown>(null);
  /** The line that is to be shown, until it is. */
  target = $state.raw<{ readonly line: number } | null>(null);
  readonly search: TextSearch;
  #pages = $state.raw<Pages>({});
  /** What a long line has around the place that was looked for last. */
  #around = $state.raw<{ readonly line: number; readonly shown: ShownLine } | null>(null);
  #key = '';
  #wanted: readonly number[] = [];
  #loading = false;
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
    this.search = new TextSearch(calls, (hit) => void this.#goToHit(hit));
  }

  /** Follows the corpus that one looks at; another text of it is read anew. */
  follow({ id, hash, sources }: Pick<CorpusDetails, 'id' | 'hash' | 'sources'>): void {
    this.#sources = sources;
    const key = `${id} ${hash}`;
    if (key === this.#key) return;
    if (id !== this.id) this.search.write('');
    this.#key = key;
    this.id = id;
    this.total = null;
    this.songs = [];
    this.error = null;
    this.#pages = {};
    this.#around = null;
    this.#wanted = [0];
    this.search.follow(id);
    void this.#loadSongs(key);
    void this.#load();
  }

  /** @returns null where it is not there yet */
  line(index: number): ShownLine | null {
    if (this.#around?.line === index) return this.#around.shown;
    return this.#pages[Math.floor(index / PAGE)]?.[index % PAGE] ?? null;
  }

  /** Makes sure that some lines are there soon; what was asked for before, and is not there yet, is not waited for. */
  show(first: number, count: number): void {
    const [from, to] = [Math.floor(first / PAGE), Math.floor((first + count - 1) / PAGE)];
    const middle = (from + to) / 2;
    this.#wanted = Array.from({ length: to - from + 1 }, (_, page) => from + page).sort(
      (a, b) => Math.abs(a - middle) - Math.abs(b - middle),
    );
    void this.#load();
  }

  goTo(line: number): void {
    this.target = { line };
  }

  /** @returns the song that a line is of, by its number; -1 before the first */
  songAt(line: number): number {
    let [low, high] = [-1, this.songs.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.songs[middle]!.line <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** @returns the text from one place to another, of whatever length */
  async textBetween(from: TextPlace, to: TextPlace): Promise<string> {
    const lines: string[] = [];
    for await (const line of this.#lines(from.line, to.line + 1, LARGEST_PAGE)) lines.push(line);
    const last = to.line - from.line;
    if (lines[last] !== undefined) lines[last] = lines[last].slice(0, to.offset);
    if (lines[0] !== undefined) lines[0] = lines[0].slice(from.offset);
    return lines.join('\n');
  }

  /** The lines from one to before another, each whole, in as many calls as that takes; fewer where the text has become shorter meanwhile. */
  async *#lines(from: number, end: number, page: number): AsyncGenerator<string> {
    const { id } = this;
    const ask = this.#calls['corpora.lines'];
    for (let at = from; at < end;) {
      const { lines, rest, total } = await ask({ id, from: at, count: Math.min(page, end - at) });
      let last = lines.pop();
      if (last === undefined) return;
      yield* lines;
      for (let left = rest; left > 0;) {
        const more = await ask({ id, from: at + lines.length, count: 1, offset: last.length });
        last += more.lines[0] ?? '';
        left = more.lines[0] ? more.rest : 0;
      }
      yield last;
      at += lines.length + 1;
      if (at >= total) return;
    }
  }

  /** In a line that is not shown whole, what is around it is shown. */
  async #goToHit({ length, line, start }: SearchHit): Promise<void> {
    this.goTo(line);
    const shown = this.line(line);
    const isShown =
      shown && start >= shown.from && start + length <= shown.from + shown.text.length;
    if (isShown || start + length <= MOST_SHOWN) return;
    const offset = Math.max(0, start - BEFORE);
    const key = this.#key;
    const asked = { id: this.id, from: line, count: 1, offset };
    const answer = await this.#calls['corpora.lines'](asked).catch(() => null); // its beginning is there
    const [text] = answer?.lines ?? [];
    if (key !== this.#key || !answer || text === undefined) return;
    this.#around = { line, shown: shownOf(text, offset, answer.rest) };
    this.goTo(line);
  }

  async #loadSongs(key: string): Promise<void> {
    try {
      const songs = await this.#calls['corpora.songs']({ id: this.id });
      if (key === this.#key) this.songs = songs;
    } catch (error) {
      if (key === this.#key) this.error = error;
    }
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    for (let page = this.#missing(); page !== undefined; page = this.#missing()) {
      const key = this.#key;
      try {
        const asked = { id: this.id, from: page * PAGE, count: PAGE };
        let { lines, rest, total } = await this.#calls['corpora.lines'](asked);
        const shown = shownLines(lines, rest);
        // Where lines are so long that one call does not take them all.
        while (lines.length > 0 && shown.length < Math.min(PAGE, total - page * PAGE)) {
          const more = { from: asked.from + shown.length, count: PAGE - shown.length };
          ({ lines, rest, total } = await this.#calls['corpora.lines']({ ...asked, ...more }));
          shown.push(...shownLines(lines, rest));
        }
        if (key === this.#key) this.#add(page, shown, total);
      } catch (error) {
        if (key !== this.#key) continue; // of a text that is not read any more
        this.error = error;
        break;
      }
    }
    this.#loading = false;
  }

  #missing(): number | undefined {
    return this.#wanted.find(
      (page) => !(page in this.#pages) && (this.total === null || page * PAGE < this.total),
    );
  }

  #add(page: number, lines: readonly ShownLine[], total: number): void {
    this.total = total;
    this.error = null;
    const all = { ...this.#pages, [page]: lines };
    const near = Object.keys(all)
      .map(Number)
      .sort((a, b) => Math.abs(a - page) - Math.abs(b - page))
      .slice(0, MOST_PAGES);
    this.#pages = Object.fromEntries(near.map((one) => [one, all[one]!]));
  }
}

/** @param rest units of the last line that did not come along */
const shownLines = (lines: readonly string[], rest: number): ShownLine[] =>
  lines.map((line, place) => shownOf(line, 0, place === lines.length - 1 ? rest : 0));

/** @param from of a line, where the text begins; @param rest units that come after it */
function shownOf(text: string, from: number, rest: number): ShownLine {
  const half = from > 0 && isSecondHalf(text.charCodeAt(0)) ? 1 : 0;
  const end = half + MOST_SHOWN - (isSecondHalf(text.charCodeAt(half + MOST_SHOWN)) ? 1 : 0);
  const shown = text.slice(half, end);
  return { text: shown, from: from + half, left: from + text.length + rest - shown.length };
}

/** Of a character that takes two units. */
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

export const [useReading, provideReading] = createContext<Reading>();
