/** What some files are, what a recipe takes away from them, and the songs that are left. */
import { cleanerOf, type Clean, type Recipe } from './recipe/recipe.ts';
import type { ReadFile, Skip } from './read-files.ts';
import { SONG_END, steps, type Change, type StepName } from './song.ts';

export interface InspectedFile {
  readonly file: ReadFile;
  /** Its songs, each a text of lines; none where it was left out. */
  readonly songs: readonly string[];
  /** Unicode characters of these, as in a text of them alone. */
  readonly characters: number;
  readonly changes: readonly Change[];
  /** How much of what each step takes or changes was there. */
  readonly removed: Readonly<Record<StepName, number>>;
  /** Also where nothing is left of it. */
  readonly skipped: Skip | undefined;
  /** The file before it that says the same. */
  readonly doubles: string | undefined;
}

export interface Inspection {
  readonly files: readonly InspectedFile[];
  /** All songs: a line feed between two lines, a blank line between two stanzas and between two songs. */
  readonly text: string;
  readonly songs: number;
  /** Unicode characters of the text, line feeds included. */
  readonly characters: number;
  readonly distinct: number;
  /** That say something. */
  readonly lines: number;
}

export async function inspect(read: readonly ReadFile[], recipe: Recipe): Promise<Inspection> {
  const clean = await cleanerOf(recipe);
  const seen = new Map<string, string>();
  const files = read.map((file) => inspectFile(file, clean, seen));
  const songs = files.flatMap((one) => one.songs);
  const text = songs.join('\n\n');
  return { files, text, songs: songs.length, ...figuresOf(text) };
}

/** @returns Unicode characters of a text, distinct ones, and lines that say something */
export function figuresOf(text: string): Pick<Inspection, 'characters' | 'distinct' | 'lines'> {
  const distinct = new Set<number>();
  let [characters, lines, isBlank] = [0, 0, true];
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at)!;
    if (point > 0xffff) at += 1;
    characters += 1;
    distinct.add(point);
    if (point === 0x0a) isBlank = true;
    else if (isBlank) {
      lines += 1;
      isBlank = false;
    }
  }
  return { characters, distinct: distinct.size, lines };
}

function inspectFile(file: ReadFile, clean: Clean, seen: Map<string, string>): InspectedFile {
  const nothing = {
    songs: [],
    characters: 0,
    changes: [],
    removed: countsOf([]),
    doubles: undefined,
  };
  if (file.skipped) return { file, ...nothing, skipped: file.skipped };
  const { lines, changes } = clean(file.text, file.textKind);
  const removed = countsOf(changes);
  const songs = songsOf(lines.map(({ text }) => text));
  if (songs.length === 0) {
    const isAdvert = removed.adverts > 0 && removed.adverts >= removed.credits;
    const skipped: Skip = { reason: isAdvert ? 'advert' : 'words' };
    return { file, ...nothing, changes, removed, skipped };
  }
  const said = songs.join('\n\n');
  const doubles = seen.get(said);
  if (doubles === undefined) seen.set(said, file.name);
  const { characters } = figuresOf(said);
  return { file, songs, characters, changes, removed, skipped: undefined, doubles };
}

/** @returns the songs between the marks that end one, without those that say nothing */
function songsOf(lines: readonly string[]): string[] {
  const songs: string[][] = [[]];
  for (const line of lines)
    if (line === SONG_END) songs.push([]);
    else songs.at(-1)!.push(line);
  return songs.map((song) => song.join('\n')).filter((song) => song.trim() !== '');
}

function countsOf(changes: readonly Change[]): Record<StepName, number> {
  const counts = Object.fromEntries(steps.map((step) => [step, 0])) as Record<StepName, number>;
  for (const { step, count } of changes) counts[step] += count;
  return counts;
}
