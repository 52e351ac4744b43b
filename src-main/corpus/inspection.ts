/** What some files are, what a recipe takes away from them, and the songs that are left. */
import { cleanerOf, type Clean, type Recipe } from './recipe/recipe.ts';
import type { ReadFile, Skip } from './read-files.ts';
import { steps, type Change, type StepName } from './song.ts';
import { songsOf } from './split.ts';

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

/** Units that end lines and songs, and those that leave no ink. */
const ENDS: ReadonlySet<number> = new Set([0x0a, 0x0b, 0x0c, 0x0d, 0x1e, 0x85, 0x2028, 0x2029]);
const hasInk = (unit: number): boolean => /\S/.test(String.fromCharCode(unit));

/** @returns Unicode characters of a text, distinct ones, and lines that say something; CRLF is one line break, as it is learnt */
export function figuresOf(text: string): Pick<Inspection, 'characters' | 'distinct' | 'lines'> {
  const seen = new Uint8Array(0x1_0000);
  const beyond = new Set<number>();
  let [characters, distinct, lines, isBlank] = [0, 0, 0, true];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0d && text.charCodeAt(at + 1) === 0x0a) continue;
    characters += 1;
    const point = (unit & 0xfc00) === 0xd800 ? text.codePointAt(at)! : unit;
    if (point > 0xffff) {
      at += 1;
      beyond.add(point);
    } else if (seen[unit] === 0) {
      seen[unit] = 1;
      distinct += 1;
    }
    const isPlain = unit > 0x3000 || (unit > 0x20 && unit < 0x7f);
    if (!isPlain && ENDS.has(unit)) isBlank = true;
    else if (isBlank && (isPlain || hasInk(unit))) {
      lines += 1;
      isBlank = false;
    }
  }
  return { characters, distinct: distinct + beyond.size, lines };
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
  const cleaned = clean(file.text, file.textKind);
  const { changes } = cleaned;
  const removed = countsOf(changes);
  const songs = songsOf(cleaned).map(({ text }) => text);
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

function countsOf(changes: readonly Change[]): Record<StepName, number> {
  const counts = Object.fromEntries(steps.map((step) => [step, 0])) as Record<StepName, number>;
  for (const { step, count } of changes) counts[step] += count;
  return counts;
}
