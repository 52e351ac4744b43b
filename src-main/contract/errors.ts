/** What can go wrong, as data: a code from a closed list and the facts of the case; the sentence is made where it is shown. */
import { z } from 'zod';

export const errorCode = z.enum([
  'corpus.encoding',
  'corpus.tooShort',
  'corpus.tooLarge',
  'corpus.tooManyDistinct',
  'corpus.notFound',
  'settings.outOfRange',
  'settings.notANumber',
  'settings.notWhole',
  'settings.choice',
  'settings.tooMany',
  'settings.tooLong',
  'settings.samples',
  'settings.heldOutNone',
  'settings.nothingHeldOut',
  'settings.otherCell',
  'settings.otherRate',
  'settings.longerThanRun',
  'settings.notDetached',
  'settings.epochTooLong',
  'settings.neverReached',
  'settings.tied',
  'settings.embedding',
  'settings.allEpochs',
  'settings.tooManyChanges',
  'settings.tooMuchMemory',
  'prefix.empty',
  'prefix.unknown',
  'text.tooShort',
  'text.unknown',
  'model.damaged',
  'model.newer',
  'model.notOurs',
  'model.tooLarge',
  'model.unsaveable',
  'model.notFound',
  'model.noState',
  'model.noText',
  'model.otherText',
  'model.otherShape',
  'model.otherCell',
  'model.otherDepth',
  'model.otherLineBreaks',
  'model.engineMissing',
  'model.overflow',
  'run.notFound',
  'queue.notFound',
  'queue.underWay',
  'queue.changedElsewhere',
  'queue.tooMany',
  'training.running',
  'training.notRunning',
  'training.diverged',
  'training.divergedAtOnce',
  'training.exploded',
  'training.explodedAtOnce',
  'engine.unavailable',
  'engine.untried',
  'graphics.failed',
  'graphics.memory',
  'graphics.silent',
  'compute.stopped',
  'compute.crashed',
  'compute.ended',
  'compute.outOfMemory',
  'writing.tooMuchMemory',
  'host.away',
  'file.notFound',
  'file.unreadable',
  'file.unwritable',
  'file.lost',
  'file.none',
  'file.setAside',
  'corpus.builtIn',
  'model.builtIn',
  'corpus.nothingLeft',
  'corpus.sourceNotFound',
  'corpus.cancelled',
  'corpus.tooManyFiles',
  'corpus.tooMany',
  'corpus.refused',
  'corpus.leftOut',
  'corpus.noneLeft',
  'corpus.outOfMemory',
  'corpus.workEnded',
  'draft.notFound',
  'draft.changedElsewhere',
  'draft.newer',
  'draft.tooLong',
  'data.inUse',
  'data.newer',
  'data.missing',
  'data.notEmpty',
  'data.moveFailed',
  'sweep.other',
  'sweep.notEmpty',
  'sweep.notFound',
  'sweep.several',
  'sweep.halved',
  'sweep.halving',
  'sweep.brokeOff',
  'sweep.notSeen',
  'sweep.notShown',
  'cluster.address',
  'cluster.headers',
  'cluster.token',
  'cluster.unreachable',
  'cluster.notRay',
  'cluster.unauthorised',
  'cluster.answer',
  'cluster.jobFailed',
  'cluster.package',
  'cluster.platform',
  'cluster.otherMachine',
  'cluster.silent',
  'cluster.packageTooLarge',
  'cluster.otherPackage',
  'cluster.unasked',
  'cluster.notFound',
  'cluster.nameTaken',
  'cluster.tooMany',
  'cluster.folder',
  'cluster.noFolder',
  'cluster.tooManySweeps',
  'sandbox.off',
  'form.notUnderstood',
  'form.plainWord',
  'form.outOfRange',
  'form.lineNotUnderstood',
  'form.linePlainWord',
  'form.lineOutOfRange',
  'form.rhymesAhead',
  'form.tooLong',
  'form.empty',
  'request.unknown',
  'request.invalid',
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCode>;

export const errorParams = z.record(z.string(), z.union([z.string(), z.number()]));
export type ErrorParams = z.infer<typeof errorParams>;

/** Files whose reasons are told one by one. */
export const MAX_REASONS = 100;

/** A file of several that could not be used, and why: a code and its facts, of which a sentence is made. */
export const fileReason = z.object({
  name: z.string(),
  reason: z.object({ code: errorCode, params: errorParams }),
});
export type FileReason = Readonly<z.infer<typeof fileReason>>;

/** How an error crosses a link. `field` in `params` names the field that caused it, where there is one. */
export const failure = z.object({
  code: errorCode,
  params: errorParams,
  /** Where each of several files has a reason of its own: the first of them, in their order. */
  files: z.array(fileReason).max(MAX_REASONS).readonly().optional(),
});
export type Failure = z.infer<typeof failure>;

/** @returns what a thing is called that comes with the product, and has a name in each language, `zh` and `en`; undefined for any other */
export function nameIn({ code, params }: Failure, language: string): string | undefined {
  const name = code === 'corpus.builtIn' || code === 'model.builtIn' ? params[language] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** An error that a person can do something about. Everything else that is thrown is a fault of ours and becomes `internal`. */
export class VerseloomError extends Error {
  override readonly name = 'VerseloomError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** Where each of several files has a reason of its own. */
  readonly files: readonly FileReason[];

  constructor(
    code: ErrorCode,
    params: ErrorParams = {},
    { files = [], ...options }: ErrorOptions & { readonly files?: readonly FileReason[] } = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.code = code;
    this.params = params;
    this.files = files.slice(0, MAX_REASONS);
  }

  /** @returns the error that a failure was made of */
  static of({ code, params, files }: Failure): VerseloomError {
    return new VerseloomError(code, params, files && { files });
  }
}

/** @returns the error as data; an unexpected one keeps its message for the log and for a report. */
export function toFailure(error: unknown): Failure {
  if (error instanceof VerseloomError) {
    const { code, params, files } = error;
    return { code, params, ...(files.length > 0 && { files }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', params: { message } };
}

/**
 * A reason is thrown as an English phrase, which the catalogue of each language has as a key.
 * @param phrases of one language; in a key and in its phrase, `…` stands for what belongs to the case, such as a number
 * @returns the phrase in that language; the reason as it is where there is none, as for the words of a library
 */
export function translateReason(reason: string, phrases: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(phrases, reason)) return phrases[reason]!;
  for (const [english, phrase] of Object.entries(phrases)) {
    const [before, after] = english.split('…');
    if (after === undefined || !reason.startsWith(before!) || !reason.endsWith(after)) continue;
    const fact = reason.slice(before!.length, reason.length - after.length);
    if (`${before}${fact}${after}` === reason) return phrase.replace('…', () => fact);
  }
  return reason;
}
