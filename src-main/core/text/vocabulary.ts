/** The distinct characters of a corpus, each with its id, in the order in which they first appear. */

/** How many code points Unicode has. A mark for each is ten times as fast on a large text as a set or a map of strings. */
const CODE_POINTS = 0x110000;
const NO_ID = -1;

/** What of a text a vocabulary can express. */
export type Encoded = {
  /** [n] int32, one id a known character. */
  ids: Int32Array;
  /** The distinct characters that the vocabulary does not have, in order of appearance; they have no id in `ids`. */
  leftOut: string[];
};

export class Vocabulary {
  /** The character of every id. */
  readonly characters: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  /**
   * @param characters the character of every id, as a model file keeps them
   * @throws RangeError unless every entry is exactly one Unicode character, and each a different one
   */
  constructor(characters: readonly string[]) {
    const ids = new Map<string, number>();
    for (const character of characters) {
      if (!isOneCharacter(character))
        throw new RangeError(`not one character: ${JSON.stringify(character)}`);
      if (ids.has(character))
        throw new RangeError(`twice in the vocabulary: ${JSON.stringify(character)}`);
      ids.set(character, ids.size);
    }
    this.characters = [...characters];
    this.#ids = ids;
  }

  /** @returns the vocabulary of a text, ids in order of first appearance: the same text always gives the same ids. */
  static of(text: string): Vocabulary {
    return new Vocabulary([...new Set(text.toWellFormed())]);
  }

  /** V, the number of distinct characters. */
  get size(): number {
    return this.characters.length;
  }

  has(character: string): boolean {
    return this.#ids.has(character);
  }

  encode(text: string): Encoded {
    const ids = new Int32Array(text.length);
    const leftOut = new Set<string>();
    let length = 0;
    for (const character of text.toWellFormed()) {
      const id = this.#ids.get(character);
      if (id === undefined) leftOut.add(character);
      else ids[length++] = id;
    }
    return { ids: ids.slice(0, length), leftOut: [...leftOut] };
  }

  /** @throws RangeError for an id that the vocabulary does not have */
  decode(ids: ArrayLike<number>): string {
    const characters = Array.from(ids, (id) => {
      const character = this.characters[id];
      if (character === undefined) throw new RangeError(`no character has the id ${id}`);
      return character;
    });
    return characters.join('');
  }
}

function isOneCharacter(text: string): boolean {
  return (
    text.isWellFormed() &&
    text.length > 0 &&
    text.length === (text.codePointAt(0)! > 0xffff ? 2 : 1)
  );
}

/** Finds the distinct characters of a text that it is shown slice by slice, in order of first appearance. */
export class DistinctCharacters {
  readonly #seen = new Uint8Array(CODE_POINTS);
  readonly #points: number[] = [];

  get count(): number {
    return this.#points.length;
  }

  /** @param points code points */
  add(points: Uint32Array): void {
    for (let i = 0; i < points.length; i++) {
      const point = points[i]!;
      if (this.#seen[point] !== 0) continue;
      this.#seen[point] = 1;
      this.#points.push(point);
    }
  }

  vocabulary(): Vocabulary {
    return new Vocabulary(this.#points.map((point) => String.fromCodePoint(point)));
  }
}

/** As `Vocabulary.encode`, for a text that comes slice by slice. */
export class TextEncoding {
  readonly #ids = new Int32Array(CODE_POINTS).fill(NO_ID);
  readonly #leftOut = new DistinctCharacters();

  constructor({ characters }: Vocabulary) {
    for (const [id, character] of characters.entries()) this.#ids[character.codePointAt(0)!] = id;
  }

  /**
   * @param points code points
   * @returns one id a character that the vocabulary has
   */
  encode(points: Uint32Array): Int32Array {
    const ids = new Int32Array(points.length);
    let length = 0;
    for (let i = 0; i < points.length; i++) {
      const id = this.#ids[points[i]!]!;
      if (id === NO_ID) this.#leftOut.add(points.subarray(i, i + 1));
      else ids[length++] = id;
    }
    return length < ids.length ? ids.slice(0, length) : ids;
  }

  /** The distinct characters so far that the vocabulary does not have, in order of appearance. */
  get leftOut(): readonly string[] {
    return this.#leftOut.vocabulary().characters;
  }
}
