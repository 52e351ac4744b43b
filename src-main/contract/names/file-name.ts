/** Names of files after their text, as every file system takes them. */
import { cutAtWord } from './cut-at-word.ts';
import { BETWEEN } from './model-name.ts';

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
  return trim(shortened(trim(plain)));
}

const trim = (name: string): string => name.replace(/^[. ]+|[. ]+$/g, '');

const CUT = '…';
/** Characters of the first part that stay, however many others there are. */
const LEAST = 16;

/** @returns a name of at most `LONGEST` characters: what stands first is cut, rather than what tells one name from another */
function shortened(name: string): string {
  if (lengthOf(name) <= LONGEST) return name;
  const [first, ...others] = name.split(BETWEEN) as [string, ...string[]];
  const room = (): number => LONGEST - lengthOf([CUT, ...others].join(BETWEEN));
  const least = Math.min(LEAST, lengthOf(first));
  let isWhole = true;
  while (others.length > 1 && room() < (isWhole ? least : least + lengthOf(BETWEEN + CUT))) {
    others.shift();
    isWhole = false;
  }
  if (others.length === 0) return cutAtWord(first, LONGEST);
  const left = isWhole ? others : [CUT, ...others];
  const end = left.map((part) => BETWEEN + part).join('');
  const most = Math.max(LEAST, LONGEST - lengthOf(end));
  const begin = lengthOf(first) <= most ? first : `${cutAtWord(first, most - 1)}${CUT}`;
  return cutAtWord(`${begin}${end}`, LONGEST);
}

const lengthOf = (text: string): number => Array.from(text).length;
