/** LRC, the lyrics of music players: `[mm:ss.xx]` before each line, as many as it is sung. */
import { decodeHTML } from 'entities';
import { Changes, inOrderOfTime } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';
import { creditLine, isCreditLine } from './netease.ts';
import { endOfRepeated } from './repeated.ts';
import { millisecondsIn, millisecondsOf, NOTES, STAMP } from './stamps.ts';

const TAG = String.raw`[\[［【]\s{0,9}[-+]?${STAMP}\s{0,9}[\]］】]`;
const LEADING = new RegExp(String.raw`\s*${TAG}\s*`, 'y');
const TRAILING = new RegExp(String.raw`(?:${TAG}\s*)+$`);
const TAGS = new RegExp(TAG, 'g');
/** Of a word within its line: `<mm:ss.xx>`, or a tag as those before the line; one that has a space on either side leaves one. */
const WORD_TAG = String.raw`(?:<\s{0,9}[-+]?${STAMP}\s{0,9}>|<\d{1,6}>|${TAG})`;
const WORD_TAGS = new RegExp(String.raw`(?<=\s)${WORD_TAG}\s+|${WORD_TAG}`, 'g');
/** No time of the day has it, and no verse of the Bible. */
const FRACTION = /[[［【]\s{0,9}[-+]?\d{1,3} ?[:：] ?\d{1,2} ?[.,:：] ?\d{1,3}/;
/** `[ti:…]`, `[by:…]`, `[offset:…]`, `[作词：…]`: what the file says of itself. */
const METADATA = /^\s*[[［]\s*(?:[#:]|[\p{L}_#][\p{L}\d_#. -]{0,30}[:：])/u;
const METADATA_END = /[\]］]$/;
/** Likewise, when its end is missing or words follow it in the line. */
const KNOWN = String.raw`[\[［]\s*(?:ti|ar|al|au|by|offset|length|la|re|ve|tool|id|hash|total|sign|qq|kana|language|encoding)\s*[:：]`;
const UNENDED = new RegExp(String.raw`^\s*${KNOWN}[^\]］]*$`, 'i');
const METADATA_BEFORE = new RegExp(String.raw`\s*${KNOWN}[^\]］]*[\]］]\s*(?=[\[［【])`, 'iy');
/** Who sings: a man, a woman, both, as Walaoke has it, or the first voice and the second. */
const SINGER = /^\s*(?:[MFD]|v\d)\s*:\s*/;
/** What services write where a line has no translation. */
const NO_WORDS = /^\s*\/\/\s*$/;
const ENTITY = /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,6});/i;

const hasMetadata = (text: string): boolean =>
  METADATA.test(text) && METADATA_END.test(text.trimEnd());

/** What a file begins with that is LRC, also when its lines have no time. */
const HEAD = /^\s*\[(?:ti|ar|al|by|offset):[^\]]*\]\s*$/i;

export const isLrc = (lines: readonly Line[]): boolean =>
  beginsAsLrc(lines.find(({ text }) => text.trim() !== '')?.text ?? '') ||
  hasShare(lines, (text) => {
    const begins = leadingIn(text) !== '' || leadingIn(withoutMetadata(text)) !== '';
    if (!begins && trailingIn(text) === '') return 'no';
    return FRACTION.test(text) ? 'surely' : 'yes';
  });

const beginsAsLrc = (text: string): boolean => HEAD.test(text) || isCreditLine(text);

/** How surely a line is of a kind. */
type Sign = 'no' | 'yes' | 'surely';

/** @returns whether a good part of the lines that say something are of a kind: the surer their signs, the fewer are enough */
export function hasShare(lines: readonly Line[], signIn: (text: string) => Sign): boolean {
  const HALF = 0.5;
  const [MANY, MANY_SURE, FEW_AMONG_MANY] = [4, 2, 0.15];
  let [said, found, sure] = [0, 0, 0];
  for (const { text } of lines) {
    if (found > 0 && found >= HALF * lines.length) return true; // whatever the others are
    if (text.trim() === '') continue;
    const sign = signIn(text);
    if (sign !== 'no') found += 1;
    else if (hasMetadata(text)) continue;
    if (sign === 'surely') sure += 1;
    said += 1;
  }
  const isEnough = found >= MANY || sure >= MANY_SURE;
  return found > 0 && found >= said * (isEnough ? FEW_AMONG_MANY : HALF);
}

export const readLrc = (text: string): Lines => readLrcLines(linesOf(text));

export function readLrcLines(lines: readonly Line[]): Lines {
  const changes = new Changes();
  const sung: Line[] = [];
  for (const line of lines) {
    const read = usualLine(line, changes) ?? creditLine(line, changes);
    if (read) sung.push(read);
    else if (isMetadata(line.text)) changes.drop(line, 'markup');
    else
      for (const one of sentencesOf(changes.become(line, 'markup', withoutMetadata(line.text))))
        for (const time of timesOf(one, changes)) sung.push(time);
  }
  for (const line of inOrderOfTime(sung)) changes.keep(line);
  return changes.end();
}

