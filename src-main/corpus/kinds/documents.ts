/**
 * Word and OpenDocument files: their paragraphs, one below the other. (The library for Word unpacks a file whatever comes out of it,
 * and its plain text loses the breaks within a paragraph, which are the lines of a song.)
 */
import { headingStyles, type HeadingStyles } from './heading-styles.ts';
import { readTags } from './tags.ts';

/** What elements are to the words, by their names; the prefix is that of `namespaces`, whatever the file calls it. */
interface Vocabulary {
  readonly namespaces: readonly (readonly [prefix: string, uri: RegExp])[];
  /** Outside of it is nothing that is read. */
  readonly body: string;
  readonly paragraph: ReadonlySet<string>;
  readonly break: ReadonlySet<string>;
  readonly space: ReadonlySet<string>;
  /** With what is in them: notes, what was deleted, what is there a second time for older programs. */
  readonly unseen: ReadonlySet<string>;
  /** Alone has text; absent where all elements have. */
  readonly texts?: ReadonlySet<string>;
  /** A paragraph that is a heading, whatever its style. */
  readonly heading?: string;
}

/** The words of a document, and which of its lines are headings by their style. */
export interface DocumentText {
  /** A line for each paragraph and each break. */
  readonly text: string;
  /** By the number of a line, from 1: how deep its heading is. 0 is the title of the whole. */
  readonly headings: ReadonlyMap<number, number>;
}

const word: Vocabulary = {
  namespaces: [
    // Of today, as the standard has it strictly, and of Word 2003.
    ['w', /\/wordprocessingml\/(?:2006\/)?main$|\/office\/word\/2003\/wordml$/],
    ['mc', /\/markup-compatibility\/2006$/],
  ],
  body: 'w:body',
  paragraph: new Set(['w:p']),
  break: new Set(['w:br', 'w:cr']),
  space: new Set(['w:tab', 'w:ptab']),
  unseen: new Set(['w:del', 'w:moveFrom', 'mc:Fallback', 'w:pPr', 'w:rPr', 'w:tblPr', 'w:rt']),
  texts: new Set(['w:t']),
};
const openDocument: Vocabulary = {
  namespaces: [
    ['office', /:xmlns:office:1\.0$/],
    ['text', /:xmlns:text:1\.0$/],
    ['svg', /:xmlns:svg-compatible:1\.0$/],
  ],
  body: 'office:text',
  paragraph: new Set(['text:p', 'text:h']),
  break: new Set(['text:line-break']),
  space: new Set(['text:s', 'text:tab']),
  heading: 'text:h',
  unseen: new Set([
    ...['office:annotation', 'text:note', 'text:tracked-changes', 'text:ruby-text'],
    ...['svg:title', 'svg:desc', 'text:hidden-text', 'office:forms', 'office:binary-data'],
  ]),
};

/** @param xml `word/document.xml`. @param styles `word/styles.xml`, which says what styles are called */
export const readDocx = (xml: string, styles = ''): DocumentText =>
  wordsOf(xml, word, headingStyles(styles));

/** @param xml `content.xml` */
export const readOdt = (xml: string): DocumentText =>
  wordsOf(xml, openDocument, headingStyles(headOf(xml)));

const FLAT =
  /^\s*<\?xml[^>]*>(?:\s|<\?[^>]*>|<!--.{0,2000}?-->)*<([\w.-]+:)?(document|wordDocument|package)\s/s;

/** @returns the text of a document that is one file of XML: flat OpenDocument, or Word's own */
export function readFlat(
  text: string,
): (DocumentText & { readonly kind: 'docx' | 'odt' }) | undefined {
  const beginning = text.slice(0, 20_000);
  if (!FLAT.test(beginning)) return undefined;
  if (/urn:oasis:names:tc:opendocument:xmlns:office/.test(beginning))
    return { kind: 'odt', ...readOdt(text) };
  if (/office\/word\/2003\/wordml|office\/2006\/xmlPackage/.test(beginning))
    return { kind: 'docx', ...readDocx(text, headOf(text)) };
  return undefined;
}

/** @returns what stands before the words: the styles, where they are in the same file */
const headOf = (xml: string): string =>
  xml.slice(0, Math.max(0, xml.search(/<(?:[\w.-]+:)?body[\s>]/)));

const MOST_SPACES = 100;
/** Paragraphs in text boxes in paragraphs …: deeper than anybody puts them. */
const DEEPEST = 50;

