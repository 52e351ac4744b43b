/** HTML: the words of a page, a line where a browser begins one. */
import { Changes } from '../changes.ts';
import type { Lines, Titles } from '../song.ts';
import { readTags } from './tags.ts';

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** What is not shown as words. */
const UNSEEN = setOf(
  'script style head title template noscript svg math select textarea button iframe object audio video canvas rt rp',
);
/** What is on a page beside its words; it counts where there would be no words else. */
const BESIDE = setOf('nav footer');
const HEADINGS = setOf('h1 h2 h3 h4 h5 h6');
const BLOCKS = setOf(
  'address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody td tfoot th thead tr ul body html head',
);
/** Between which a page leaves room. */
const PARAGRAPHS = setOf('p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 hr');
const VOID = setOf('area base br col embed hr img input link meta param source track wbr');

const BEGINS =
  /^\s*(?:<!--[^]{0,5000}?-->\s*)*(?:<!doctype\s+html|<html[\s>]|<\?xml[^>]*>\s*(?:<!doctype\s+html|<html))/i;
/** Once is enough: no song says it. */
const BREAK = /<(?:br|p|div|\/p|\/div|li|td)(?:\s[^<>]{0,2000})?\/?>/i;
const PAIR =
  /<(b|i|u|em|strong|span|a|font|ruby|center|h[1-6]|ul|ol|table|body|pre)(?:\s[^<>]{0,2000})?>[^<>]{0,2000}<\/?[a-z]/i;

/** Whether it says itself that it is a page, whatever is on it. */
export const isPage = (text: string): boolean => BEGINS.test(text);

export const isHtml = (text: string): boolean =>
  isPage(text) || BREAK.test(text) || PAIR.test(text);

/** Its lines have the numbers that they have one below the other; each tag counts as markup. */
export function readHtml(text: string, titles: Titles): Lines {
  const newlines = newlinesAreLines(text);
  const headings = titles === 'dropped' ? HEADINGS : [];
  let page = wordsOf(text, new Set([...UNSEEN, ...BESIDE, ...headings]), newlines);
  // A page that is nothing but headings is a song in large letters.
  if (/<(?:h[1-6]|nav|footer)[\s>]/i.test(text)) {
    const all = wordsOf(text, UNSEEN, newlines);
    if (page.words * 2 < all.words) page = all;
  }
  const changes = new Changes();
  for (const [index, words] of page.lines.entries()) changes.keep({ at: index + 1, text: words });
  if (page.tags > 0) changes.drop({ at: 1, text: text.slice(0, 200) }, 'markup', page.tags);
  return changes.end();
}

/** Whether a text only has some tags within its lines, and is no page: there a line feed is more than a space. */
function newlinesAreLines(text: string): boolean {
  if (isPage(text)) return false;
  let [lines, ended] = [0, 0];
  let previousEnds = true;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const words = line.trim();
    if (words === '') continue;
    const begins =
      /^<\/?(?:br|p|div|li|ul|ol|table|tr|td|h[1-6]|pre|body|blockquote|dd|dt|dl)[\s/>]/i;
    if (lines > 0 && (previousEnds || begins.test(words))) ended += 1;
    lines += 1;
    const last = words.slice(Math.max(words.lastIndexOf('<'), 0));
    previousEnds = words.endsWith('>') && begins.test(last);
  }
  return lines > 1 && ended * 2 < lines - 1;
}

interface Page {
  readonly lines: readonly string[];
  /** Lines that say something. */
  readonly words: number;
  readonly tags: number;
}

