/** JSON as collections of poems have it: objects with `paragraphs`, of which each is a poem. */
import type { Line, Lines } from '../song.ts';
import { SONG_END } from '../song.ts';

/** Names under which the lines of a poem stand. */
const LINES = [
  'paragraphs',
  'content',
  'para',
  'lines',
  'lyrics',
  'lyric',
  'text',
  'body',
] as const;
/** Deeper than any collection is, so that none can be too deep. */
const DEEPEST = 20;

/** @returns undefined when it is no JSON, or JSON without words */
export function parsePoems(text: string): readonly (readonly string[])[] | undefined {
  if (!/^[\s\ufeff]*[[{]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const poems = poemsIn(value, 0);
  return poems.length > 0 ? poems : undefined;
}

/** Its lines have the numbers that they would have one below the other: a place in the JSON says nothing to anybody. */
export function readPoems(text: string): Lines {
  const poems = parsePoems(text) ?? [];
  const texts = poems.flatMap((poem, index) => (index === 0 ? poem : [SONG_END, ...poem]));
  const lines = texts.map((line, index): Line => ({ at: index + 1, text: line }));
  return { lines, changes: [] };
}

function poemsIn(value: unknown, depth: number): string[][] {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const isText = value.length > 0 && value.every((line) => typeof line === 'string');
    return isText && depth === 0
      ? [linesIn(value)]
      : value.flatMap((one: unknown) => poemsIn(one, depth + 1));
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name of LINES) {
    const lines = linesIn(object[name]);
    if (lines.length > 0) return [lines];
  }
  return Object.values(object).flatMap((one) => poemsIn(one, depth + 1));
}

/** Lines, in stanzas or not, with a blank one between two stanzas. */
function linesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : value.split(/\r\n|\r|\n/);
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown, index) => {
    if (typeof one === 'string') return one.split(/\r\n|\r|\n/);
    const stanza = linesIn(one);
    return index > 0 && stanza.length > 0 ? ['', ...stanza] : stanza;
  });
}
