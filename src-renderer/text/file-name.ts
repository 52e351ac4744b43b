/** Names files after their text. */
import { t } from './messages.svelte.ts';

const LONGEST = 40; // characters, as much as a list of files shows

/** Windows keeps these names to itself, whatever the ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** @returns the first line that has something to show, as every file system takes it; without an ending */
export function fileNameOf(text: string): string {
  const name = text.split('\n').map(safe).find(Boolean) ?? t('write.textName');
  return RESERVED.test(name) ? `${name}_` : name;
}

/** Dots at the ends hide a file or are lost; what has no shape of its own hides what a name is. */
function safe(line: string): string {
  const plain = line.replace(/[\p{C}<>:"/\\|?*]/gu, ' ').replace(/\s+/g, ' ');
  const trim = (name: string): string => name.replace(/^[. ]+|[. ]+$/g, '');
  return trim(Array.from(trim(plain)).slice(0, LONGEST).join(''));
}
