/** The words of the dictionary as a tree of letters. Node 0 is the root, and a child comes after its parent. */
import { APOSTROPHE } from './alphabet.ts';

const codeOf = (text: string, at: number): number =>
  text[at] === "'" ? APOSTROPHE : text.charCodeAt(at) - 96;

export class WordTree {
  /** [words] the node at which each ends. */
  readonly ends: Int32Array;
  /** [nodes] of each: its parent, its first child, the next child of its parent (0: none), and the code of its letter. */
  readonly parents: Int32Array;
  readonly #firstChild: Int32Array;
  readonly #next: Int32Array;
  readonly #codes: Uint8Array;

  /** @param texts in small letters a to z, with apostrophes inside */
  constructor(texts: readonly string[]) {
    const most = texts.reduce((sum, text) => sum + text.length, 1);
    const parents = new Int32Array(most);
    this.#firstChild = new Int32Array(most);
    this.#next = new Int32Array(most);
    this.#codes = new Uint8Array(most);
    let count = 1;
    this.ends = Int32Array.from(texts, (text) => {
      let node = 0;
      for (let at = 0; at < text.length; at++) {
        const code = codeOf(text, at);
        let child = this.child(node, code);
        if (child === 0) {
          child = count++;
          parents[child] = node;
          this.#codes[child] = code;
          this.#next[child] = this.#firstChild[node]!;
          this.#firstChild[node] = child; // the last one comes first: the words come in their order
        }
        node = child;
      }
      return node;
    });
    this.parents = parents.slice(0, count);
    this.#firstChild = this.#firstChild.slice(0, count);
    this.#next = this.#next.slice(0, count);
    this.#codes = this.#codes.slice(0, count);
  }

  *childrenOf(node: number): Generator<number, void> {
    for (let child = this.#firstChild[node]!; child !== 0; child = this.#next[child]!) yield child;
  }

  codeAt(node: number): number {
    return this.#codes[node]!;
  }

  /** @returns where a letter leads; 0 where no word goes on with it */
  child(node: number, code: number): number {
    let child = this.#firstChild[node]!;
    while (child !== 0 && this.#codes[child] !== code) child = this.#next[child]!;
    return child;
  }
}

/** @returns the child of one node on the way to another; 0 where it is not above it */
export function wayTo({ parents }: WordTree, from: number, to: number): number {
  for (let node = to; node > from; node = parents[node]!) if (parents[node] === from) return node;
  return 0;
}

/** For one constraint: of which kind each word is, and which kinds can still be spelled from any node. */
export interface Spelling {
  /** [nodes] the kind of the word that ends there; -1 where none does. */
  readonly kindAt: Int32Array;
  /** [nodes · width] the kinds that end there or below, as bits. */
  readonly below: Uint32Array;
  /** Numbers of 32 bits that a set of kinds takes. */
  readonly width: number;
}

/** @param kinds [words] */
export function spellingOf(tree: WordTree, kinds: Int32Array, kindCount: number): Spelling {
  const width = Math.max(1, Math.ceil(kindCount / 32));
  const nodes = tree.parents.length;
  const kindAt = new Int32Array(nodes).fill(-1);
  const below = new Uint32Array(nodes * width);
  for (const [word, node] of tree.ends.entries()) {
    const kind = kinds[word]!;
    kindAt[node] = kind;
    below[node * width + (kind >>> 5)]! |= 1 << (kind & 31);
  }
  for (let node = nodes - 1; node > 0; node--) {
    const parent = tree.parents[node]! * width;
    for (let at = 0; at < width; at++) below[parent + at]! |= below[node * width + at]!;
  }
  return { kindAt, below, width };
}

/**
 * A few words that may come wherever they might before, and at the end of the line besides: those that rhyme. To go through all words
 * again for each rhyme would take a tenth of a second.
 */
export class RhymingWords {
  readonly #kindAt = new Map<number, number>();
  readonly #below = new Map<number, bigint>();

  /** @param words each with its kind */
  constructor(tree: WordTree, words: Iterable<readonly [word: number, kind: number]>) {
    for (const [word, kind] of words) {
      let node = tree.ends[word]!;
      this.#kindAt.set(node, kind);
      for (; ; node = tree.parents[node]!) {
        this.#below.set(node, (this.#below.get(node) ?? 0n) | (1n << BigInt(kind)));
        if (node === 0) break;
      }
    }
  }

  /** @returns undefined where no word ends that rhymes */
  kindAt(node: number): number | undefined {
    return this.#kindAt.get(node);
  }

  /** @returns the kinds that end there or below, as bits */
  below(node: number): bigint {
    return this.#below.get(node) ?? 0n;
  }
}
