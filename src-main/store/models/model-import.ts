/** Files of models from elsewhere on their way into a library: which of its models a file is already, and under what name it comes in. */
import type { ModelInfo } from '../../contract/model.ts';
import { readArchive, withFile, type ReadAt } from '../archives/archive-reader.ts';
import type { PackedEntry } from '../archives/archive-writer.ts';
import { PRIVATE } from '../files/atomic-file.ts';
import { importedName } from './imported-name.ts';
import { packModelFile, writeModelFile, type ModelFile } from './model-file.ts';

/** What an import has come to. */
export type Imported = ModelInfo & {
  /** The library had it before. */
  readonly alreadyThere: boolean;
};

/** Parts that a run leaves: not the manifest, which says how a person calls the model, nor what is packed after it. */
const LEARNT = /^(weights|training|best|last|snapshot-\d+)\.safetensors$|^corpus\.txt$/;
/** What it takes to go on is written otherwise by each version; with the same weights, it is the same. */
const STATE = 'training.safetensors';

/** @returns what tells one model from another, whatever they are called: the checksums of what their runs have left. @throws Damage */
export async function fingerprintOf(readAt: ReadAt, size: number): Promise<string> {
  return fingerprintOfParts((await readArchive(readAt, size)) ?? []);
}

type Part = Pick<PackedEntry, 'name' | 'size' | 'crc32'>;

const fingerprintOfParts = (parts: readonly Part[]): string =>
  parts
    .filter(({ name }) => LEARNT.test(name))
    .map(({ name, size, crc32 }) => (name === STATE ? name : `${name} ${size} ${crc32}`))
    .sort()
    .join('\n');

/**
 * @param library says where each of its models lies
 * @param fingerprint of the file as it came
 * @returns the model that has learnt the very same; of several, the one that is called so
 */
export async function findSame(
  models: readonly ModelInfo[],
  library: { path(id: string): string },
  file: ModelFile,
  fingerprint: string,
): Promise<ModelInfo | undefined> {
  const { name, createdAt } = file.manifest;
  const alike = models.filter((model) => model.damage === null && model.createdAt === createdAt);
  if (alike.length === 0) return undefined;
  // An older version may have written its parts otherwise than they are written when it comes in under another name.
  const { parts } = await packModelFile(file);
  const fingerprints = [fingerprint, fingerprintOfParts(parts)];
  let found: ModelInfo | undefined;
  for (const model of alike) {
    if (found && model.name !== name) continue;
    // What is gone meanwhile, or cannot be read, is none.
    const its = await withFile(library.path(model.id), fingerprintOf).catch(() => undefined);
    if (its !== undefined && fingerprints.includes(its)) found = model;
  }
  return found;
}

/**
 * @param from name or path of the file, after which the model is called
 * @param copy puts the file in place as it is
 * @throws VerseloomError `file.unwritable`
 */
export async function putInPlace(
  path: string,
  file: ModelFile,
  from: string,
  copy: () => Promise<void>,
): Promise<void> {
  const { manifest } = file;
  const name = importedName(from, manifest);
  if (name === manifest.name) await copy();
  else await writeModelFile(path, { ...file, manifest: { ...manifest, name } }, PRIVATE);
}
