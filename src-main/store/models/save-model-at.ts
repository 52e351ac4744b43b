/** Saving a run to a path that a person named, where another run may be saving, too. */
import { toFailure, VerseloomError } from '../../contract/errors.ts';
import { AS_USUAL } from '../files/atomic-file.ts';
import { whileAlone } from './change-lock.ts';
import { packModelFile, readSummary, writePacked, type ModelFile } from './model-file.ts';

/**
 * @param savedAts what the file there may say; without them, whatever is there is replaced
 * @param models folder of a library: all processes that have the same one save one after the other; undefined where there is none
 * @throws VerseloomError `file.unwritable`, with EEXIST where another program has written it in the meantime
 */
export async function saveModelAt(
  path: string,
  file: ModelFile,
  savedAts: readonly string[] | undefined,
  models: string | undefined,
): Promise<void> {
  const packed = await packModelFile(file);
  const save = async (): Promise<void> => {
    if (savedAts) await refuseOthers(path, savedAts);
    await writePacked(path, packed, AS_USUAL);
  };
  await (models === undefined ? save() : whileAlone(models, save));
}

async function refuseOthers(path: string, savedAts: readonly string[]): Promise<void> {
  try {
    const { manifest } = await readSummary(path);
    if (savedAts.includes(manifest.savedAt)) return;
  } catch (error) {
    if (!toFailure(error).code.startsWith('model.')) return; // there is none, or writing will say what is wrong
  }
  throw new VerseloomError('file.unwritable', {
    ...{ path, reason: 'another program has written it in the meantime', errno: 'EEXIST' },
  });
}
