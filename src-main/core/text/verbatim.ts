/** What of a text stands word for word in a corpus: an index of its runs, built once and asked often. */
import { SONG_END } from './code-points.ts';
import { afterCharacter, isCharacter, NO_WORD, NONE, Words, type PlacedUnit } from './units.ts';

/** So many units are looked up at once; longer runs are found from there. */
const MOST_AT_ONCE = 4;
/** Of a song's first line. */
const SHOWN_CHARACTERS = 40;
const BREAKS = /[\n\v\f\r\x85\u2028\u2029\x1e]/; // eslint-disable-line no-control-regex
/** Questions whose answers are kept: those of a search are mostly the same ones. */
const REMEMBERED = 20_000;

/** A run of a text that stands in the corpus, as long as it can be: in characters of the text, and in units. */
export interface Run {
  readonly start: number;
  readonly length: number;
  readonly units: number;
  /** Where it first stands: the song, from 0. */
  readonly song: number;
}

export class VerbatimIndex {
  readonly words: Words;
  /** Runs are found that have so many units. */
  readonly shortest: number;
  /** The first line of each song. */
  readonly songs: readonly string[];
  /** Of each song, its first unit. */
  readonly #songStarts: readonly number[];
  readonly #units: Uint32Array; // [N]
  readonly #atOnce: number;
  /** By the hash of the units from there on, the first place with it; −1 for none. */
  readonly #heads: Int32Array;
  /** Of each place, the next one with the same hash. */
  readonly #next: Int32Array; // [N]
  readonly #shift: number;
  readonly #followers = new Map<string, ReadonlySet<number>>();

  /**
   * @param points code points of the corpus, at most 2³⁰
   * @param shortest run that will be asked for, in units
   */
  static of(points: ArrayLike<number>, shortest: number): VerbatimIndex {
    const reader = new Reader(points.length);
    reader.read(points);
    return new VerbatimIndex(reader.end(), shortest);
  }

  private constructor(
    { units, words, songs, songStarts }: ReturnType<Reader['end']>,
    shortest: number,
  ) {
    this.shortest = shortest;
    const atOnce = Math.min(shortest, MOST_AT_ONCE);
    this.words = words;
    this.songs = songs;
    this.#songStarts = songStarts;
    this.#units = units;
    this.#atOnce = atOnce;
    const bits = Math.max(4, Math.ceil(Math.log2(units.length + 1)));
    this.#shift = 32 - bits;
    const heads = (this.#heads = new Int32Array(1 << bits).fill(-1));
    const next = (this.#next = new Int32Array(units.length));
    // From the last to the first, so that the first comes first.
    for (let at = units.length - atOnce; at >= 0; at--) {
      const hash = hashAt(units, at, atOnce) >>> this.#shift;
      next[at] = heads[hash]!;
      heads[hash] = at;
    }
  }

  /**
   * @param units at least as many as the shortest run
   * @returns the units that come after them in the corpus
   */
  followers(units: readonly number[]): ReadonlySet<number> {
    const key = units.join();
    let followers = this.#followers.get(key);
    if (!followers) {
      const found = new Set<number>();
      for (const at of this.#places(units, 0))
        if (this.#matching(units, 0, at) >= units.length)
          found.add(this.#units[at + units.length]!);
      found.delete(NONE);
      followers = found;
      if (this.#followers.size >= REMEMBERED) this.#followers.clear();
      this.#followers.set(key, followers);
    }
    return followers;
  }

  /** @returns the runs of at least so many units that are part of no longer one, in order; they may overlap */
  runs(text: readonly PlacedUnit[], shortest: number): Run[] {
    const units = text.map(({ unit }) => unit);
    const runs: Run[] = [];
    let reached = 0;
    for (let from = 0; from + shortest <= units.length; from++) {
      let [longest, place] = [0, -1];
      for (const at of this.#places(units, from)) {
        const length = this.#matching(units, from, at);
        if (length > longest) [longest, place] = [length, at];
        if (from + longest === units.length) break; // none is longer
      }
      if (longest < shortest || from + longest <= reached) continue;
      reached = from + longest;
      const start = text[from]!.start;
      const length = text[reached - 1]!.end - start;
      runs.push({ start, length, units: longest, song: this.#songAt(place) });
    }
    return runs;
  }

  /** @returns the places in the corpus where the units from there on may stand */
  *#places(units: readonly number[], from: number): Generator<number, void> {
    if (from + this.#atOnce > units.length) return;
    const hash = hashAt(units, from, this.#atOnce) >>> this.#shift;
    for (let at = this.#heads[hash]!; at >= 0; at = this.#next[at]!) yield at;
  }

  /** @returns how many units from there on are the same */
  #matching(units: readonly number[], from: number, at: number): number {
    let length = 0;
    while (
      from + length < units.length &&
      units[from + length] === this.#units[at + length] &&
      units[from + length] !== NONE
    )
      length += 1;
    return length;
  }

  #songAt(place: number): number {
    let [low, high] = [0, this.#songStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#songStarts[middle]! <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Multiplicative hashing (Knuth, volume 3, 6.4), whose upper bits are the best. */
function hashAt(units: ArrayLike<number>, from: number, count: number): number {
  let hash = 0;
  for (let i = from; i < from + count; i++)
    hash = Math.imul(hash ^ units[i]!, 0x9e3779b1) ^ (hash >>> 15);
  return Math.imul(hash, 0x85ebca6b);
}

/** Takes a corpus in. */
class Reader {
  readonly #words = new Words();
  readonly #songs: string[] = [];
  readonly #songStarts: number[] = [];
  readonly #units: Uint32Array;
  #count = 0;
  #word = NO_WORD;
  /** Of the song under way, as far as it is shown; none before its first ink. */
  #firstLine: string | undefined;
  #lineIsOver = false;

  constructor(characters: number) {
    // A character is a unit at most, or the end of a song; so is the end of the text.
    this.#units = new Uint32Array(characters + 1);
  }

  read(points: ArrayLike<number>): void {
    for (let i = 0; i < points.length; i++) {
      const point = points[i]!;
      if (!this.#lineIsOver) this.#show(point);
      if (this.#word === NO_WORD && isCharacter(point)) this.#push(point);
      else {
        const after = afterCharacter(this.#word, point);
        if (after.ended !== '') this.#push(this.#words.add(after.ended));
        this.#word = after.word;
        if (after.character !== NONE) this.#push(after.character);
      }
      if (point === SONG_END) this.#endSong();
    }
  }

  end() {
    if (this.#word.letters !== '') this.#push(this.#words.add(this.#word.letters));
    this.#endSong();
    return {
      // Of a text of words it is a fifth.
      units: this.#units.slice(0, this.#count),
      words: this.#words,
      songs: this.#songs,
      songStarts: this.#songStarts,
    };
  }

  #show(point: number): void {
    const character = String.fromCodePoint(point);
    if (this.#firstLine === undefined) {
      if (point === SONG_END || character.trim() === '') return;
      this.#songStarts.push(this.#count);
      this.#firstLine = '';
    }
    this.#lineIsOver = BREAKS.test(character) || this.#firstLine.length >= SHOWN_CHARACTERS;
    if (!this.#lineIsOver) this.#firstLine += character;
  }

  #endSong(): void {
    if (this.#firstLine !== undefined) {
      this.#songs.push(this.#firstLine.trimEnd());
      this.#push(NONE);
    }
    this.#firstLine = undefined;
    this.#lineIsOver = false;
  }

  #push(unit: number): void {
    this.#units[this.#count++] = unit;
  }
}
