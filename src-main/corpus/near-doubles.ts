/** Songs that are nearly the same as a song before them, among as many as there are, in linear time: by samples of what each says. */
import type { CorpusFigures } from '../contract/corpus/figures.ts';
import { Places } from './places.ts';

type NearDouble = CorpusFigures['nearDoubles'][number];

/** Words, or characters where a script sets no spaces between words, that are taken together. */
const TOGETHER = 3;
/** Of all these a song keeps so many, those with the smallest hashes, so that two songs keep the same ones. A shorter song keeps all. */
const KEPT = 128;
/** By so many of them it is found. */
const KEYS = 16;
/** Of its keys, two songs have so many in common. */
const FEWEST_KEYS = 2;
/** Songs with a key in common that a song is compared with: the first ones, and the last ones before it. */
const FIRST = 2;
const LAST = 3;
/** Of what they say, two songs have at least so much in common. */
const LIKE = 0.5;
/** More songs than a number of 53 bits can name beside a hash are not compared. */
const MOST_SONGS = 1 << 20;

/** What a unit of text is to words, or 0 for nothing. */
const LETTER = 1;
/** A word by itself. */
const WORD = 2;
let kinds: Uint8Array | undefined;

function setUp(): Uint8Array {
  const made = new Uint8Array(0x1_0000);
  const isWord = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{Cs}]/u;
  for (let unit = 0; unit < made.length; unit++) {
    const character = String.fromCharCode(unit);
    if (isWord.test(character)) made[unit] = WORD;
    else if (/[\p{L}\p{M}\p{N}]/u.test(character)) made[unit] = LETTER;
  }
  return made;
}

/**
 * @param text with upper and lower case alike
 * @param songs where each begins and ends in it
 * @returns each song that is like one before it, with the likest that was found, the likest first
 */
export function nearDoublesIn(
  text: string,
  songs: readonly (readonly [number, number])[],
): NearDouble[] {
  const samples = songs.slice(0, MOST_SONGS).map(([from, to]) => sampleOf(text, from, to));
  const found: NearDouble[] = [];
  let best: NearDouble | undefined;
  for (const [song, other] of pairsOf(samples)) {
    if (best && best.song !== song) found.push(best);
    if (best?.song !== song) best = undefined;
    const likeness = likenessOf(samples[song]!, samples[other]!);
    if (likeness >= LIKE && likeness > (best?.likeness ?? 0)) best = { song, other, likeness };
  }
  if (best) found.push(best);
  return found.sort((a, b) => b.likeness - a.likeness || a.song - b.song);
}

/** @returns the smallest hashes of what a song says, in rising order, each once */
function sampleOf(text: string, from: number, to: number): Uint32Array {
  kinds ??= setUp();
  const hashes = new Places();
  let [last, beforeLast, word, words] = [0, 0, 0, 0];
  const endWord = (hash: number): void => {
    words += 1;
    if (words >= TOGETHER) hashes.push(mixed(beforeLast, last, hash));
    [beforeLast, last] = [last, hash];
  };
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    const kind = kinds[unit];
    if (kind === LETTER) word = (Math.imul(word, 31) + unit + 1) | 0;
    else {
      if (word !== 0) endWord(word);
      word = 0;
      if (kind === WORD) endWord(unit);
    }
  }
  if (word !== 0) endWord(word);
  if (words > 0 && words < TOGETHER) hashes.push(mixed(beforeLast, last, words));
  return smallestOf(hashes.end());
}

/** @returns a number from 0 to 2³² − 1 that is as good as random */
function mixed(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function smallestOf(hashes: Uint32Array): Uint32Array {
  hashes.sort();
  let count = 0;
  for (const hash of hashes) {
    if (count > 0 && hashes[count - 1] === hash) continue;
    if (count === KEPT) break;
    hashes[count++] = hash;
  }
  return hashes.slice(0, count);
}

/** @returns songs with several keys in common, the later one first, in the order of these */
function* pairsOf(samples: readonly Uint32Array[]): Generator<[number, number]> {
  const keys = new Float64Array(samples.reduce((sum, one) => sum + Math.min(KEYS, one.length), 0));
  let count = 0;
  for (const [song, sample] of samples.entries())
    for (const hash of sample.subarray(0, KEYS)) keys[count++] = hash * MOST_SONGS + song;
  keys.sort();
  const pairs: number[] = [];
  for (let [from, to] = [0, 0]; from < keys.length; from = to) {
    const base = Math.floor(keys[from]! / MOST_SONGS) * MOST_SONGS;
    while (to < keys.length && keys[to]! < base + MOST_SONGS) to += 1;
    for (let at = from + 1; at < to; at++)
      for (let other = from; other < at; other++) {
        if (other === from + FIRST) other = Math.max(other, at - LAST);
        pairs.push((keys[at]! - base) * MOST_SONGS + (keys[other]! - base));
      }
  }
  const sorted = Float64Array.from(pairs).sort();
  for (let [from, to] = [0, 0]; from < sorted.length; from = to) {
    const pair = sorted[from]!;
    while (sorted[to] === pair) to += 1;
    const song = Math.floor(pair / MOST_SONGS);
    const other = pair - song * MOST_SONGS;
    if (to - from >= Math.min(FEWEST_KEYS, samples[song]!.length, samples[other]!.length))
      yield [song, other];
  }
}

/** @returns the share of two songs' words that both have, from a sample of all words that either has */
function likenessOf(one: Uint32Array, other: Uint32Array): number {
  // What lies behind the end of a sample is not known.
  const isWhole = one.length < KEPT && other.length < KEPT;
  const most = isWhole ? Infinity : KEPT;
  let [at, beside, all, shared] = [0, 0, 0, 0];
  while (all < most && (at < one.length || beside < other.length)) {
    const [a, b] = [one[at] ?? Infinity, other[beside] ?? Infinity];
    if (a <= b) at += 1;
    if (b <= a) beside += 1;
    if (a === b) shared += 1;
    all += 1;
  }
  const ofAll = all === 0 ? 0 : shared / all;
  return (2 * ofAll) / (1 + ofAll);
}
