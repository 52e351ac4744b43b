/** The parameters of a model in a file of their own, on their way out of the compute process while it trains. */
import { closeSync, openSync, writev } from 'node:fs';
import { promisify } from 'node:util';
import { unwritable } from '../contract/disk-errors.ts';
import { parameterNames, type LanguageModel } from '../core/parameters.ts';

const ONLY_OURS = 0o600; // what was learnt is the person's

/**
 * Writes those of one model after the other, where no file is yet, as `parametersIn` reads them: with one call, since this thread trains, and hears of the end of a
 * call only between two steps.
 * @throws VerseloomError `file.unwritable` {path, reason, errno}
 */
export async function writeParameters(
  path: string,
  models: readonly LanguageModel[],
): Promise<void> {
  try {
    const file = openSync(path, 'wx', ONLY_OURS);
    try {
      let left = models.flatMap(({ architecture, parameters }) =>
        parameterNames(architecture).map((name) => bytesOf(parameters[name])),
      );
      while (left.length > 0) {
        const { bytesWritten } = await promisify(writev)(file, left);
        left = without(left, bytesWritten);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** @returns what is left of the pieces after their first `count` bytes */
function without(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(count, piece.length));
    count -= piece.length - rest.length;
    return rest.length > 0 ? [rest] : [];
  });
}