/** What most lines are: a time, and words in which nothing else could be meant. */
const USUAL = /^\[(\d{1,3}):(\d{1,2})\.(\d{1,3})\]([^[［【<&:/♪♫♬♩]*)$/;

/** @returns such a line, read at once; undefined for any other */
function usualLine(line: Line, changes: Changes): Line | undefined {
  const found = USUAL.exec(line.text);
  if (!found) return undefined;
  const [, minutes, seconds, fraction, words] = found as unknown as readonly string[];
  const untimed = changes.become(line, 'timeTags', words!);
  return { ...untimed, text: words!.trim(), stamp: millisecondsIn(minutes!, seconds!, fraction!) };
}

const isMetadata = (text: string): boolean =>
  (hasMetadata(text) && withoutMetadata(text) === text && trailingIn(text) === '') ||
  UNENDED.test(text);

/** @returns a line without what the file says of itself before the words */
const withoutMetadata = (text: string): string => text.slice(endOfRepeated(text, METADATA_BEFORE));

/** @returns the tags at the beginning of a line */
const leadingIn = (text: string): string => text.slice(0, endOfRepeated(text, LEADING));

const LONGEST_END = 200;

/** @returns the tags at the end of a line */
const trailingIn = (text: string): string =>
  TRAILING.exec(text.slice(-LONGEST_END).trimEnd())?.[0] ?? '';

/** Milliseconds between two tags above which they are of two lines and not of two words. */
const LINE_TIME = 1500;
/** Characters of a line, at least, where words are not set apart. */
const LINE_CHARACTERS = 3;

/** What at least begins so many tags. */
const THREE_TAGS = /[[［【][^[［【]*[[［【][^[［【]*[[［【]/;

/** @returns the lines of a song that stands in one, without breaks: its tags lie as far from each other as lines do */
function sentencesOf(line: Line): Line[] {
  const FEWEST = 3;
  if (!THREE_TAGS.test(line.text)) return [line];
  const tags = [...line.text.matchAll(TAGS)];
  if (tags.length < FEWEST) return [line];
  const pieces = tags.map(({ index }, at) => {
    const start = at === 0 ? 0 : index;
    return line.text.slice(start, tags[at + 1]?.index ?? line.text.length);
  });
  const times = tags.map(([tag]) => timeOf(tag));
  const words = pieces.map((piece) => piece.replace(WORD_TAGS, '').trim());
  const gaps = times.slice(1).map((time, at) => time - times[at]!);
  // Several tags before one line are no line each.
  const isLine = words.filter((one) => one.includes(' ') || [...one].length >= LINE_CHARACTERS);
  if (words.slice(0, -1).filter((one) => one !== '').length * 2 <= words.length - 1) return [line];
  if (isLine.length * 2 < words.length || median(gaps) < LINE_TIME) return [line];
  return pieces.map((piece) => ({ ...line, text: piece }));
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Characters that one line may become by being sung several times: no song has more. */
const MOST_SUNG = 100_000;

/** @returns the line as often as it is sung */
function timesOf(line: Line, changes: Changes): Line[] {
  const leading = leadingIn(line.text);
  const trailing = trailingIn(line.text);
  const tags = (leading || trailing).match(TAGS) ?? [];
  const untimed = changes.strip(line, 'timeTags', WORD_TAGS);
  if (tags.length === 0) return [untimed];
  const words = wordsIn({ ...untimed, text: untimed.text.trim() }, changes);
  const times = [...new Set(tags.map((tag) => timeOf(tag)))];
  // With a time for each word, too, the first of two tags is that of the line, the second that of its first word.
  const within = line.text.slice(leading.length).match(TAGS)?.length ?? 0;
  const isByWord = leading !== '' && within > (trailing.match(TAGS)?.length ?? 0);
  const isOnce = isByWord || times.length * words.text.length > MOST_SUNG;
  return (isOnce ? times.slice(0, 1) : times).map((stamp) => ({ ...words, stamp }));
}

function wordsIn(line: Line, changes: Changes): Line {
  const decoded = ENTITY.test(line.text)
    ? changes.become(line, 'markup', decodeHTML(line.text).replaceAll('\xa0', ' ').trim())
    : line;
  let words = changes.strip(decoded, 'markup', SINGER);
  words = changes.strip(words, 'markup', NO_WORDS);
  return changes.strip(words, 'markup', NOTES);
}

const timeOf = (tag: string): number => (tag.includes('-') ? -1 : 1) * millisecondsOf(tag, false);
