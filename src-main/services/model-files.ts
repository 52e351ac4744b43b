/** Corpora and models as plain files that a person names by path, outside of the libraries. */
import { open, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { architectureOf, bookParameters } from '../contract/architecture.ts';
import { MIB } from '../contract/corpus/limits.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { Manifest } from '../contract/model.ts';
import { errnoOf, unreadable, unwritable } from '../contract/disk-errors.ts';
import { AS_USUAL, writeFileAtomically } from '../store/files/atomic-file.ts';
import { writeModelFile, type ModelFile } from '../store/models/model-file.ts';
import { asNew, replacing } from '../store/files/put-in-place.ts';
import { notAFile } from '../store/files/read-file.ts';
import { withTemporaryFile } from '../store/files/temporary-file.ts';
import { describeText } from './corpora/facts.ts';
import type { TrainingText } from './training/prepare.ts';

export {
  readModelFile as readModel,
  readHistory,
  readSummary,
  readLearntText,
  readWeights,
  type ModelFile,
} from '../store/models/model-file.ts';
export { AS_USUAL, readBytes } from '../store/files/atomic-file.ts';
export { betterEpoch, withTime } from '../store/models/model-summary.ts';
export { removeModelAt, saveModelAt } from '../store/models/save-model-at.ts';
export { readRecord, writeRecord } from '../store/runs/run-record.ts';
export { RUN_ENDING } from '../store/files/trash.ts';
export type { ModelLibrary } from '../store/models/model-library.ts';

/**
 * @param mayReplace whether what another program may have put there by now is replaced
 * @throws VerseloomError `file.unwritable`
 */
export const writeBytes = (path: string, bytes: Uint8Array, mayReplace: boolean): Promise<void> =>
  writeFileAtomically(path, bytes, AS_USUAL, mayReplace ? replacing : asNew);

/** As `writeBytes`. @throws VerseloomError also `model.unsaveable` */
export const writeModel = (path: string, file: ModelFile, mayReplace: boolean): Promise<void> =>
  writeModelFile(path, file, AS_USUAL, mayReplace ? replacing : asNew);

/**
 * A text of which the end is not known before it comes.
 * @param name that it goes by in errors
 * @param limitMb megabytes that are read of it at most
 * @returns all that comes
 * @throws VerseloomError `file.unreadable`, `corpus.tooLarge`
 */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  limitMb: number,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of stream) {
      size += piece.length;
      if (size > limitMb * MIB) throw new VerseloomError('corpus.tooLarge', { name, limitMb });
      pieces.push(piece);
    }
  } catch (error) {
    throw unreadable(name, error);
  }
  return Buffer.concat(pieces);
}

/**
 * @returns the text that a model was trained on, as its file holds it; whether it is the one that was learnt is seen when the
 * run begins
 * @throws VerseloomError `model.noText` {name, corpus} when it does not
 */
export async function textIn({ manifest, text }: ModelFile): Promise<TrainingText> {
  const { name } = manifest.corpus;
  if (text === null)
    throw new VerseloomError('model.noText', { name: manifest.name, corpus: name });
  return { ...(await describeText(text)), id: '', name, text };
}

/**
 * Finds out whether a file can be put at a path, by putting an empty one beside it for a moment: permissions alone do not
 * tell of disks that are read-only or full.
 * @throws VerseloomError `file.notFound` {path} when its folder is not there; `file.unwritable` {path, reason, errno}
 */
export async function checkWritable(path: string): Promise<void> {
  const target = await realpath(path).catch((error: unknown) => {
    if (MAY_BE_MADE.includes(errnoOf(error) ?? '')) return path;
    throw unwritable(path, error); // as for a name that is too long
  });
  const there = await statThere(target);
  const wrong = there && notAFile(there);
  if (wrong) throw new VerseloomError('file.unwritable', { path, ...wrong });
  try {
    await withTemporaryFile(target, async (probe) => (await open(probe, 'wx')).close());
  } catch (error) {
    const folder = dirname(target);
    const isMissing = errnoOf(error) === 'ENOENT' && !(await statThere(folder))?.isDirectory();
    throw isMissing
      ? new VerseloomError('file.notFound', { path: folder })
      : unwritable(path, error);
  }
}

const statThere = (path: string) => stat(path).catch(() => undefined);

/** What is said of a place that is free, or of a link that leads nowhere and is replaced. */
const MAY_BE_MADE = ['ENOENT', 'ELOOP'];

/** @returns the shape of every parameter as it stands in the file, by the book's names */
export const parameterShapes = ({
  vocabulary,
  settings,
}: Manifest): Record<string, readonly number[]> =>
  Object.fromEntries(
    bookParameters(architectureOf(settings, vocabulary.length)).map(({ name, shape }) => [
      name,
      shape,
    ]),
  );
