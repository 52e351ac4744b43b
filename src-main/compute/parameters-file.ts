/** The parameters of a model in a file of their own, on their way out of the compute process while it trains. */
import { open, type FileHandle } from 'node:fs/promises';
import { unwritable } from '../contract/disk-errors.ts';
import { parameterNames, type LanguageModel } from '../core/parameters.ts';

/** Writes them as `parametersIn` reads them. @throws VerseloomError `file.unwritable` {path, reason, errno} */
export async function writeParameters(
  path: string,
  parameters: LanguageModel['parameters'],
): Promise<void> {
  try {
    const file = await open(path, 'w');
    try {
      for (const name of parameterNames) await writeAll(file, parameters[name]);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** With one call for as much as that takes: `writeFile` comes back for every half a megabyte, and has to wait for the end of a step. */
async function writeAll(file: FileHandle, values: Float32Array): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}
