/** The words of a text and how often each stands there, to be found by how they sound at their end. */
import type { RhymingWord } from '../contract/writing/rhymes.ts';
import { isHan, readingsOf, readText } from './chinese/readings.ts';
import { written, type Syllable } from './chinese/syllable.ts';
import { plainWord } from './english/english.ts';
import type { Nearness, Wanted } from './rhyming.ts';

/** Of a longer text, every second, third … line is read: what is never met then stands in it hardly ever. */
const MOST = 4_000_000; // UTF-16 units, which take some ten seconds
/** Lines are read so many together, which takes half of the time of one by one. */
const AT_ONCE = 400;
/** Of a word in Chinese characters. */
const LONGEST_WORD = 4;
/** A line is cut to what shows where a word stands. */
const SHOWN = 64;

interface Entry {
  /** As it stands there; with a small letter where it has one somewhere, or begins a line. */
  text: string;
  count: number;
  /** The number of a line with it. */
  line: number;
  /** Whether that line ends on it. */
  ends: boolean;
}

/** Finds a word by its own sound. */
export type Found = Record<Nearness, RhymingWord[]>;

const uncapitalized = (word: string): string =>
  /^I(?:$|['’])/.test(word) ? word : word.toLowerCase();

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const WORD =
  /^\p{Script=Latin}[\p{Script=Latin}\p{M}]*(?:['’]\p{Script=Latin}[\p{Script=Latin}\p{M}]*)*$/u;

export class RhymeIndex {
  readonly #lines: readonly string[];
  /** By their last character. */
  readonly #byCharacter = new Map<string, Map<string, Entry>>();
  /** As `plainWord` has them. */
  readonly #words = new Map<string, Entry>();
  readonly #step: number;

  /** @param text in lines; it is read here, and takes a second for 500,000 characters */
  constructor(text: string) {
    this.#lines = text.split(/[\n\u001e]/); // eslint-disable-line no-control-regex
    this.#step = Math.max(1, Math.ceil(text.length / MOST));
    for (let from = 0; from < this.#lines.length; from += AT_ONCE * this.#step) this.#read(from);
  }

  get hasWords(): boolean {
    return this.#words.size > 0;
  }

  #read(from: number): void {
    const numbers: number[] = [];
    const to = Math.min(this.#lines.length, from + AT_ONCE * this.#step);
    for (let number = from; number < to; number += this.#step) numbers.push(number);
    let at = 0;
    let isFirst = true;
    let last: { entries: Map<string, Entry>; key: string } | undefined;
    const endLine = (): void => {
      const entry = last && last.entries.get(last.key)!;
      if (entry && !entry.ends) Object.assign(entry, { line: numbers[at]!, ends: true });
      last = undefined;
    };
    const together = numbers.map((number) => this.#lines[number]!).join('\n');
    for (const { segment, isWordLike } of segmenter.segment(together)) {
      if (segment.includes('\n')) {
        for (const character of segment) {
          if (character !== '\n') continue;
          endLine();
          at += 1;
          isFirst = true;
        }
      } else if (isWordLike) {
        last = this.#count(isFirst ? uncapitalized(segment) : segment, numbers[at]!);
        isFirst = false;
      }
    }
    endLine();
  }

  #count(segment: string, line: number): { entries: Map<string, Entry>; key: string } | undefined {
    const characters = [...segment];
    const end = characters.at(-1)!;
    let [entries, key] = [this.#words, segment];
    if (isHan(end)) {
      if (characters.length > LONGEST_WORD || !characters.every(isHan)) return undefined;
      entries = this.#byCharacter.get(end) ?? new Map<string, Entry>();
      this.#byCharacter.set(end, entries);
    } else if (WORD.test(segment)) key = plainWord(segment);
    else return undefined;
    const entry = entries.get(key);
    if (!entry) entries.set(key, { text: segment, count: 1, line, ends: false });
    else {
      entry.count += 1;
      if (/^\p{Lu}/u.test(entry.text) && !/^\p{Lu}/u.test(segment)) entry.text = segment;
    }
    return { entries, key };
  }

  /** @returns all that rhymes, the most frequent first; characters count with the words that they end */
  find(wanted: Wanted): Found {
    const found: Found = { rhymes: [], near: [] };
    if (wanted.word) this.#findWords(wanted.end, wanted.word, found);
    if (wanted.syllable) this.#findCharacters(wanted.end, wanted.syllable, found);
    for (const words of [found.rhymes, found.near])
      words.sort((a, b) => b.count - a.count || a.text.length - b.text.length);
    return found;
  }

  #findWords(end: string, nearness: NonNullable<Wanted['word']>, found: Found): void {
    for (const [word, { text, count, line }] of this.#words) {
      if (word === end) continue;
      const near = nearness(word);
      if (near)
        found[near].push({
          ...{ text, reading: null, tone: null, count: count * this.#step },
          line: this.#shown(line, text),
        });
    }
  }

  #findCharacters(end: string, nearness: NonNullable<Wanted['syllable']>, found: Found): void {
    for (const [character, entries] of this.#byCharacter) {
      if (character === end || !readingsOf(character).some(nearness)) continue;
      /** The character by itself, as often as the words that it ends, in each of its readings. */
      const alone = new Map<string, { syllable: Syllable; entry: Entry }>();
      for (const [text, entry] of entries) {
        const syllable = readText(text).at(-1);
        const near = syllable && nearness(syllable);
        if (!near) continue;
        const reading = written(syllable);
        const before = alone.get(reading)?.entry;
        const better = !before || (entry.ends && !before.ends) ? entry : before;
        const count = (before?.count ?? 0) + entry.count;
        alone.set(reading, { syllable, entry: { ...better, count } });
        if (text !== character) found[near].push(this.#told(text, syllable, entry));
      }
      for (const { syllable, entry } of alone.values())
        found[nearness(syllable)!].push(this.#told(character, syllable, entry));
    }
  }

  #told(text: string, syllable: Syllable, { count, line }: Entry): RhymingWord {
    return {
      ...{ text, reading: written(syllable), tone: syllable.tone, count: count * this.#step },
      line: this.#shown(line, text),
    };
  }

  #shown(line: number, word: string): string {
    const text = this.#lines[line]!.trim();
    const characters = [...text];
    if (characters.length <= SHOWN) return text;
    const at = [...text.slice(0, Math.max(0, text.toLowerCase().indexOf(word.toLowerCase())))]
      .length;
    const from = Math.max(0, Math.min(at - SHOWN / 2, characters.length - SHOWN));
    const cut = characters.slice(from, from + SHOWN).join('');
    return `${from > 0 ? '…' : ''}${cut}${from + SHOWN < characters.length ? '…' : ''}`;
  }
}
