/** The text of a corpus while one reads it: the lines around what is seen, the songs, and where one goes. */
import { createContext } from 'svelte';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import type { SongPlace } from '../../../src-main/contract/corpus/figures.ts';
import { TextSearch } from './text-search.svelte.ts';

/** Lines of one call, and the most calls whose lines are kept. */
const PAGE = 250;
const MOST_PAGES = 60;
/** Lines of one call where a text is copied. */
const LARGEST_PAGE = 2000;

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
  /** Why it cannot be read. */
  error = $state.raw<unknown>(null);
  /** The line that is to be shown, until it is. */
  target = $state.raw<{ readonly line: number } | null>(null);
  readonly search: TextSearch;
  #pages = $state.raw<ReadonlyMap<number, readonly string[]>>(new Map());
  #key = '';
  #wanted: readonly number[] = [];
  #loading = false;
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
    this.search = new TextSearch(calls, (line) => this.goTo(line));
  }

  /** Follows the corpus that one looks at; another text of it is read anew. */
  follow({ id, hash }: Pick<CorpusDetails, 'id' | 'hash'>): void {
    const key = `${id} ${hash}`;
    if (key === this.#key) return;
    if (id !== this.id) this.search.write('');
    this.#key = key;
    this.id = id;
    this.total = null;
    this.songs = [];
    this.error = null;
    this.#pages = new Map();
    this.#wanted = [0];
    this.search.follow(id);
    void this.#loadSongs(key);
    void this.#load();
  }

  /** @returns null where it is not there yet */
  line(index: number): string | null {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null;
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
    const { id } = this;
    const lines: string[] = [];
    while (lines.length <= to.line - from.line) {
      const start = from.line + lines.length;
      const count = Math.min(LARGEST_PAGE, to.line + 1 - start);
      const piece = await this.#calls['corpora.lines']({ id, from: start, count });
      if (piece.lines.length === 0) break; // it has become shorter meanwhile
      for (const line of piece.lines) lines.push(line);
    }
    const last = to.line - from.line;
    if (lines[last] !== undefined) lines[last] = lines[last].slice(0, to.offset);
    if (lines[0] !== undefined) lines[0] = lines[0].slice(from.offset);
    return lines.join('\n');
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
        const { lines, total } = await this.#calls['corpora.lines'](asked);
        if (key === this.#key) this.#add(page, lines, total);
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
      (page) => !this.#pages.has(page) && (this.total === null || page * PAGE < this.total),
    );
  }

  #add(page: number, lines: readonly string[], total: number): void {
    this.total = total;
    this.error = null;
    const kept = [...this.#pages].slice(1 - MOST_PAGES);
    this.#pages = new Map([...kept, [page, lines]]);
  }
}

export const [useReading, provideReading] = createContext<Reading>();
