/** The text of a corpus as it is read on a screen: its lines by number, where its songs begin, and where words stand in it. */
import { SONG_END } from '../contract/corpus/song-text.ts';
import type { SearchHit } from '../contract/corpus/figures.ts';
import { foldCase } from './fold-case.ts';
import { Places } from './places.ts';

/** Of a song: its first line, from 0; its lines, blank ones within it included; and its characters. */
export interface SongSpan {
  readonly line: number;
  readonly lines: number;
  readonly characters: number;
}

export interface Found {
  readonly hits: readonly SearchHit[];
  /** In the whole text. */
  readonly total: number;
}

/** Units of a line around a hit: a line may be megabytes long. */
const AROUND = 200;

/**
 * Lines end with U+000A, songs with U+001E, which shows as a blank line between two. A text of before may have the line breaks of any
 * system; CRLF is one.
 */
export class TextIndex {
  readonly text: string;
  readonly songs: readonly SongSpan[];
  readonly characters: number;
  /** Where each line begins in the text, and where it ends without what breaks it. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  #folded: string | undefined;
  #last = { query: '', total: 0 };

  /** Looks through the text once. */
  constructor(text: string) {
    this.text = text;
    const starts = new Places();
    const ends = new Places();
    const songs: SongSpan[] = [];
    let [start, characters, song, songLine] = [0, 0, 0, 0];
    const endLine = (end: number, next: number): void => {
      starts.push(start);
      ends.push(end);
      start = next;
    };
    const endSong = (): void => {
      songs.push({
        line: songLine,
        lines: starts.length - songLine,
        characters: characters - song,
      });
    };
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      characters += 1;
      if (unit > 0x1e && (unit < 0x85 || (unit > 0x85 && unit < 0x2028))) continue;
      if ((unit & 0xfc00) === 0xd800) {
        if ((text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at += 1;
      } else if (unit === 0x0d && text.charCodeAt(at + 1) === 0x0a) {
        endLine(at, at + 2);
        at += 1;
      } else if (unit === 0x1e) {
        endLine(at, at);
        characters -= 1;
        endSong();
        characters += 1;
        endLine(at, at + 1);
        [song, songLine] = [characters, starts.length];
      } else if (
        (unit >= 0x0a && unit <= 0x0d) ||
        unit === 0x85 ||
        unit === 0x2028 ||
        unit === 0x2029
      )
        endLine(at, at + 1);
    }
    // A break at the end begins no further line.
    if (start < text.length || text.endsWith(SONG_END)) endLine(text.length, text.length);
    if (text !== '') endSong();
    [this.#starts, this.#ends] = [starts.end(), ends.end()];
    [this.songs, this.characters] = [songs, characters];
  }

  /** How many lines there are, blank ones between songs and stanzas included. */
  get total(): number {
    return this.#starts.length;
  }

  /** @returns up to `count` lines from one on */
  lines(from: number, count: number): string[] {
    const lines: string[] = [];
    const to = Math.min(this.total, from + count);
    for (let line = Math.max(0, from); line < to; line++) lines.push(this.line(line));
    return lines;
  }

  line(line: number): string {
    return this.text.slice(this.#starts[line], this.#ends[line]);
  }

  /** Where a line lies in the text, in UTF-16 units, without what ends it. */
  startOf(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }
  endOf(line: number): number {
    return this.#ends[line] ?? this.text.length;
  }

  /** The text with upper and lower case alike, each unit at its place. */
  get folded(): string {
    return (this.#folded ??= foldCase(this.text));
  }

  /** @returns what is said in a line around a part of it, and where in the text that begins */
  around(
    line: number,
    place: number,
    length: number,
    units = AROUND,
  ): { text: string; at: number } {
    const at = withinCharacter(this.text, Math.max(this.startOf(line), place - units));
    const to = withinCharacter(this.text, Math.min(this.endOf(line), place + length + units));
    return { text: this.text.slice(at, to), at };
  }

  /** @returns the line in which a unit of the text stands */
  lineAt(place: number): number {
    return lastUpTo(this.total, (line) => this.#starts[line]! <= place);
  }

  /** @returns the song that a line belongs to, from 0; a blank line between two belongs to the one before it */
  songOf(line: number): number {
    return lastUpTo(this.songs.length, (song) => this.songs[song]!.line <= line);
  }

  /**
   * Looks for a text letter by letter, upper and lower case alike.
   *
   * @param query not empty
   * @param from the first line that is looked at for hits
   * @returns the first `limit` hits from there on; none lies within another
   */
  search(query: string, { from = 0, limit = 200 }: { from?: number; limit?: number } = {}): Found {
    const sought = foldCase(query);
    if (sought === '') return { hits: [], total: 0 };
    const { folded } = this;
    const hits: SearchHit[] = [];
    for (
      let at = folded.indexOf(sought, this.startOf(from));
      at >= 0 && hits.length < limit;
      at = folded.indexOf(sought, at + sought.length)
    )
      hits.push(this.#hitAt(at, sought.length));
    if (this.#last.query !== sought) this.#last = { query: sought, total: countOf(folded, sought) };
    return { hits, total: this.#last.total };
  }

  #hitAt(place: number, length: number): SearchHit {
    const line = this.lineAt(place);
    const [begin, end] = [this.startOf(line), this.endOf(line)];
    const { text, at } = this.around(line, place, length);
    return {
      ...{ line, song: this.songOf(line), start: place - begin, text, from: at - begin },
      length: Math.min(length, end - place), // what goes on in the next line is not shown there
    };
  }
}

/** @returns the last of so many for which it is true, as it is for all before it; 0 where there is none */
function lastUpTo(count: number, isTrue: (one: number) => boolean): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isTrue(middle)) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

/** @returns a place beside which no character is cut in two */
const withinCharacter = (text: string, at: number): number =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at;
