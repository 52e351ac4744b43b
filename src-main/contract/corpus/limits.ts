/** How much is read as one corpus: what is usual, and between which ends a person may set it. */

/** Bytes of what the screens call a megabyte. */
export const MIB = 1024 * 1024;

/** Both ends included: megabytes of text as it comes in, all files and all that comes out of zips together; and files, zips unpacked. */
export const limitRanges = {
  limitMb: { min: 1, max: 256, whole: true },
  limitFiles: { min: 1, max: 20_000, whole: true },
} as const;
export type LimitField = keyof typeof limitRanges;
export const limitFields = Object.keys(limitRanges) as readonly LimitField[];

export type CorpusLimits = Readonly<Record<LimitField, number>>;
/** Unless the person has set others. */
export const usualLimits: CorpusLimits = { limitMb: 64, limitFiles: 5000 };

/** @returns the limit that an error or a file that was left out names, where a person could raise it */
export function limitToRaise(params: {
  readonly [Field in LimitField]?: unknown;
}): LimitField | undefined {
  return limitFields.find((field) => Number(params[field]) < limitRanges[field].max);
}

/** The most text that anybody can have read as a corpus, in bytes; no message holds more. */
export const MAX_CORPUS_BYTES = limitRanges.limitMb.max * MIB;
/** The same in UTF-8: what was one byte in another encoding becomes three at most. */
export const MAX_TEXT_BYTES = 3 * MAX_CORPUS_BYTES;
export const MAX_CORPUS_FILES = limitRanges.limitFiles.max;
