/** Corpora and models as plain files that a person names by path, outside of the libraries. */
import { open, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { MAX_CORPUS_BYTES, MIB } from '../contract/corpus.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { Manifest } from '../contract/model.ts';
import { readBytes, unreadable, unwritable } from '../store/atomic-file.ts';
import { readModelFile, writeModelFile, type ModelFile } from '../store/model-file.ts';
import { ModelLibrary } from '../store/model-library.ts';
import { shapesOf } from '../store/model-weights.ts';
import { corpusName } from './corpora/corpus-name.ts';
import { describeText } from './corpora/facts.ts';
import { readCorpusFile } from './corpora/read-corpus-file.ts';
import type { TrainingText } from './training/prepare.ts';

export type { ModelFile };

/** @throws VerseloomError `file.notFound`, `file.unreadable`, `corpus.tooLarge` */
export async function readCorpusBytes(path: string): Promise<Uint8Array> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  // Said before gigabytes are in memory.
  if (size > MAX_CORPUS_BYTES)
    throw new VerseloomError('corpus.tooLarge', {
      name: basename(path),
      limitMb: MAX_CORPUS_BYTES / MIB,
    });
  return readBytes(path);
}

/** @throws VerseloomError as `readCorpusBytes` and `readCorpusFile` */
export async function readCorpus(path: string): Promise<TrainingText> {
  const { text } = await readCorpusFile(basename(path), await readCorpusBytes(path));
  const { characters, hash, suggestedPrefixes } = describeText(text);
  return { id: path, name: corpusName(path), text, characters, hash, suggestedPrefixes };
}

/** @throws VerseloomError `file.notFound`, `file.unreadable`, `model.notOurs`, `model.newer`, `model.damaged` */
export async function readModel(path: string): Promise<ModelFile> {
  return readModelFile(path);
}

/** @throws VerseloomError `file.unwritable`; what was there is then as it was */
export async function writeModel(
  path: string,
  manifest: Manifest,
  model: ModelFile['model'],
): Promise<void> {
  await writeModelFile(path, manifest, model);
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
  const isTaken = await stat(path).then(
    (there) => there.isDirectory(),
    () => false,
  );
  if (isTaken)
    throw new VerseloomError('file.unwritable', {
      path,
      reason: 'it is a folder',
      errno: 'EISDIR',
    });
  const probe = `${path}.${process.pid}`;
  try {
    await (await open(probe, 'wx')).close();
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    await rm(probe, { force: true });
  }
}

/** Puts a model that has no other place into the library. @returns its path. @throws VerseloomError `file.unwritable` */
export async function keepInLibrary(
  folder: string,
  manifest: Manifest,
  model: ModelFile['model'],
): Promise<string> {
  const library = await ModelLibrary.open(folder);
  return library.path(await library.save(manifest, model));
}

/** @returns the shape of every parameter as it stands in the file, by the book's names */
export function parameterShapes({
  vocabulary,
  settings,
}: Manifest): Record<string, readonly number[]> {
  return shapesOf(vocabulary.length, settings.hiddenSize);
}
