/** Files on their way out of the page: a browser saves them as it does every download, a window of its own asks where. */
import { fileNameOf } from '../../src-main/contract/file-name.ts';
import { t } from '../text/messages.svelte.ts';

const PATIENCE = 60_000; // ms; the download may start late, when the person has been asked first

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
