/** A draft: a page of lyrics that a person writes with their models, and all that belongs to it. */
import { z } from 'zod';
import { failure } from '../errors.ts';
import { pinyinReading } from './constraint.ts';
import { linesRequest } from './lines.ts';

/** The longest text of a draft, in UTF-16 units; as much as one call carries. */
export const MAX_DRAFT_TEXT = 1_000_000;
/** Of what models have written and offered, this much is kept to be put back, beside what stands in the text. */
export const KEPT_PIECES = 200;
/**
 * As much of the history of changes is kept, as JSON, in UTF-16 units: an evening of 10,000 keys, each undone by itself, and 300 stanzas needs
 * 1.3 million. Whoever writes it cuts off its oldest end; it goes along with every save, none of which is to be late.
 */
export const KEPT_DRAFT_HISTORY = 2_000_000;
/** The longest history that is taken. */
export const MAX_DRAFT_HISTORY = 4_000_000;
/** The most texts of before of one draft; the oldest gives way. */
export const KEPT_REVISIONS = 100;
/** Milliseconds of work after which the text of before is kept by itself. */
export const REVISION_PERIOD = 10 * 60 * 1000;

const text = z.string().max(MAX_DRAFT_TEXT);
const place = z.int().min(0).max(MAX_DRAFT_TEXT);
const time = z.iso.datetime();

/** Null where the person has given none: it is then called after its first line. */
export const draftName = z.string().trim().min(1).max(200).nullable();

const linesAsked = linesRequest.pick({
  ...{ form: true, count: true, noCopy: true, shown: true, readings: true },
});

/** Something that a model has written, or offered and was not taken. */
export const draftPiece = z.object({
  /** Unique in its draft. */
  id: z.string().min(1).max(64),
  at: time,
  modelId: z.string().max(200),
  /** What the model was called then: it may be gone by now. */
  modelName: z.string().max(500),
  /** What it went on from, as far as it is kept. */
  prefix: z.string().max(10_000),
  text: z.string().max(100_000),
  /** It was not written by the model: it is a word of the text that the model has learnt, such as stands in that line of it. */
  taken: z.object({ line: z.string().max(2000) }).optional(),
  /** The person chose it among the most probable; it was not drawn. */
  chosen: z.literal(true).optional(),
  /** The numbers that it was made with: with the same, the same model writes the same again. */
  settings: z.record(z.string().max(40), z.number()),
  /** What else was asked, of lines that fit; left out of what goes on from the prefix alone. */
  lines: linesAsked.optional(),
});
export type DraftPiece = z.infer<typeof draftPiece>;

/** Where characters came from that the person has not typed, by their UTF-16 units; `to` is the unit after them. */
export const draftSpan = z.object({
  from: place,
  to: place,
  /** The id of a piece. */
  piece: z.string().max(64),
});
export type DraftSpan = z.infer<typeof draftSpan>;

/** How a character is read where the person has decided it. */
export const draftReading = z.object({ at: place, reading: pinyinReading });
export type DraftReading = z.infer<typeof draftReading>;

/** What a window has of a draft and gives back whole whenever it has changed. */
export const draftContent = z.object({
  text,
  /** In the order of the text; none lies in another. */
  spans: z.array(draftSpan).max(100_000),
  readings: z.array(draftReading).max(10_000),
  /** The oldest first: the last 200, and those that spans name. */
  pieces: z.array(draftPiece).max(10_000),
  /** With what the person writes in this draft, such as the model and the length: the screen's own, and nobody else's. */
  settings: z.record(z.string().max(40), z.unknown()),
  /** All that can be undone, as the editor has it; null for none. */
  history: z.string().max(MAX_DRAFT_HISTORY).nullable(),
});
export type DraftContent = z.infer<typeof draftContent>;

/** A draft as the library lists it. */
export const draftInfo = z.object({
  id: z.string(),
  name: draftName,
  pinned: z.boolean(),
  createdAt: time,
  /** Of its text or what belongs to it; a new name is no change. */
  changedAt: time,
  /** Unicode characters. */
  characters: z.int(),
  /** The first lines that say something, cut to what a list shows. */
  firstLines: z.array(z.string()),
  /** Why it cannot be opened; null where it can. Its earlier texts may be there. */
  damage: failure.nullable(),
});
export type DraftInfo = z.infer<typeof draftInfo>;

/** `revision` counts the saves: a save names the one that it has begun from. */
export const draft = draftInfo.omit({ damage: true, firstLines: true, characters: true }).extend({
  revision: z.int().min(1),
  content: draftContent,
});
export type Draft = z.infer<typeof draft>;

/** Why a text of before is kept. */
export const revisionReason = z.enum([
  /** Some time of work had gone by. */
  'time',
  /** More than half of it was taken out at once. */
  'shortened',
  /** The person asked for it. */
  'kept',
  /** Another text of before took its place. */
  'replaced',
  /** It was written in a second window, while the draft was changed in the first. */
  'elsewhere',
]);

/** A text of before, as it is listed. */
export const draftRevision = z.object({
  /** The number by which it is asked for. */
  number: z.int().min(1),
  at: time,
  reason: revisionReason,
  characters: z.int(),
});
export type DraftRevision = z.infer<typeof draftRevision>;

export const draftExport = z.enum(['txt', 'md', 'docx', 'lrc']);
export type DraftExport = z.infer<typeof draftExport>;

/** What a kind of file cannot carry of a draft. Whose the words are, how they are read and earlier versions stay in the draft in any case. */
export const draftLosses = z.object({
  /** Lines that name a part of the song. */
  labels: z.int().min(0),
  /** Between stanzas; those at the end of a text are nothing. */
  blankLines: z.int().min(0),
  /** Lines with spaces at their beginning or end, which go. */
  spaced: z.int().min(0),
  /** Characters that leave no ink and that the format forbids. */
  controls: z.int().min(0),
});
export type DraftLosses = z.infer<typeof draftLosses>;

/** @returns what is lost at all, in the order in which it is told */
export const lostOf = (losses: DraftLosses): (keyof DraftLosses)[] =>
  draftLosses.keyof().options.filter((one) => losses[one] > 0);
