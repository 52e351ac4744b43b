/** Markdown: headings, emphasis, lists and links around the words. */
import { Lexer, type Token } from 'marked';
import { Changes } from '../changes.ts';
import { linesOf } from '../line-breaks.ts';
import type { Line, Lines } from '../song.ts';

const HEADING = /^ {0,3}#{1,6}(?:\s|$)/;
const UNDERLINE = /^ {0,3}(?:=+|-{3,})\s*$/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const FENCE = /^ {0,3}(?:```|~~~)/;
/** Of a quotation, or of an item of a list. */
const PREFIX = /^ {0,3}(?:>\s?)+|^\s*[-*+]\s+|^ {0,3}\d{1,3}[.)]\s+(?=\S)/;
const STRONG = /\*\*\S(?:[^*\n]*\S)?\*\*|__\S(?:[^_\n]*\S)?__/;
const LINK = /!?\[[^\]\n]*\]\([^)\s]+\)/;
/** What a line must have for something to be taken out within it. */
const INLINE = /[*_`~[\]<\\&]/;
/** Longer lines are nobody's markup, and to look for it would take long. */
const LONGEST = 10_000;

export function isMarkdown(lines: readonly Line[]): boolean {
  const isFront = lines[0]?.text.trim() === '---' && frontEnd(lines) > 0;
  return (
    isFront ||
    lines.some(({ text }) => /^ {0,3}#{1,6}\s+\S/.test(text)) ||
    lines.some(({ text }) => text.length < LONGEST && (STRONG.test(text) || LINK.test(text)))
  );
}

/** @returns the words; a heading, which nobody sings, is left out like a blank line */
export function readMarkdown(text: string): Lines {
  const changes = new Changes();
  const all = linesOf(text);
  const front = all[0]?.text.trim() === '---' ? frontEnd(all) : 0;
  for (const [index, line] of all.entries()) {
    const isOver = UNDERLINE.test(all[index + 1]?.text ?? '') && line.text.trim() !== '';
    const isUnder = UNDERLINE.test(line.text) && (all[index - 1]?.text.trim() ?? '') !== '';
    if (index < front || FENCE.test(line.text)) changes.drop(line, 'markup');
    else if (HEADING.test(line.text) || isOver || isUnder || RULE.test(line.text)) {
      changes.keep({ ...changes.become(line, 'markup', ''), text: '' });
    } else {
      const plain = changes.strip(line, 'markup', PREFIX);
      const words =
        INLINE.test(plain.text) && plain.text.length < LONGEST ? wordsOf(plain.text) : plain.text;
      changes.keep(words === plain.text ? plain : changes.become(plain, 'markup', words));
    }
  }
  return changes.end();
}

function frontEnd(lines: readonly Line[]): number {
  const MOST = 60;
  const end = lines.slice(1, MOST).findIndex(({ text }) => text.trim() === '---');
  const says = lines
    .slice(1, end + 1)
    .every(({ text }) => /^\s*$|^[\w-]+\s*:|^\s+|^-\s/.test(text));
  return end >= 0 && says ? end + 2 : 0;
}

const wordsOf = (line: string): string =>
  Lexer.lexInline(line)
    .map((token) => textOf(token))
    .join('');

function textOf(token: Token): string {
  if (token.type === 'image' || token.type === 'html') return '';
  if (token.type === 'br') return '\n';
  const inner = 'tokens' in token && token.tokens ? token.tokens.map(textOf).join('') : undefined;
  return inner ?? ('text' in token ? String(token.text) : token.raw);
}
