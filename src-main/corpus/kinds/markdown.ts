/** Markdown: headings, emphasis, lists and links around the words. */
import { decodeHTML } from 'entities';
import { Lexer, type Token } from 'marked';
import { Changes } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines, Titles } from '../song.ts';

const HEADING = /^ {0,3}#{1,6}(?:\s|$)/;
const UNDERLINE = /^ {0,3}(?:={2,}|-{2,})\s*$/;
const RULE = /^ {0,3}(?=(?:[*_-][ \t]*){3})(?:[* \t]+|[- \t]+|[_ \t]+)$/;
const FENCE = /^ {0,3}(?:```|~~~)/;
/** Where links go, told apart from them. */
const REFERENCE = /^ {0,3}\[[^\][]{1,200}\]:\s*\S+\s*(?:["'(].{0,200})?$/;
/** Between the head of a table and its rows. */
const TABLE_RULE =
  /^\s{0,9}(?:\|\s{0,9})?:?-{2,99}:?\s{0,9}(?:\|\s{0,9}:?-{2,99}:?\s{0,9}){1,50}\|?\s{0,9}$|^\s{0,9}\|\s{0,9}:?-{2,99}:?\s{0,9}\|\s{0,9}$/;
/** Of a quotation, or of an item of a list, with what ticks it off. */
const PREFIX =
  /^ {0,3}(?:>\s?){1,20}|^\s{0,40}[-*+]\s+(?:\[[ xX]\]\s+)?(?=\S)|^ {0,3}\d{1,3}[.)]\s+(?=\S)/;
/** Two stars within a word are what somebody did not want to write out. */
const STRONG = /(?<![A-Za-z*_])(?:\*\*\S(?:[^*\n]*\S)?\*\*|__\S(?:[^_\n]*\S)?__)(?![A-Za-z*_])/;
const LINK = /!?\[[^[\]\n]{0,300}\]\([^)\s]+\)/;
/** What a line must have for something to be taken out within it. */
const INLINE = /[*_`~[\]<\\&]/;
/** Stars that stand for letters. */
const UNSAID = /(?<=[A-Za-z])\*+(?=[A-Za-z])/g;
const REFERRED = /\[([^[\]]{1,300})\] ?\[[^[\]]{0,100}\]/g;
/** In place of a break within a line, until the lines are told apart. */
const INNER_BREAK = '\v';
/** A longer paragraph is read line by line, and a longer line has nobody's markup: to look for it would take long. */
const LONGEST = 2000;
/** Of these characters a paragraph has a few; the time that it takes grows with their square. */
const MOST_MARKS = 400;

/** Whether it is so by its head, whatever HTML it has within. */
export const beginsAsMarkdown = (lines: readonly Line[]): boolean =>
  /^ {0,3}#{1,6}\s+\S/.test(lines.find(({ text }) => text.trim() !== '')?.text ?? '') ||
  (lines[0]?.text.trim() === '---' && frontEnd(lines) > 0);

