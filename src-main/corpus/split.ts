/** Where one song ends and the next begins in a file that holds several: by blank lines, by headings, or by a mark. */
import type { Split } from '../contract/corpus/source.ts';
import { headingAt, isBlankLine } from './headings.ts';
import { linesOf } from './line-breaks.ts';
import { SONG_END, type Line, type SongLines, type Song, type Titles } from './song.ts';

export type { Split };
export const unsplit: Split = { by: 'none' };

/** Lines between two songs that are words of neither: places among all lines, from 0, the second behind the last of them. */
interface Cut {
  readonly from: number;
  readonly to: number;
  /** The headings of the song that follows. */
  readonly titles: readonly string[];
}

/**
 * Sets the ends of songs into a file. Blank lines, marks and headings at these places are taken out: a heading is the title of its
 * song, and is none of its words unless titles are kept. The ends that a file has by its kind stay.
 *
 * @param told the file line by line, in which the places are looked for: its kind may have read its headings away
 */
export function splitLines(
  read: SongLines,
  split: Split,
  {
    told = read.lines,
    titles: wanted = 'dropped',
  }: { told?: readonly Line[]; titles?: Titles } = {},
): SongLines {
  const cuts = cutsIn(told, split);
  if (cuts.length === 0) return read;
  // What is sung again later stands out of the order of the file: it stays with the song in which it is written.
  const songs = songsAt(read.lines, told, cuts);
  const lines: Line[] = [];
  const titles: (string | undefined)[] = [];
  let own = 0;
  for (const [index, song] of songs.entries()) {
    const cut = cuts[index - 1];
    const at = cut ? told[cut.from]!.at : 1;
    if (cut) lines.push({ at, text: SONG_END });
    if (cut && wanted === 'kept') for (const text of cut.titles) lines.push({ at, text });
    titles.push(cut && cut.titles.length > 0 ? cut.titles.join(' · ') : read.titles?.[own]);
    for (const line of song) {
      lines.push(line);
      if (line.text === SONG_END) titles.push(read.titles?.[++own]);
    }
  }
  return { lines, titles };
}

/** @returns the lines before the first cut, and those behind each, in their order */
function songsAt(lines: readonly Line[], told: readonly Line[], cuts: readonly Cut[]): Line[][] {
  const BETWEEN = -1;
  const songOf = new Int32Array((told.at(-1)?.at ?? 0) + 1).fill(cuts.length);
  let from = 0;
  for (const [index, cut] of cuts.entries()) {
    songOf.fill(index, from, told[cut.from]!.at);
    from = told[cut.to - 1]!.at + 1;
    songOf.fill(BETWEEN, told[cut.from]!.at, from);
  }
  const songs: Line[][] = Array.from({ length: cuts.length + 1 }, () => []);
  for (const line of lines) {
    const song = songOf[line.at] ?? cuts.length;
    if (song !== BETWEEN) songs[song]!.push(line);
  }
  return songs;
}

function cutsIn(lines: readonly Line[], split: Split): Cut[] {
  if (split.by === 'none') return [];
  const cuts: Cut[] = [];
  for (let from = 0; from < lines.length;) {
    const { isCut, ...cut } = cutAt(lines, from, split);
    // What stands at the end has no song below it: blank lines stay as they are, and a heading is a line.
    if (isCut && (cut.to < lines.length || split.by === 'mark')) cuts.push(cut);
    from = Math.max(from + 1, cut.to);
  }
  return cuts;
}

/** @returns all that may lie between two songs from a line on, and whether it parts them */
function cutAt(
  lines: readonly Line[],
  from: number,
  split: Exclude<Split, { by: 'none' }>,
): Cut & { isCut: boolean } {
  const titles: string[] = [];
  let [to, blanks, marks] = [from, 0, 0];
  while (to < lines.length) {
    const { text } = lines[to]!;
    const heading = split.by === 'headings' ? headingAt(lines, to) : undefined;
    if (heading) titles.push(heading.title);
    else if (split.by === 'mark' && text.trim() === split.mark.trim()) marks += 1;
    else if (text !== SONG_END && isBlankLine(text)) blanks += 1;
    else break;
    to += heading?.lines ?? 1;
  }
  const isCut = split.by === 'blankLines' ? blanks >= split.count : titles.length + marks > 0;
  return { from, to, titles, isCut };
}

/**
 * @param read a file after its recipe
 * @returns its songs, without those that say nothing
 */
export function songsOf({ lines, titles = [] }: SongLines): Song[] {
  const songs: { title: string | undefined; lines: string[] }[] = [];
  const begin = (): number => songs.push({ title: titles[songs.length], lines: [] });
  begin();
  for (const { text } of lines)
    if (text === SONG_END) begin();
    else songs.at(-1)!.lines.push(text);
  return songs
    .map((song) => ({ title: song.title, text: song.lines.join('\n') }))
    .filter(({ text }) => text.trim() !== '');
}

/**
 * Splits words that a person has set, which no recipe touches.
 *
 * @param text in which U+001E may end songs, too
 * @returns its songs, without those that say nothing; with nothing to split by, letter for letter what lies between the ends
 */
export function splitSongs(text: string, split: Split): Song[] {
  const songs = text.split(SONG_END);
  if (split.by !== 'none')
    return songs.flatMap((song) => songsOf(splitLines({ lines: linesOf(song) }, split)));
  return songs
    .filter((song) => song.trim() !== '')
    .map((song) => ({ title: undefined, text: song }));
}
