/** How much of some texts stands word for word in a corpus. It is the texts that are indexed, so that a corpus of any size takes no memory. */
import {
  afterCharacter,
  isCharacter,
  NO_WORD,
  NONE,
  unitsOf,
  Words,
  type PlacedUnit,
} from './units.ts';
import { SONG_END } from './code-points.ts';

/** What a model has written, and what it was given to begin with. */
export interface Written {
  readonly prefix: string;
  readonly continuation: string;
}

/** Units that were written, and those of them that stand in a run that counts. */
export interface Share {
  readonly units: number;
  readonly copied: number;
}

/** Hashes whose windows are looked up; the others, which nearly all of a corpus has, are none of the texts'. */
const HASHES = 1 << 16;

export class ByHeart {
  readonly #shortest: number;
  readonly #words = new Words();
  /** The units of each text: those of the prefix are looked at with the others, and not counted. */
  readonly #texts: readonly { units: readonly PlacedUnit[]; from: number; copied: Uint8Array }[];
  /** Where each window of `shortest` units is that was not found yet. */
  readonly #windows = new Map<string, { text: number; at: number }[]>();
  readonly #hashes = new Uint8Array(HASHES);
  /** The last units of the corpus since the end of a song, or a word that no text has. */
  #recent: number[] = [];
  #word = NO_WORD;

  /** @param shortest units of a run that counts */
  constructor(texts: readonly Written[], shortest: number) {
    this.#shortest = shortest;
    const words = { find: (word: string) => this.#words.add(word) };
    this.#texts = texts.map(({ prefix, continuation }) => {
      const units = unitsOf(prefix + continuation, words);
      const from = Array.from(prefix).length;
      return { units, from, copied: new Uint8Array(units.length) };
    });
    for (const [text, { units }] of this.#texts.entries())
      for (let at = 0; at + shortest <= units.length; at++) this.#index(text, at);
  }

  /** Reads on in the corpus. */
  read(points: ArrayLike<number>): void {
    for (let i = 0; i < points.length; i++) {
      const point = points[i]!;
      if (this.#word === NO_WORD && isCharacter(point)) this.#push(point);
      else {
        const after = afterCharacter(this.#word, point);
        if (after.ended !== '') this.#push(this.#words.find(after.ended));
        this.#word = after.word;
        if (after.character !== NONE) this.#push(after.character);
      }
      if (point === SONG_END) this.#recent = [];
    }
  }

  /** @returns the share of each text, once the corpus is read */
  end(): Share[] {
    if (this.#word.letters !== '') this.#push(this.#words.find(this.#word.letters));
    this.#word = NO_WORD;
    return this.#texts.map(({ units, from, copied }) => {
      const isWritten = ({ unit, end }: PlacedUnit): boolean => unit !== NONE && end > from;
      return {
        units: units.filter(isWritten).length,
        copied: units.filter((unit, at) => isWritten(unit) && copied[at]).length,
      };
    });
  }

  #index(text: number, at: number): void {
    const window = this.#texts[text]!.units.slice(at, at + this.#shortest).map(({ unit }) => unit);
    if (window.includes(NONE)) return;
    const key = window.join();
    const places = this.#windows.get(key);
    if (places) places.push({ text, at });
    else this.#windows.set(key, [{ text, at }]);
    this.#hashes[hashOf(window)] = 1;
  }

  #push(unit: number): void {
    const recent = this.#recent;
    if (unit === NONE) return void (this.#recent = []);
    recent.push(unit);
    if (recent.length > this.#shortest) recent.shift();
    if (recent.length < this.#shortest || !this.#hashes[hashOf(recent)]) return;
    const key = recent.join();
    for (const { text, at } of this.#windows.get(key) ?? [])
      this.#texts[text]!.copied.fill(1, at, at + this.#shortest);
    this.#windows.delete(key);
  }
}

/** As `verbatim` does it. */
function hashOf(units: readonly number[]): number {
  let hash = 0;
  for (const unit of units) hash = Math.imul(hash ^ unit, 0x9e3779b1) ^ (hash >>> 15);
  return Math.imul(hash, 0x85ebca6b) >>> 16;
}
