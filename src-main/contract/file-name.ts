/** Names of files after their text, as every file system takes them. */

const LONGEST = 56; // characters, which most names of models are within; 224 bytes at most, of the 255 that a name may have

/** Windows keeps these names to itself, whatever the ending. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?=\.|$)/i;

/** @returns the first line of a text that has something to show, without an ending; `otherwise` for a text that has none */
export function fileNameOf(text: string, otherwise: string): string {
  const name = text.split('\n').map(safe).find(Boolean) ?? otherwise;
  return name.replace(RESERVED, '$1_');
}

/** Dots at the ends hide a file or are lost; what has no shape of its own hides what a name is. */
function safe(line: string): string {
  const plain = line.replace(/[\p{C}<>:"/\\|?*]/gu, ' ').replace(/\s+/g, ' ');
  const trim = (name: string): string => name.replace(/^[. ]+|[. ]+$/g, '');
  return trim(Array.from(trim(plain)).slice(0, LONGEST).join(''));
}