function wordsOf(xml: string, vocabulary: Vocabulary, styles: HeadingStyles): DocumentText {
  const names = new Names(vocabulary);
  const page = new Page();
  /** The open elements in which nothing is seen, and texts and bodies that are open. */
  let [hidden, texts, bodies] = [0, 0, 0];
  /** The properties of a paragraph tell that its end was deleted, those of a run that it is hidden. */
  let [isJoined, isRunHidden] = [false, false];
  readTags(xml, true, {
    open(rawName, attributes, isEmpty) {
      const name = names.opened(rawName, attributes);
      if (name === 'w:r') isRunHidden = false;
      if (name === 'w:vanish' && isOn(attributes)) isRunHidden = true;
      if (name === 'w:del' && isEmpty && hidden > 1) isJoined = true;
      // In the properties of a paragraph, and not in those that it had before a change.
      if (name === 'w:pStyle' && hidden === 1) page.heading = styles.ofStyle(valueOf(attributes));
      if (name === 'w:outlineLvl' && hidden === 1)
        page.heading ??= styles.ofOutline(valueOf(attributes));
      if (isEmpty && !vocabulary.paragraph.has(name)) {
        if (hidden === 0 && bodies > 0 && !isRunHidden) insert(name, attributes);
        return;
      }
      if (vocabulary.unseen.has(name)) hidden += 1;
      if (name === vocabulary.body) bodies += 1;
      if (vocabulary.texts?.has(name)) texts += 1;
      if (hidden > 0 || bodies === 0) return;
      if (vocabulary.paragraph.has(name)) {
        [isJoined, isRunHidden] = [false, false];
        page.begin();
        if (vocabulary.heading) page.heading = styles.ofParagraph(name, attributes);
        if (isEmpty) page.end(false);
      } else insert(name, attributes);
    },
    close(rawName) {
      const name = names.of(rawName);
      if (vocabulary.unseen.has(name)) hidden = Math.max(0, hidden - 1);
      if (vocabulary.texts?.has(name)) texts -= 1;
      if (name === 'w:r') isRunHidden = false;
      if (vocabulary.paragraph.has(name) && hidden === 0 && bodies > 0) {
        page.end(isJoined);
        isJoined = false;
      }
      if (name === vocabulary.body) bodies -= 1;
    },
    text(data) {
      if (hidden > 0 || bodies === 0 || isRunHidden) return;
      if (vocabulary.texts) {
        if (texts > 0) page.write(data.replace(/[\n\r\t]+/g, ' '));
      } else page.write(data.replace(/[\n\r\t ]+/g, ' '));
    },
  });
  return page.whole();

  function insert(name: string, attributes: ReadonlyMap<string, string>): void {
    if (vocabulary.break.has(name)) page.write('\n');
    else if (name === 'w:noBreakHyphen') page.write('-');
    else if (vocabulary.space.has(name)) {
      const count = Number([...attributes].find(([key]) => /(?:^|:)c$/.test(key))?.[1]);
      page.write(' '.repeat(Math.min(count || 1, MOST_SPACES)));
    }
  }
}

const valueOf = (attributes: ReadonlyMap<string, string>): string | undefined =>
  [...attributes].find(([key]) => /(?:^|:)val$/.test(key))?.[1];

const isOn = (attributes: ReadonlyMap<string, string>): boolean =>
  !/^(?:0|false|off)$/.test(valueOf(attributes) ?? '');

/** The names that a file gives to elements as those of a vocabulary: its prefixes are its own. */
class Names {
  readonly #vocabulary: Vocabulary;
  /** By the prefix in the file; an element without one has ''. */
  readonly #prefixes = new Map<string, string>();
  readonly #known = new Map<string, string>();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    for (const [prefix] of vocabulary.namespaces) this.#prefixes.set(prefix, prefix);
  }

  opened(name: string, attributes: ReadonlyMap<string, string>): string {
    for (const [key, uri] of attributes) {
      if (!key.startsWith('xmlns')) continue;
      const prefix = key.slice('xmlns:'.length);
      const own = this.#vocabulary.namespaces.find(([, pattern]) => pattern.test(uri))?.[0];
      if (own === this.#prefixes.get(prefix)) continue;
      if (own === undefined) this.#prefixes.delete(prefix);
      else this.#prefixes.set(prefix, own);
      this.#known.clear();
    }
    return this.of(name);
  }

  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const at = name.indexOf(':');
    const prefix = this.#prefixes.get(at < 0 ? '' : name.slice(0, at));
    const own = prefix === undefined ? '' : `${prefix}:${name.slice(at + 1)}`;
    const MOST = 10_000;
    if (this.#known.size < MOST) this.#known.set(name, own);
    return own;
  }
}

/** A line of a page, and how deep its heading is. */
interface PageLine {
  readonly words: string;
  readonly heading: number | undefined;
}

/** Paragraphs; those in a box within another come after that one. */
class Page {
  readonly #done: PageLine[] = [];
  readonly #open: { words: string[]; within: PageLine[]; heading: number | undefined }[] = [];
  #joined = '';

  begin(): void {
    if (this.#open.length < DEEPEST) this.#open.push({ words: [], within: [], heading: undefined });
  }

  write(words: string): void {
    this.#open.at(-1)?.words.push(words);
  }

  /** Of the paragraph that is open. */
  get heading(): number | undefined {
    return this.#open.at(-1)?.heading;
  }

  set heading(depth: number | undefined) {
    const paragraph = this.#open.at(-1);
    if (paragraph) paragraph.heading = depth;
  }

  /** @param isJoined whether the next paragraph goes on in the same line */
  end(isJoined: boolean): void {
    const paragraph = this.#open.pop();
    if (!paragraph) return;
    const words = this.#joined + paragraph.words.join('');
    this.#joined = isJoined ? words : '';
    // A paragraph that only holds a box is no line.
    const isLine = !isJoined && (words.trim() !== '' || paragraph.within.length === 0);
    const own = isLine ? [{ words, heading: paragraph.heading }] : [];
    const outer = this.#open.at(-1);
    for (const line of [...own, ...paragraph.within]) (outer?.within ?? this.#done).push(line);
  }

  whole(): DocumentText {
    if (this.#joined !== '') this.#done.push({ words: this.#joined, heading: undefined });
    const headings = new Map<number, number>();
    let at = 1;
    for (const { words, heading } of this.#done) {
      if (heading !== undefined && words.trim() !== '') headings.set(at, heading);
      at += words.split('\n').length;
    }
    return { text: this.#done.map(({ words }) => `${words}\n`).join(''), headings };
  }
}
