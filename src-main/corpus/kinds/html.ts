/** HTML: the words of a page, a line where a browser begins one. */
import { Parser } from 'htmlparser2';
import { Changes } from '../changes.ts';
import type { Lines } from '../song.ts';

/** What is not shown as words. */
const UNSEEN = new Set(
  'script style head title template noscript svg math select textarea button iframe object audio video canvas rt rp nav footer'.split(
    ' ',
  ),
);
const BLOCKS = new Set(
  'address article aside blockquote dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody thead tfoot tr ul body html'.split(
    ' ',
  ),
);
/** Between which a page leaves room. */
const PARAGRAPHS = new Set('p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 hr'.split(' '));

const BEGINS = /^\s*(?:<!doctype\s+html|<html[\s>]|<\?xml[^>]*>\s*<(?:!doctype\s+)?html)/i;
const TAG = /<\/?(?:p|br|div|span|body|table|li|ul|h[1-6]|b|i|a|font)(?:\s[^<>]*)?\/?>/gi;

export function isHtml(text: string): boolean {
  const BEGINNING = 20_000;
  const SOME = 3;
  return BEGINS.test(text) || (text.slice(0, BEGINNING).match(TAG)?.length ?? 0) >= SOME;
}

/** Its lines have the numbers that they have one below the other; each tag counts as markup. */
export function readHtml(text: string): Lines {
  const lines: string[] = [];
  let [line, unseen, tags, inPre] = ['', 0, 0, 0];
  /** @param blanks that have to stand before what follows */
  const endLine = (): void => {
    lines.push(line.replace(/[^\S\u3000\u00a0]+/g, ' ').trim());
    line = '';
  };
  const parser = new Parser(
    {
      onopentag(name) {
        tags += 1;
        if (UNSEEN.has(name)) unseen += 1;
        if (name === 'pre') inPre += 1;
        if (name === 'br') endLine();
        else if (BLOCKS.has(name) && line.trim() !== '') endLine();
      },
      onclosetag(name, isImplied) {
        if (!isImplied) tags += 1;
        if (UNSEEN.has(name)) unseen -= 1;
        if (name === 'pre') inPre -= 1;
        if (BLOCKS.has(name) && line.trim() !== '') endLine();
        if (PARAGRAPHS.has(name) && lines.at(-1) !== '') lines.push('');
      },
      ontext(data) {
        if (unseen > 0) return;
        if (inPre === 0) line += data.replace(/[\n\r\t\f]+/g, ' ');
        else
          for (const [index, part] of data.split(/\r\n|\r|\n/).entries()) {
            if (index > 0) endLine();
            line += part;
          }
      },
    },
    { decodeEntities: true },
  );
  parser.end(text);
  if (line.trim() !== '') endLine();
  while (lines.at(-1) === '') lines.pop();
  const changes = new Changes();
  for (const [index, words] of lines.entries()) changes.keep({ at: index + 1, text: words });
  if (tags > 0) changes.drop({ at: 1, text: text.slice(0, 200) }, 'markup', tags);
  return changes.end();
}
