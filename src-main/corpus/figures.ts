/** What a text is made of, in figures: how often characters and lines come, how long lines are, and which songs are nearly the same. */
import { MAX_FREQUENCIES, type CorpusFigures } from '../contract/corpus/figures.ts';
import { nearDoublesIn } from './near-doubles.ts';
import { TextIndex } from './text-index.ts';

const CODE_POINTS = 0x11_0000;
const LONGEST_LINE = 200;
const MOST = { commonest: 20, nearDoubles: 100, rarest: 60 };
/** UTF-16 units of a line that are shown of it, or on either side of a character. */
const SHOWN = 200;
const BESIDE = 40;
const NO_INK = /[\s\u0085\u001e]/; // eslint-disable-line no-control-regex

/** @param index of the same text, where there is one already */
export function figuresOfText(text: string, index = new TextIndex(text)): CorpusFigures {
  const characters = charactersIn(text);
  const songs = index.songs.map(
    ({ line, lines: count }) => [index.startOf(line), index.endOf(line + count - 1)] as const,
  );
  const nearDoubles = nearDoublesIn(index.folded, songs);
  return {
    characters: index.characters,
    ...figuresOfCharacters(characters, index),
    ...figuresOfLines(index, characters.inked),
    songs: index.songs.length,
    nearDoubles: nearDoubles.slice(0, MOST.nearDoubles),
    nearDoublesInAll: nearDoubles.length,
  };
}

interface Characters {
  /** By code point: how often it comes, and where in the text first. */
  readonly counts: Uint32Array;
  readonly first: Uint32Array;
  readonly distinct: readonly number[];
  /** By code point, 1 where it leaves ink. */
  readonly inked: Uint8Array;
}

/** CRLF is one line feed. */
function charactersIn(text: string): Characters {
  const counts = new Uint32Array(CODE_POINTS);
  const first = new Uint32Array(CODE_POINTS);
  const distinct: number[] = [];
  for (let at = 0; at < text.length; at++) {
    let point = text.charCodeAt(at);
    if (point === 0x0d && text.charCodeAt(at + 1) === 0x0a) continue;
    const place = at;
    if ((point & 0xfc00) === 0xd800) {
      point = text.codePointAt(at)!;
      if (point > 0xffff) at += 1;
    }
    if (counts[point]!++ > 0) continue;
    first[point] = place;
    distinct.push(point);
  }
  const inked = new Uint8Array(CODE_POINTS);
  for (const point of distinct) if (!NO_INK.test(String.fromCodePoint(point))) inked[point] = 1;
  return { counts, first, distinct, inked };
}

type OfCharacters = 'inked' | 'distinct' | 'hanShare' | 'latinShare' | 'frequencies' | Rare;
type Rare = 'once' | 'twice' | 'upToFour' | 'rarest';

function figuresOfCharacters(
  { counts, first, distinct, inked }: Characters,
  index: TextIndex,
): Pick<CorpusFigures, OfCharacters> {
  const countOf = (point: number): number => counts[point]!;
  const seen = distinct.filter((point) => inked[point] === 1);
  const sumOf = (points: readonly number[]): number =>
    points.reduce((sum, point) => sum + countOf(point), 0);
  const all = sumOf(seen);
  const shareOf = (script: RegExp): number =>
    all === 0 ? 0 : sumOf(seen.filter((point) => script.test(String.fromCodePoint(point)))) / all;
  // Of those that come as often, the one that comes first is before the others.
  const ranked = seen.toSorted((a, b) => countOf(b) - countOf(a));
  const upTo = (most: number): number => seen.filter((point) => countOf(point) <= most).length;
  const rarest = seen.toSorted((a, b) => countOf(a) - countOf(b)).slice(0, MOST.rarest);
  return {
    ...{ inked: all, distinct: distinct.length },
    ...{ hanShare: shareOf(/\p{Script=Han}/u), latinShare: shareOf(/\p{Script=Latin}/u) },
    frequencies: spreadRanks(ranked.length).map((rank) => {
      const point = ranked[rank - 1]!;
      return { rank, count: countOf(point), character: String.fromCodePoint(point) };
    }),
    ...{ once: upTo(1), twice: upTo(2) - upTo(1), upToFour: upTo(4) },
    rarest: rarest.map((point) => {
      const character = String.fromCodePoint(point);
      const line = index.lineAt(first[point]!);
      const { text } = index.around(line, first[point]!, character.length, BESIDE);
      return { character, count: countOf(point), text, line, song: index.songOf(line) };
    }),
  };
}

/** @returns ranks from 1 to the last, at most `MAX_FREQUENCIES`, as far from each other on a logarithmic axis where not all have room */
function spreadRanks(last: number): number[] {
  if (last <= MAX_FREQUENCIES) return Array.from({ length: last }, (_, rank) => rank + 1);
  const step = Math.log(last) / (MAX_FREQUENCIES - 1);
  const ranks = Array.from({ length: MAX_FREQUENCIES }, (_, at) => Math.round(Math.exp(at * step)));
  return [...new Set(ranks)];
}

type OfLines = 'lines' | 'lineLengths' | 'medianLineLength' | 'repeatedLines' | 'commonestLines';

function figuresOfLines(index: TextIndex, inked: Uint8Array): Pick<CorpusFigures, OfLines> {
  const { text } = index;
  const lengths = new Uint32Array(index.total);
  const lineLengths: number[] = [];
  /** Which line said first what a line says, and how often that comes. */
  const firsts = new Map<string, number>();
  const counts = new Uint32Array(index.total);
  let [lines, repeatedLines] = [0, 0];
  for (let line = 0; line < index.total; line++) {
    const [from, to] = [index.startOf(line), index.endOf(line)];
    const length = inkIn(text, from, to, inked);
    if (length === 0) continue;
    lengths[lines++] = length;
    const at = Math.min(length, LONGEST_LINE) - 1;
    while (lineLengths.length <= at) lineLengths.push(0);
    lineLengths[at]! += 1;
    const said = text.slice(from, to).trim();
    const first = firsts.get(said);
    if (first === undefined) firsts.set(said, line);
    else repeatedLines += 1;
    counts[first ?? line]! += 1;
  }
  const said = [...firsts.values()].filter((line) => counts[line]! > 1);
  const commonest = said.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, MOST.commonest);
  return {
    ...{
      lines,
      lineLengths,
      medianLineLength: medianOf(lengths.subarray(0, lines)),
      repeatedLines,
    },
    commonestLines: commonest.map((line) => ({
      text: index.around(line, index.startOf(line), 0, SHOWN).text.trim(),
      ...{ count: counts[line]!, line, song: index.songOf(line) },
    })),
  };
}

function inkIn(text: string, from: number, to: number, inked: Uint8Array): number {
  let ink = 0;
  for (let at = from; at < to; at++) {
    let point = text.charCodeAt(at);
    if ((point & 0xfc00) === 0xd800) {
      point = text.codePointAt(at)!;
      if (point > 0xffff) at += 1;
    }
    ink += inked[point]!;
  }
  return ink;
}

/** @param values are sorted by it */
function medianOf(values: Uint32Array): number {
  if (values.length === 0) return 0;
  values.sort();
  const half = values.length / 2;
  return (values[Math.floor(half - 0.5)]! + values[Math.floor(half)]!) / 2;
}
