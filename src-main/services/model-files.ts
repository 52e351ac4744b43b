/** Corpora and models as plain files that a person names by path, outside of the libraries. */
import { open, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { MAX_CORPUS_BYTES, MIB } from '../contract/corpus.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { Manifest } from '../contract/model.ts';
import { errnoOf, unwritable } from '../contract/disk-errors.ts';
import { readBytes } from '../store/atomic-file.ts';
import type { ModelFile } from '../store/model-file.ts';
import { notAFile } from '../store/read-file.ts';
import { withTemporaryFile } from '../store/temporary-file.ts';
import { shapesOf } from '../store/model-weights.ts';
import { corpusName } from './corpora/corpus-name.ts';
import { describeText } from './corpora/facts.ts';
import { readCorpusFile } from './corpora/read-corpus-file.ts';
import type { TrainingText } from './training/prepare.ts';

export { writeFileAtomically as writeBytes } from '../store/atomic-file.ts';
export {
  readModelFile as readModel,
  readSummary,
  readWeights,
  writeModelFile as writeModel,
  type ModelFile,
} from '../store/model-file.ts';
export { saveModelAt } from '../store/save-model-at.ts';
export type { ModelLibrary } from '../store/model-library.ts';

/** @throws VerseloomError `file.notFound`, `file.unreadable`, `corpus.tooLarge` */
export async function readCorpusBytes(path: string): Promise<Uint8Array> {
  const facts = { name: basename(path), limitMb: MAX_CORPUS_BYTES / MIB };
  const tooLarge = () => new VerseloomError('corpus.tooLarge', facts);
  return readBytes(path, MAX_CORPUS_BYTES, tooLarge);
}

/** @throws VerseloomError as `readCorpusBytes` and `readCorpusFile` */
export async function readCorpus(path: string): Promise<TrainingText> {
  const { text } = await readCorpusFile(basename(path), await readCorpusBytes(path));
  const { characters, hash, suggestedPrefixes } = describeText(text);
  return { id: path, name: corpusName(path), text, characters, hash, suggestedPrefixes };
}

/**
 * @param corpus path of the text, for a model that holds its hash alone
 * @returns the text to go on with; whether it is the one that was learnt is seen when the run begins
 * @throws VerseloomError `model.noText` {name, corpus} when it is nowhere, and as `readCorpus`
 */
export async function textToGoOn(
  { manifest, text }: ModelFile,
  corpus: string | undefined,
): Promise<TrainingText> {
  if (corpus !== undefined) return readCorpus(corpus);
  const { name } = manifest.corpus;
  if (text === null)
    throw new VerseloomError('model.noText', { name: manifest.name, corpus: name });
  return { ...describeText(text), id: '', name, text };
}

/**
 * Finds out whether a file can be put at a path, by putting an empty one beside it for a moment: permissions alone do not
 * tell of disks that are read-only or full.
 * @throws VerseloomError `file.notFound` {path} when its folder is not there; `file.unwritable` {path, reason, errno}
 */
export async function checkWritable(path: string): Promise<void> {
  const folder = dirname(path);
  const isFolder = await stat(folder).then(
    (there) => there.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new VerseloomError('file.notFound', { path: folder });
  try {
    const wrong = notAFile(await stat(path));
    if (wrong) throw new VerseloomError('file.unwritable', { path, ...wrong });
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw unwritable(path, error); // such as a name that is too long
  }
  await withTemporaryFile(path, async (probe) => (await open(probe, 'wx')).close()).catch(
    (error: unknown) => {
      throw unwritable(path, error);
    },
  );
}

/** @returns the shape of every parameter as it stands in the file, by the book's names */
export function parameterShapes({
  vocabulary,
  settings,
}: Manifest): Record<string, readonly number[]> {
  return shapesOf(vocabulary.length, settings.hiddenSize);
}
