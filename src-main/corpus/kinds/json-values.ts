/** What a text says in JSON: one value, or one a line; also where it breaks off, as downloads do, and within a call or an assignment. */
import { linesOf } from '../line-breaks.ts';
import type { Line } from '../song.ts';

export interface JsonValues {
  /** Objects and arrays. */
  readonly values: readonly object[];
  /** The lines, from 1, of what was lost. */
  readonly damagedLines: readonly number[];
}

/** @returns undefined where it is no JSON */
export function parseJson(text: string): JsonValues | undefined {
  const bare = bareOf(text);
  if (bare === undefined) return undefined;
  const value = parse(bare);
  if (value !== undefined) return { values: [value], damagedLines: [] };
  return parseRows(text) ?? parseCut(bare);
}

/** One object a line, of which a download that broke off may have left the last in part. */
function parseRows(text: string): JsonValues | undefined {
  const rows = rowsOf(text);
  if (rows.length < 2 || parse(rows[0]!.text) === undefined) return undefined;
  const beginning = beginningOf(rows[0]!.text);
  const values: object[] = [];
  const damagedLines: number[] = [];
  for (const row of rows) {
    const value = parse(row.text);
    if (value !== undefined) values.push(value);
    // A second one that is none tells enough: to look at a million more takes long.
    else if (beginningOf(row.text) !== beginning || damagedLines.push(row.at) > 1) return undefined;
  }
  return { values, damagedLines };
}

const rowsOf = (text: string): Line[] =>
  linesOf(text.replace(/^\ufeff/, '')).filter((line) => line.text.trim() !== '');
const beginningOf = (row: string): string => row.trimStart().slice(0, 2);

/** @returns an object or an array; undefined for anything else */
function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const BEGINS = /^\s*[[{]/;
/** A time or a tag of LRC, which no JSON begins with: most texts that begin with a bracket are such lyrics, and need no parser to tell. */
const BEGINS_AS_LRC = /^\s*\[\s*(?:[-+]?\d{1,3}|[a-z]{1,10})\s?[:：]/i;
/** `callback({…})`, `var songs = […];` */
const AROUND = /^\s*(?:(?:var|let|const)\s+)?[\w.$]{1,60}\s*(?:=\s*|\(\s*)(?=[[{]\s*["[{])/;

/** @returns what may be JSON, without what a script has around it; undefined where it does not begin so */
function bareOf(text: string): string | undefined {
  const said = text.replace(/^\ufeff/, '');
  if (BEGINS.test(said)) return BEGINS_AS_LRC.test(said) ? undefined : said;
  const around = AROUND.exec(said.slice(0, 200))?.[0];
  return around && said.slice(around.length).replace(/[)\s;]+$/, '');
}

/** What stands between strings, also in part at the end of a text. */
const TOKEN = /\s+|[:,]|-?\d[\d.eE+-]*|true|false|null|(?:-|t|tr|tru|f|fa|fal|fals|n|nu|nul)$/y;
const CLOSES = { '[': ']', '{': '}' } as const;
/** Deeper than any collection is, so that none can be too deep. */
const DEEPEST = 1000;

const wrongAt = (faultAt: number): Scan => ({ candidates: [], faultAt, isCut: false });

interface Scan {
  /** The text as far as it is whole, with what closes it; commas before an end are left out. */
  readonly candidates: readonly string[];
  /** Where it ceases to be JSON; at the end of the text where it breaks off. */
  readonly faultAt: number;
  readonly isCut: boolean;
}

function scan(text: string): Scan {
  const open: ('[' | '{')[] = [];
  const closing = (): string =>
    open
      .toReversed()
      .map((one) => CLOSES[one])
      .join('');
  const parts: string[] = [];
  let [from, at, comma] = [0, 0, -1];
  /** Up to the last value that is whole. */
  let whole = '';
  let wholeLength = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const keep = (to: number): void => {
    if (to - wholeLength < 1) return;
    [whole, wholeLength] = [closing(), to];
  };
  while (at < text.length) {
    const character = text[at]!;
    if (character === '[' || character === '{') {
      if (open.push(character) > DEEPEST) return wrongAt(at);
      [comma, at] = [-1, at + 1];
    } else if (character === ']' || character === '}') {
      if (comma >= 0) {
        parts.push(text.slice(from, comma));
        from = comma + 1;
        comma = -1;
      }
      const last = open.pop();
      if (last === undefined || CLOSES[last] !== character) return wrongAt(at);
      at += 1;
      keep(at);
      if (open.length > 0) continue;
      if (text.slice(at).trim() !== '') return wrongAt(at);
      return { candidates: [parts.join('') + text.slice(from, at)], faultAt: at, isCut: false };
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return wrongAt(at);
      if (end > text.length) {
        const said = text.slice(from).replace(/\\(?:u[\da-fA-F]{0,3})?$/, '');
        return cut(`${said}"${closing()}`);
      }
      [comma, at] = [-1, end];
    } else {
      if (character === ',') {
        comma = at;
        keep(at);
      } else if (character.trim() !== '') comma = -1;
      if (!skip(TOKEN)) return wrongAt(at);
    }
  }
  return cut(text.slice(from) + closing());

  function cut(rest: string): Scan {
    const before = parts.join('');
    const certain = before + text.slice(from, Math.max(from, wholeLength)) + whole;
    return { candidates: [before + rest, certain], faultAt: text.length, isCut: true };
  }
}

/** @returns the place behind a string; beyond the text where it has no end there, undefined where its line ends before it */
function endOfString(text: string, begin: number): number | undefined {
  for (let at = begin + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '"') return at + 1;
    if (character === '\n' || character === '\r') return undefined;
    if (character === '\\') at += 1;
  }
  return text.length + 1;
}

/** @returns what there is of a value that breaks off, or that has a comma too many */
function parseCut(text: string): JsonValues | undefined {
  const { candidates, isCut } = scan(text);
  for (const candidate of candidates) {
    const value = parse(candidate);
    if (value === undefined) continue;
    return { values: [value], damagedLines: isCut ? [lineAt(text, text.trimEnd().length)] : [] };
  }
  return undefined;
}

const lineAt = (text: string, at: number): number => linesOf(text.slice(0, at)).length;

/** A name and a colon, or two strings side by side. */
const LOOKS_SO =
  /^[\s\ufeff]*(?:\{\s*["'][^"'\n]{1,60}["']\s*:|\[\s*(?:[[{]\s*)+["'][^"'\n]{1,60}["']\s*[:,]|\[\s*"[^"\n]{0,200}"\s*,\s*")/;

/** @param text that is no JSON. @returns the line, from 1, in which it ceases to be some; undefined for what does not look so */
export function faultIn(text: string): number | undefined {
  if (!LOOKS_SO.test(text.slice(0, 2000))) return undefined;
  const said = text.replace(/^\ufeff/, '');
  const rows = rowsOf(said);
  const wrong = parse(rows[0]!.text) && rows.find((row) => parse(row.text) === undefined);
  return wrong?.at ?? Math.max(1, lineAt(said, scan(said).faultAt));
}
