/** What some files are, what a recipe takes away from them, and the songs that are left: a corpus of which nothing is kept. */
import type { Split } from '../contract/corpus/source.ts';
import { assemble, cleanSource, textOf, type Cleaned } from './assembly.ts';
import { cleanerOf, type Recipe } from './recipe/recipe.ts';
import type { ReadFile, Skip } from './read-files.ts';
import { steps, type Change, type StepName } from './song.ts';

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
  /** All songs, in order. */
  readonly allSongs: readonly string[];
  /** The same as people read them: a line feed between two lines, a blank line between two stanzas and between two songs. */
  readonly text: string;
  readonly songs: number;
  /** Unicode characters of the text that is learnt, with the ends of its lines and songs. */
  readonly characters: number;
  readonly distinct: number;
  /** That say something. */
  readonly lines: number;
}

/** What stands between two songs where people read them. */
const GAP = '\n\n';
const whole: Split = { by: 'none' };

export async function inspect(read: readonly ReadFile[], recipe: Recipe): Promise<Inspection> {
  const clean = await cleanerOf(recipe);
  const looked = read.map((file, index) => {
    const changes: Change[] = [];
    const words = { text: file.text, kind: file.textKind };
    const cleaned = file.skipped
      ? undefined
      : cleanSource(words, whole, clean, (change) => changes.push(change));
    return { file, id: String(index), on: true, cleaned, changes };
  });
  const { songs, doubles } = assemble(looked);
  const files = looked.map(({ file, id, cleaned, changes }): InspectedFile => {
    const double = doubles.get(id);
    return {
      ...{ file, changes, songs: cleaned?.songs ?? [], removed: countsOf(cleaned) },
      characters: cleaned?.characters ?? 0,
      skipped: file.skipped ?? cleaned?.skipped,
      doubles: double === undefined ? undefined : read[Number(double)]!.name,
    };
  });
  const text = songs.join(GAP);
  return { files, allSongs: songs, text, songs: songs.length, ...figuresOf(textOf(songs)) };
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

function countsOf(cleaned: Cleaned | undefined): Record<StepName, number> {
  const counted = (step: StepName): number => cleaned?.steps.get(step)?.count ?? 0;
  return Object.fromEntries(steps.map((step) => [step, counted(step)])) as Record<StepName, number>;
}
