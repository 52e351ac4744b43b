/** The kinds of texts: which one a text is, by what it says, and how each becomes lines. */
import { linesOf } from '../line-breaks.ts';
import { SONG_END, type Line, type Read, type TextKind, type Titles } from '../song.ts';
import { isAss, readAss } from './ass.ts';
import { isChordPro, readChordPro } from './chordpro.ts';
import { withoutEntities } from './entities.ts';
import { isHtml, isPage, readHtml } from './html.ts';
import { isLrc, readLrc, readLrcLines } from './lrc.ts';
import { beginsAsMarkdown, isMarkdown, readMarkdown } from './markdown.ts';
import { parsePoems, readPoems } from './poems.ts';
import { isSrt, isVtt, readSubtitles } from './subtitles.ts';
import { isXml, readXml } from './xml.ts';
import { isYrc, readYrc } from './yrc.ts';

const readers: Readonly<Record<TextKind, (text: string, titles: Titles) => Read>> = {
  text: (text) => ({ lines: linesOf(text), changes: [] }),
  markdown: readMarkdown,
  lrc: readLrc,
  yrc: readYrc,
  srt: readSubtitles,
  vtt: readSubtitles,
  ass: readAss,
  chordpro: readChordPro,
  json: readPoems,
  html: (text, titles) => withoutTimes(readHtml(text, titles)),
  xml: (text, titles) => withoutTimes(readXml(text, titles)),
};

/** What is in each text of a kind, so that others are not gone through line by line; and whether the lines are of it. */
type Sign = readonly [TextKind, RegExp, (lines: readonly Line[]) => boolean];

/** Asked in this order, the plainer its signs the earlier; before the others, which may be within them. */
const timedSigns: readonly Sign[] = [
  ['vtt', /WEBVTT/, isVtt],
  ['ass', /\[script info\]|dialogue\s*:/i, isAss],
  ['srt', /-\s?[>＞]|\d:\d\d:\d\d\.\d{3},\d/, isSrt],
  ['yrc', /\[\d{1,9},\d|LyricContent/, isYrc],
  ['lrc', /[[［【]/, isLrc],
];
const otherSigns: readonly Sign[] = [
  ['chordpro', /[{[]/, isChordPro],
  ['markdown', /[#[]|\*\*|__|---/, isMarkdown],
];

/** Characters at the beginning by which a text is judged: one of 20 MB is of the kind of its first thousand lines. */
const BEGINNING = 200_000;

export function kindOf(text: string): TextKind {
  if (parsePoems(text)) return 'json';
  const beginning = text.slice(0, BEGINNING);
  if (isPage(beginning)) return 'html';
  let found: Line[] | undefined;
  const lines = (): Line[] => (found ??= linesOf(beginning));
  const kindIn = (signs: readonly Sign[]): TextKind | undefined =>
    signs.find(([, within, is]) => within.test(beginning) && is(lines()))?.[0];
  const timed = kindIn(timedSigns);
  if (timed) return timed;
  if (isXml(text)) return 'xml';
  if (isHtml(beginning) && !beginsAsMarkdown(lines())) return 'html';
  return kindIn(otherSigns) ?? 'text';
}

/** @returns a page on which somebody has put the LRC of a song, as its words */
function withoutTimes(page: Read): Read {
  const isOneSong = page.lines.every(({ text }) => text !== SONG_END);
  if (!isOneSong || !isLrc(page.lines)) return page;
  const { lines, changes } = readLrcLines(page.lines);
  return { ...page, lines, changes: [...page.changes, ...changes] };
}

/** @param titles whether those that a kind sets apart from the words are lines as well */
export const readText = (text: string, kind: TextKind, titles: Titles = 'dropped'): Read =>
  withoutEntities(readers[kind](text, titles));
