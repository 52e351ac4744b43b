/**
 * Word and OpenDocument files: their paragraphs, one below the other. (The library for Word unpacks a file whatever comes out of it,
 * and its plain text loses the breaks within a paragraph, which are the lines of a song.)
 */
import { Parser } from 'htmlparser2';

/** Names of elements. */
interface Document {
  readonly paragraphs: ReadonlySet<string>;
  readonly breaks: ReadonlySet<string>;
  readonly spaces: ReadonlySet<string>;
  /** With what is in them: notes, what was deleted, what is there a second time for older programs. */
  readonly unseen: ReadonlySet<string>;
  /** Alone has text; absent where all elements have. */
  readonly texts?: ReadonlySet<string>;
}

const word: Document = {
  paragraphs: new Set(['w:p']),
  breaks: new Set(['w:br', 'w:cr']),
  spaces: new Set(['w:tab']),
  unseen: new Set(['w:del', 'w:moveFrom', 'mc:Fallback', 'w:pPr', 'w:rt']),
  texts: new Set(['w:t']),
};
const openDocument: Document = {
  paragraphs: new Set(['text:p', 'text:h']),
  breaks: new Set(['text:line-break']),
  spaces: new Set(['text:s', 'text:tab']),
  unseen: new Set(['office:annotation', 'text:note', 'text:tracked-changes', 'text:ruby-text']),
};

/** @param xml `word/document.xml`. @returns its text, a line for each paragraph and each break */
export const readDocx = (xml: string): string => wordsOf(xml, word);

/** @param xml `content.xml`. @returns as `readDocx` */
export const readOdt = (xml: string): string => wordsOf(xml, openDocument);

const MOST_SPACES = 100;

function wordsOf(xml: string, { paragraphs, breaks, spaces, unseen, texts }: Document): string {
  const pieces: string[] = [];
  let [hidden, inParagraph, inText] = [0, 0, 0];
  const parser = new Parser(
    {
      onopentag(name, { 'text:c': count }) {
        if (unseen.has(name)) hidden += 1;
        if (paragraphs.has(name)) inParagraph += 1;
        if (texts?.has(name)) inText += 1;
        if (hidden > 0) return;
        if (breaks.has(name)) pieces.push('\n');
        if (spaces.has(name)) pieces.push(' '.repeat(Math.min(Number(count) || 1, MOST_SPACES)));
      },
      onclosetag(name) {
        if (unseen.has(name)) hidden -= 1;
        if (texts?.has(name)) inText -= 1;
        if (!paragraphs.has(name)) return;
        inParagraph -= 1;
        if (hidden === 0) pieces.push('\n');
      },
      ontext(data) {
        const isShown = hidden === 0 && inParagraph > 0 && (!texts || inText > 0);
        if (isShown) pieces.push(data.replace(/[\n\r\t]+/g, ' '));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return pieces.join('');
}
