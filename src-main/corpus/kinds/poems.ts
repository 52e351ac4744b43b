/** JSON as collections of poems have it: objects with `paragraphs`, of which each is a poem; in one array, or an object a line. */
import { SONG_END, type Line, type Read, type Titles } from '../song.ts';
import { parseJson } from './json-values.ts';
import { isLrc, readLrc } from './lrc.ts';

/** Names under which the lines of a poem stand, in collections and what players get from their services. */
const LINES = [
  ...['paragraphs', 'para', 'content', 'contents', 'lines', 'lyrics', 'lyric', 'verses', 'verse'],
  ...[
    'plainLyrics',
    'syncedLyrics',
    'stanzas',
    'words',
    'text',
    'body',
    '正文',
    '内容',
    '內容',
    '歌词',
    '歌詞',
    '诗句',
  ],
] as const;
/** Deeper than any collection is, so that none can be too deep. */
const DEEPEST = 20;

/** And under which its title stands; of a ci, the tune that it is sung to. */
const TITLES = [
  ...['title', 'rhythmic', 'chapter', 'name', 'song'],
  ...['标题', '標題', '题目', '題目', '歌名', '曲名'],
] as const;

/** A poem, or a song with the times of its lines. */
interface Poem {
  readonly title: string | undefined;
  readonly lines: readonly Omit<Line, 'at'>[];
}

/** @returns undefined when it is no JSON; no poem where it has no words under a name that tells them */
export function parsePoems(text: string): readonly Poem[] | undefined {
  const parsed = parseJson(text);
  return parsed?.values.flatMap((value) => poemsIn(value, 0));
}

/** @returns whether it has words, and the lines of what was lost of it */
export function lookIntoPoems(text: string): {
  hasWords: boolean;
  damagedLines: readonly number[];
} {
  const { values = [], damagedLines = [] } = parseJson(text) ?? {};
  const poems = values.flatMap((value) => poemsIn(value, 0));
  return {
    hasWords: poems.some(({ lines }) => lines.some((line) => line.text.trim() !== '')),
    damagedLines,
  };
}

/** Its lines have the numbers that they would have one below the other: a place in the JSON says nothing to anybody. */
export function readPoems(text: string, wanted: Titles): Read {
  const poems = parsePoems(text) ?? [];
  const texts = poems.flatMap(({ title, lines }, index) => [
    ...(index === 0 ? [] : [{ text: SONG_END }]),
    ...(wanted === 'kept' && title !== undefined ? [{ text: title }] : []),
    ...lines,
  ]);
  const lines = texts.map((line, index): Line => ({ ...line, at: index + 1 }));
  const BEGINNING = 200;
  const before = text.slice(0, BEGINNING);
  // What is around the words, titles and authors among it, as one change for each poem.
  return {
    lines,
    titles: poems.map(({ title }) => title),
    changes: [{ step: 'markup', at: 1, before, after: null, count: Math.max(1, poems.length) }],
  };
}

function poemsIn(value: unknown, depth: number): Poem[] {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const isText = value.length > 0 && value.every((line) => typeof line === 'string');
    if (isText) return depth === 0 ? [poemOf(linesIn(value, 0), undefined)] : [];
    return value.flatMap((one: unknown) => poemsIn(one, depth + 1));
  }
  const object = value as Readonly<Record<string, unknown>>;
  const song = songIn(object);
  if (song) return [song];
  for (const name of LINES) {
    const lines = Object.hasOwn(object, name) ? linesIn(object[name], 0) : [];
    if (lines.some((line) => line.trim() !== '')) return [poemOf(lines, titleOf(object))];
  }
  return Object.values(object).flatMap((one) => poemsIn(one, depth + 1));
}

/** @returns what NetEase's service answers: a song, and its translation under the same times */
function songIn(object: Readonly<Record<string, unknown>>): Poem | undefined {
  const lyricIn = (name: string): string => {
    const value = (object[name] as { lyric?: unknown } | null | undefined)?.lyric;
    return typeof value === 'string' ? value : '';
  };
  const lyric = lyricIn('lrc');
  if (lyric.trim() === '') return undefined;
  return poemOf(`${lyric}\n${lyricIn('tlyric')}`.split(/\r\n|\r|\n/), titleOf(object));
}

function titleOf(object: Readonly<Record<string, unknown>>): string | undefined {
  const titles = TITLES.map((name) => (Object.hasOwn(object, name) ? object[name] : undefined));
  const title = titles.find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof title === 'string' ? title.trim().replace(/\s+/g, ' ') : undefined;
}

/** Lines of a poem may have the times of a song. */
function poemOf(texts: readonly string[], title: string | undefined): Poem {
  const lines = texts.map((text, index): Line => ({ at: index + 1, text }));
  return { title, lines: isLrc(lines) ? readLrc(texts.join('\n')).lines : lines };
}

/** Lines, in stanzas or not, with a blank one between two stanzas. */
function linesIn(value: unknown, depth: number): string[] {
  if (typeof value === 'string')
    return value.trim() === '' ? [] : unpacked(value).split(/\r\n|\r|\n/);
  if (!Array.isArray(value) || depth > DEEPEST) return [];
  return value.flatMap((one: unknown, index) => {
    if (typeof one === 'string') return one.split(/\r\n|\r|\n/);
    const line = lineOf(one);
    if (line !== undefined) return [line];
    const stanza = linesIn(one, depth + 1);
    return index > 0 && stanza.length > 0 ? ['', ...stanza] : stanza;
  });
}

/** @returns what a line says that is an object of its own, with its time or its author beside it */
function lineOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { words, text, line } = value as Readonly<Record<string, unknown>>;
  const said = [words, text, line].find((one) => typeof one === 'string');
  return typeof said === 'string' && !said.includes('\n') ? said : undefined;
}

const BASE_64 = /^(?:[A-Za-z\d+/]{4}){6,}(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/** @returns a text that a service has put into base 64 */
function unpacked(text: string): string {
  if (text.length > LONGEST_PACKED || !BASE_64.test(text)) return text;
  const said = Buffer.from(text, 'base64').toString();
  return said.includes('\ufffd') ? text : said;
}
const LONGEST_PACKED = 200_000;
