/** Files on their way into the page, and out of it: a browser saves them as it does every download, a window of its own asks where. */
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { fileNameOf } from '../../src-main/contract/file-name.ts';
import { t } from '../text/messages.svelte.ts';

const PATIENCE = 60_000; // ms; the download may start late, when the person has been asked first

/** What came in place of a file, by its name. */
export interface Folder {
  readonly folder: string;
}

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
