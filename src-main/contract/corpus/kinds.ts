/** What a file of a corpus can be by its content, what a recipe takes away and changes, and why a file was left out. */
import { z } from 'zod';
import { usualLimits } from './limits.ts';

/** Of text. */
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
  'xml',
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
  /** A file of our own. */
  'model',
  'encrypted-lyrics',
  'encrypted-zip',
  'encrypted-document',
  /** JSON or XML in which nothing is named as words. */
  'data',
  'binary',
] as const;

export type TextKind = (typeof textKinds)[number];
export type PackedKind = (typeof packedKinds)[number];
export type RefusedKind = (typeof refusedKinds)[number];
export type ReadKind = TextKind | PackedKind;
export const sourceKind = z.enum([...textKinds, ...packedKinds, ...refusedKinds]);

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
export const stepName = z.enum(steps);
export type StepName = z.infer<typeof stepName>;

/** Why a file was left out; each has a sentence. */
export const skip = z.union([
  z.object({ reason: z.literal('kind'), kind: z.enum(refusedKinds) }),
  z.object({
    /** `instrumental` says itself that it has no words. */
    reason: z.enum(['empty', 'hidden', 'deep', 'words', 'instrumental', 'advert', 'encoding']),
  }),
  // With it there were more than the limit of then; before that could be set, nobody wrote it down.
  z.object({ reason: z.literal('large'), limitMb: z.number().default(usualLimits.limitMb) }),
  z.object({ reason: z.literal('many'), limitFiles: z.int().default(usualLimits.limitFiles) }),
  /** A zip may pack its files in ways that are not read; which, is why. */
  z.object({ reason: z.enum(['damaged', 'packed']), why: z.string() }),
]);
export type Skip = Readonly<z.infer<typeof skip>>;
