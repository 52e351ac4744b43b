/** A text in the library, taken in as a page takes in a file. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { ImportOutcome } from '../../../src-main/contract/corpus/corpus.ts';

/** @param name of the file, with its ending */
export const importText = (
  calls: ApiCalls,
  name: string,
  text: string | Uint8Array,
): Promise<ImportOutcome> => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return calls['corpora.import']({ task: crypto.randomUUID(), files: [{ name, bytes }] });
};