function wordsOf(text: string, unseen: ReadonlySet<string>, newlines: boolean): Page {
  const page = new Writer();
  let [tags, pre] = [0, 0];
  /** The element in which nothing is seen, and how often it is open within itself. */
  let [hiddenBy, depth] = ['', 0];
  readTags(text, false, {
    open(name, attributes) {
      tags += 1;
      if (depth > 0) {
        if (name === hiddenBy) depth += 1;
        else if (hiddenBy !== 'head' || name !== 'body') return;
        else depth = 0; // a head that is never closed ends there
        if (depth > 0) return;
      }
      if (name === 'br') page.endLine();
      else if (BLOCKS.has(name)) page.endWords();
      if (PARAGRAPHS.has(name)) page.beginParagraph();
      if (name === 'pre') pre += 1;
      if (!VOID.has(name) && (unseen.has(name) || isHidden(attributes)))
        [hiddenBy, depth] = [name, 1];
      else if (name === 'hr') page.endParagraph();
    },
    close(name) {
      tags += 1;
      if (depth > 0) {
        if (name === hiddenBy) depth -= 1;
        return;
      }
      if (name === 'br') page.endLine();
      if (name === 'pre') pre = Math.max(0, pre - 1);
      if (BLOCKS.has(name)) page.endWords();
      if (PARAGRAPHS.has(name)) page.endParagraph();
    },
    text(data) {
      if (depth > 0) return;
      if (pre === 0 && !newlines) return page.write(data);
      for (const [index, part] of data.split(/\r\n|\r|\n/).entries()) {
        if (index > 0) page.endLine(pre === 0);
        page.write(part);
      }
    },
  });
  return { ...page.end(), tags };
}

const isHidden = (attributes: ReadonlyMap<string, string>): boolean =>
  attributes.has('hidden') || /display\s*:\s*none/i.test(attributes.get('style') ?? '');

/** A gap between paragraphs, which is none where each line is a paragraph. */
const GAP = null;

/** Lines as they come about. */
class Writer {
  readonly #lines: (string | typeof GAP)[] = [];
  #parts: string[] = [];
  #hasWords = false;
  /** Whether the line before this one was ended by a tag, so that a line feed after it is nothing more. */
  #isFresh = true;
  /** Characters of spaces that a paragraph has and nothing else, as some pages leave a line blank. */
  #isSpaced = false;
  #isEmptyParagraph = false;

  write(data: string): void {
    this.#parts.push(data);
    if (data.trim() !== '') [this.#hasWords, this.#isEmptyParagraph] = [true, false];
    else if (data.includes('\u00a0')) this.#isSpaced = true;
  }

  /** @param isFeed whether it is a line feed, and no tag, that ends the line */
  endLine(isFeed = false): void {
    if (isFeed && this.#isFresh && !this.#hasWords) {
      this.#isFresh = false;
      this.#parts = [];
      return;
    }
    const line = this.#parts.join('').replace(/[^\S\u3000\u00a0]+/g, ' ');
    this.#lines.push(line.trim());
    [this.#parts, this.#hasWords, this.#isSpaced] = [[], false, false];
    [this.#isFresh, this.#isEmptyParagraph] = [!isFeed, false];
  }

  /** Ends the line where it says something. */
  endWords(): void {
    if (this.#hasWords) this.endLine();
    else this.#parts = [];
  }

  beginParagraph(): void {
    [this.#isEmptyParagraph, this.#isSpaced] = [true, false];
  }

  endParagraph(): void {
    if (this.#isEmptyParagraph && this.#isSpaced) this.#lines.push('');
    this.#lines.push(GAP);
    [this.#isEmptyParagraph, this.#isFresh] = [false, true];
  }

  end(): { lines: string[]; words: number } {
    this.endWords();
    const keepsGaps = this.#hasStanzas();
    const lines: string[] = [];
    let words = 0;
    for (const line of this.#lines) {
      if (line === GAP) {
        if (keepsGaps && lines.length > 0 && lines.at(-1) !== '') lines.push('');
        continue;
      }
      if (line !== '') words += 1;
      lines.push(line);
    }
    while (lines.at(-1) === '') lines.pop();
    return { lines, words };
  }

  /** Whether paragraphs hold several lines, mostly: else each is a line. */
  #hasStanzas(): boolean {
    let [single, several, run] = [0, 0, 0];
    for (const line of [...this.#lines, GAP]) {
      if (line !== GAP) {
        if (line !== '') run += 1;
        continue;
      }
      if (run === 1) single += 1;
      else if (run > 1) several += 1;
      run = 0;
    }
    return several > 0 && several * 4 >= single;
  }
}
