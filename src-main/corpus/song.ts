/** Songs on their way from a file to a text that is learnt: their lines, and what was taken away from them. */
import type { StepName } from '../contract/corpus/kinds.ts';
import type { Recipe } from '../contract/corpus/recipe.ts';

export {
  alterations,
  packedKinds,
  refusedKinds,
  removals,
  steps,
  textKinds,
  type PackedKind,
  type ReadKind,
  type RefusedKind,
  type StepName,
  type TextKind,
} from '../contract/corpus/kinds.ts';

/** A line of a song, as far as it has come. */
export interface Line {
  /** Of the text that it comes from, from 1: what a preview points at. */
  readonly at: number;
  readonly text: string;
  /** When it is sung, in milliseconds; absent where nothing tells. */
  readonly stamp?: number;
  /** How deep a heading it is, from 1, where titles are kept and its kind tells; absent of all other lines. */
  readonly heading?: number;
}

/** What a step has done in one line. */
export interface Change {
  readonly step: StepName;
  /** Of the text that it comes from, from 1. */
  readonly at: number;
  readonly before: string;
  /** Null where the whole line went. */
  readonly after: string | null;
  /** How many of what the step takes there were: tags, marks, characters, or 1 for a line. */
  readonly count: number;
}

/** The words of a song, or of several in one file, with all that was changed on the way. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly changes: readonly Change[];
}

export type Titles = Recipe['titles'];

/** The lines of a file, with the titles of its songs as far as the file tells them: of each between the ends of songs, in order. */
export interface SongLines {
  readonly lines: readonly Line[];
  readonly titles?: readonly (string | undefined)[];
}
/** With all that was changed on the way. */
export type Read = SongLines & Lines;

/** A song of a file, as it is learnt. */
export interface Song {
  /** Where the file tells it. */
  readonly title: string | undefined;
  /** Its lines, with a line feed between two. */
  readonly text: string;
}

/** Within a file that holds several songs it stands between them, as a line of its own. */
export { SONG_END } from '../contract/corpus/song-text.ts';
