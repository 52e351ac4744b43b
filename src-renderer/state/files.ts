/** Files on their way into the page, and out of it: a browser saves them as it does every download, a window of its own asks where. */
import type { CorpusLimits } from '../../src-main/contract/corpus/limits.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { fileNameOf } from '../../src-main/contract/names/file-name.ts';
import { t } from '../text/messages.svelte.ts';

const PATIENCE = 60_000; // ms; the download may start late, when the person has been asked first

/** A file with the folders that it came in, parted by `/`. */
export interface Incoming {
  readonly path: string;
  readonly file: File;
}

/** Of songs there may lie as much again beside them that is none. @returns files that are taken at once */
export const mostFiles = ({ limitFiles }: Pick<CorpusLimits, 'limitFiles'>): number =>
  2 * limitFiles;

/** What was dropped, chosen or pasted. */
export interface Gathered {
  readonly files: readonly Incoming[];
  /** Paths of files and folders that could not be looked into. */
  readonly lost: readonly string[];
  /** Whether there are more files than are taken at once. */
  readonly isCut: boolean;
}

/** @param files as a dialog gives them: those of a folder with their path in it */
export const gathered = (files: readonly File[]): Gathered => ({
  files: files.map((file) => ({ path: file.webkitRelativePath || file.name, file })),
  ...{ lost: [], isCut: false },
});

/** @throws VerseloomError `file.lost` {name} where it has vanished, has changed or is not ours to read */
export async function readFile(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new VerseloomError('file.lost', { name: file.name }, { cause: error });
  }
}

export function download(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), PATIENCE);
}

/** @returns a plain text, named after its first line */
export const textFile = (text: string): File =>
  new File([`${text}\n`], `${fileNameOf(text, t('write.textName'))}.txt`, {
    type: 'text/plain;charset=utf-8',
  });