export function isMarkdown(lines: readonly Line[]): boolean {
  const isFront = lines[0]?.text.trim() === '---' && frontEnd(lines) > 0;
  return (
    isFront ||
    lines.some(({ text }) => /^ {0,3}#{1,6}\s+\S/.test(text)) ||
    lines.some(({ text }) => text.length < LONGEST && (STRONG.test(text) || LINK.test(text)))
  );
}

/** @returns the words; a heading, which nobody sings, is left out like a blank line unless titles are kept */
export function readMarkdown(text: string, titles: Titles): Lines {
  const changes = new Changes();
  const all = linesOf(text);
  const front = all[0]?.text.trim() === '---' ? frontEnd(all) : 0;
  const isTable = all.some((line) => TABLE_RULE.test(line.text));
  let paragraph: Line[] = [];
  const endParagraph = (): void => {
    for (const line of withoutInline(paragraph, changes)) changes.keep(line);
    paragraph = [];
  };
  for (const [index, line] of all.entries()) {
    const textAt = (at: number): string => all[at]?.text ?? '';
    const isDropped =
      index < front ||
      FENCE.test(line.text) ||
      REFERENCE.test(line.text) ||
      TABLE_RULE.test(line.text);
    const isBlank = line.text.trim() === '';
    const isHeading =
      HEADING.test(line.text) ||
      RULE.test(line.text) ||
      isUnderlined(textAt(index - 1), line.text, textAt(index + 1)) ||
      (UNDERLINE.test(line.text) && textAt(index - 1).trim() !== '');
    if (isDropped || isBlank || isHeading) endParagraph();
    if (isDropped) changes.drop(line, 'markup');
    else if (isBlank) changes.keep(line);
    else if (isHeading && titles === 'kept' && isTitle(line.text)) {
      const title = changes.become(line, 'markup', titleIn(line.text));
      paragraph.push({ ...title, heading: depthOf(line.text, textAt(index + 1)) });
      endParagraph();
    } else if (titles === 'kept' && UNDERLINE.test(line.text) && isTitle(textAt(index - 1)))
      changes.drop(line, 'markup');
    else if (isHeading) changes.keep(changes.become(line, 'markup', ''));
    else
      for (const row of isTable ? cellsOf(line, changes) : [line])
        paragraph.push(changes.strip(row, 'markup', PREFIX));
  }
  endParagraph();
  return changes.end();
}

/** Whether a line says something, and is not what is drawn below a heading. */
const isTitle = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** @param below the line under it, which may underline it */
const depthOf = (text: string, below: string): number =>
  HEADING.test(text) ? /#+/.exec(text)![0].length : below.includes('=') ? 1 : 2;

/** @returns a heading without its number signs */
const titleIn = (text: string): string =>
  HEADING.test(text)
    ? text
        .replace(/^ {0,3}#{1,6}/, '')
        .trim()
        .replace(/(?<=\s)#{1,9}$/, '')
        .trim()
    : text.trim();

/** Whether a line is a heading by the line below it: dashes below several lines are a rule, which people draw after a stanza. */
const isUnderlined = (before: string, line: string, after: string): boolean =>
  UNDERLINE.test(after) && line.trim() !== '' && (after.includes('=') || before.trim() === '');

/** @returns the cells of a row, each a line */
function cellsOf(line: Line, changes: Changes): Line[] {
  if (!/^\s*\|.*\|\s*$/.test(line.text)) return [line];
  const cells = line.text.trim().slice(1, -1).split('|');
  const row = changes.become(line, 'markup', cells.map((cell) => cell.trim()).join(' '));
  return cells.map((cell) => ({ ...row, text: cell.trim() }));
}

function frontEnd(lines: readonly Line[]): number {
  const MOST = 60;
  const end = lines.slice(1, MOST).findIndex(({ text }) => /^(?:---|\.\.\.)\s*$/.test(text));
  const says = lines.slice(1, end + 1);
  const isFront =
    says.every(({ text }) => /^\s*$|^[\w-]+\s*:|^\s+|^-\s|^#/.test(text)) &&
    says.some(({ text }) => /^[\w-]+\s*:/.test(text));
  return end >= 0 && isFront ? end + 2 : 0;
}

/** Emphasis may begin in one line and end in another. @returns as many lines */
function withoutInline(lines: readonly Line[], changes: Changes): readonly Line[] {
  const whole = lines.map(({ text }) => text.replace(/(?<=\S) {2,}$|\\$/, '')).join('\n');
  const escaped = whole.replace(UNSAID, (stars) => stars.replaceAll('*', '\\*'));
  const isShort =
    whole.length <= LONGEST && (whole.match(/[*_~[\]<`]/g)?.length ?? 0) <= MOST_MARKS;
  if (!isShort && lines.length > 1) return lines.flatMap((line) => withoutInline([line], changes));
  const parts =
    isShort && INLINE.test(whole)
      ? wordsOf(escaped.replace(REFERRED, '$1')).split('\n')
      : whole.split('\n');
  if (parts.length !== lines.length)
    return lines.length > 1 ? lines.flatMap((line) => withoutInline([line], changes)) : lines;
  return lines.flatMap((line, index) => {
    const words = parts[index]!;
    if (words === line.text) return [line];
    const changed = changes.become(line, 'markup', words.replaceAll(INNER_BREAK, ' '));
    return words.split(INNER_BREAK).map((text) => ({ ...changed, text }));
  });
}

const wordsOf = (text: string): string =>
  Lexer.lexInline(text)
    .map((token) => textOf(token))
    .join('');

function textOf(token: Token): string {
  if (token.type === 'image') return '';
  if (token.type === 'html' && /^<br\b/i.test(token.raw)) return INNER_BREAK;
  if (token.type === 'html') return token.raw.replace(/[^\n]/g, '');
  if (token.type === 'br') return '\n';
  const inner = 'tokens' in token && token.tokens ? token.tokens.map(textOf).join('') : undefined;
  // One wave each side is how a voice is drawn out, and two are a line through.
  if (token.type === 'del' && !token.raw.startsWith('~~')) return `~${inner ?? ''}~`;
  const text = inner ?? ('text' in token ? String(token.text) : token.raw);
  return token.type === 'text' && inner === undefined ? decodeHTML(text) : text;
}
