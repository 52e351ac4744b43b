/** How wide text stands in a terminal, where a Chinese character takes two columns. */

/** East Asian wide and full-width characters, and emoji. */
const WIDE =
  /[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /[\p{M}\p{Cf}\p{Cc}]/u;
/** No line begins with these. */
const CLOSING = '，。、；：？！）》〉」』】”’…';

/** @returns columns */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** @returns as much of the beginning of a text as fits into so many columns */
export function cutToWidth(text: string, columns: number): string {
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += widthOf(character);
    if (width > columns) break;
    kept += character;
  }
  return kept;
}

/** @returns a text with spaces after it, so that it takes at least so many columns */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)));
}

/** Breaks lines that are longer than so many columns: at spaces, and between wide characters. */
export function wrapToWidth(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, columns))
    .join('\n');
}

function wrapLine(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line !== '' && displayWidth((line + piece).trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line];
}

/** What must not be broken: words with the space before them, and wide characters with what closes after them. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const character of text) {
    const last = found.at(-1);
    const begins =
      last === undefined ||
      /^\s/u.test(character) ||
      (!CLOSING.includes(character) && (WIDE.test(character) || WIDE.test(last.at(-1) ?? '')));
    if (begins && !/^\s+$/u.test(last ?? '')) found.push(character);
    else found[found.length - 1] += character;
  }
  return found;
}

const widthOf = (character: string): number =>
  NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
