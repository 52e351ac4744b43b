/** Saving a run to a path that a person named, where another run may be saving, too. */
import { rm } from 'node:fs/promises';
import { VerseloomError } from '../../contract/errors.ts';
import { AS_USUAL, writeFileAtomically } from '../files/atomic-file.ts';
import { replacing, replacingIf, written } from '../files/put-in-place.ts';
import { whileAlone } from '../files/change-lock.ts';
import { packModelFile, readSummary, writePacked, type ModelFile } from './model-file.ts';

/**
 * @param savedAts what the file there may say; without them, whatever is there is replaced
 * @param models folder of a library: all processes that have the same one save one after the other; undefined where there is none
 * @throws VerseloomError `file.unwritable`, with EEXIST where another program has written it in the meantime; `file.unreadable` where that
 * cannot be known
 */
export async function saveModelAt(
  path: string,
  file: ModelFile,
  savedAts: readonly string[] | undefined,
  models: string | undefined,
): Promise<void> {
  const packed = await packModelFile(file);
  const putInPlace = savedAts
    ? replacingIf((target) => refuseOthers(path, target, savedAts))
    : replacing;
  const save = (): Promise<void> =>
    writePacked(path, packed, AS_USUAL, (...file) => writeFileAtomically(...file, putInPlace));
  await (models === undefined ? save() : whileAlone(models, save));
}

/**
 * Takes away what a run was saved as on its way, and nothing else that may lie there by now.
 * @param savedAts what its file may say
 */
export async function removeModelAt(
  path: string,
  savedAts: readonly string[],
  models: string | undefined,
): Promise<void> {
  const remove = async (): Promise<void> => {
    const there = await readSummary(path).catch(() => undefined);
    if (there && savedAts.includes(there.manifest.savedAt)) await rm(path, { force: true });
  };
  await (models === undefined ? remove() : whileAlone(models, remove));
}

async function refuseOthers(
  path: string,
  target: string,
  savedAts: readonly string[],
): Promise<void> {
  try {
    const { manifest } = await readSummary(target);
    if (savedAts.includes(manifest.savedAt)) return;
  } catch (error) {
    const { code } = error instanceof VerseloomError ? error : {};
    if (code === 'file.notFound') return; // a link that leads nowhere, or gone by now
    if (!code?.startsWith('model.')) throw error;
  }
  throw written(path);
}
