/** The words of the dictionary as a tree of letters, and what kinds of words can still be spelled from any place in it. */
import { APOSTROPHE } from './alphabet.ts';

const CODES = APOSTROPHE + 1;

/** Node 0 is the root; a child comes after its parent. */
export interface WordTree {
  /** [nodes · 28] the child by the code of a letter; 0 where there is none. */
  readonly children: Int32Array;
  /** [nodes] */
  readonly parents: Int32Array;
  /** [words] the node at which each ends. */
  readonly ends: Int32Array;
}

const codeOf = (text: string, at: number): number =>
  text[at] === "'" ? APOSTROPHE : text.charCodeAt(at) - 96;

export const childOf = (tree: WordTree, node: number, code: number): number =>
  tree.children[node * CODES + code]!;

/** @param texts in small letters, with apostrophes inside */
export function wordTree(texts: readonly string[]): WordTree {
  const most = texts.reduce((sum, word) => sum + word.length, 1);
  let children = new Int32Array(CODES * Math.min(most, 1024));
  const parents: number[] = [0];
  const ends = Int32Array.from(texts, (word) => {
    let node = 0;
    for (let at = 0; at < word.length; at++) {
      const slot = node * CODES + codeOf(word, at);
      if (children[slot] === 0) {
        if ((parents.length + 1) * CODES > children.length) children = doubled(children);
        children[slot] = parents.length;
        parents.push(node);
      }
      node = children[slot]!;
    }
    return node;
  });
  return { children, parents: Int32Array.from(parents), ends };
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** A kind of word for one constraint: all of it are the same to it. */
export interface Spelling {
  readonly tree: WordTree;
  /** [nodes] the kind of the word that ends there; -1 where none does. */
  readonly kindAt: Int32Array;
  /** [nodes · width] the kinds that end there or below, as bits. */
  readonly below: Uint32Array;
  /** Numbers of 32 bits that a set of kinds takes. */
  readonly width: number;
}

/** @param kinds [words] -1 for a word that does not come at all */
export function spellingOf(tree: WordTree, kinds: Int32Array, kindCount: number): Spelling {
  const width = Math.max(1, Math.ceil(kindCount / 32));
  const nodes = tree.parents.length;
  const kindAt = new Int32Array(nodes).fill(-1);
  const below = new Uint32Array(nodes * width);
  for (const [word, node] of tree.ends.entries()) {
    const kind = kinds[word]!;
    kindAt[node] = kind;
    if (kind >= 0) below[node * width + (kind >>> 5)]! |= 1 << (kind & 31);
  }
  for (let node = nodes - 1; node > 0; node--) {
    const parent = tree.parents[node]! * width;
    for (let at = 0; at < width; at++) below[parent + at]! |= below[node * width + at]!;
  }
  return { tree, kindAt, below, width };
}

/** @param kinds as bits */
export function canSpell({ below, width }: Spelling, node: number, kinds: Uint32Array): boolean {
  for (let at = 0; at < width; at++)
    if ((below[node * width + at]! & kinds[at]!) !== 0) return true;
  return false;
}
