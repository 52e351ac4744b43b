/** Songs on their way from a file to a text that is learnt: their lines, and what was taken away from them. */

/** What a file is by its content, whatever it is called. */
export const textKinds = [
  'text',
  'markdown',
  'lrc',
  'yrc',
  'srt',
  'vtt',
  'ass',
  'chordpro',
  'json',
  'html',
] as const;
export const packedKinds = ['docx', 'odt', 'zip'] as const;
/** What is known and not read, each with a way out that its sentence tells. */
export const refusedKinds = [
  'rar',
  '7z',
  'gzip',
  'bzip2',
  'xz',
  'zstd',
  'tar',
  'pdf',
  'word97',
  'rtf',
  'pages',
  'spreadsheet',
  'slides',
  'epub',
  'image',
  'sound',
  'video',
  'program',
  'database',
  'encrypted-lyrics',
  'encrypted-zip',
  'encrypted-document',
  'binary',
] as const;

export type TextKind = (typeof textKinds)[number];
export type PackedKind = (typeof packedKinds)[number];
export type RefusedKind = (typeof refusedKinds)[number];
export type ReadKind = TextKind | PackedKind;

/** A line of a song, as far as it has come. */
export interface Line {
  /** Of the text that it comes from, from 1: what a preview points at. */
  readonly at: number;
  readonly text: string;
  /** When it is sung, in milliseconds; absent where nothing tells. */
  readonly stamp?: number;
}

/** What each step that is usually on takes away is told under one of these names. */
export const removals = [
  'timeTags',
  'markup',
  'credits',
  'sections',
  'translations',
  'chords',
  'invisible',
  'adverts',
  'blankLines',
] as const;
/** What the steps that change words do; nobody gets them unasked. */
export const alterations = ['refrains', 'width', 'script', 'punctuation', 'latin'] as const;
/** Under whose names all changes are told. */
export const steps = [...removals, ...alterations] as const;
export type StepName = (typeof steps)[number];

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

/** Within a file that holds several songs it stands between them, as a line of its own. */
export { SONG_END } from '../contract/song-text.ts';
