/**
 * A form as a small text in UTF-8, to be kept, typed and given away: `name.form.txt`.
 *
 *     # 副歌                 the name, if there is one: a first line that begins with #
 *     7 ang                  a line of the form, in the words of `notation`
 *     7 @1                   rhymes with the first one
 *     *                      a line with no wish
 *     = 你说不出的风光       a line that is locked: its text, as it stands behind `= `
 *     = 是谁 || 4            wishes of a locked line stand behind ||, for when it is unlocked
 *     藏头 春夏秋冬          sets the first characters of the lines that follow (藏尾: the last ones); by itself, of as many new lines
 *     7 ang x4               four such lines; 4行 likewise
 *
 * Lines are also divided by `/` in what is typed in one line. Empty lines are passed over, and so are lines that begin with # later on.
 */
import {
  constraintRanges,
  form,
  type Form,
  type FormLine,
  type RhymeSystem,
} from '../contract/writing/constraint.ts';
import { VerseloomError, type ErrorCode } from '../contract/errors.ts';
import { formatLine, parseLine } from './notation.ts';

const ACROSTIC = /(?:^|\s)(藏头|藏尾|acrostic|telestich)\s+(\S+)/u;
const TIMES = /(?:^|\s)(?:[x×](\d{1,3})|(\d{1,3})行)(?=\s|$)/u;
const LOCKED = /^=(?: (.*))?$/su;
const MAX_LINES = constraintRanges.lines.max;

/**
 * @param text a file's, or what is typed
 * @param usual by which book lines rhyme where they do not say; of a file, it is 十八韵
 * @throws VerseloomError `form.notUnderstood`, `form.plainWord`, `form.outOfRange` of a text with one line; of more
 *   `form.lineNotUnderstood`, `form.linePlainWord`, `form.lineOutOfRange`; `form.rhymesAhead`, `form.tooLong`, `form.empty`
 */
export function parseForm(text: string, usual: RhymeSystem = 'eighteen'): Form {
  const rows = rowsOf(text);
  const isOnly = rows.length === 1;
  const name = /^#\s*(.*)$/u.exec(rows[0]?.text.trim() ?? '')?.[1];
  const lines: FormLine[] = [];
  const acrostics: Acrostic[] = [];
  for (const { text: row, number } of rows) {
    if (row.startsWith('#')) continue;
    const acrostic = ACROSTIC.exec(row);
    if (acrostic) acrostics.push({ ...acrosticOf(acrostic), from: lines.length });
    const rest = row.replace(ACROSTIC, ' ').trim();
    if (acrostic && rest === '') continue;
    const { line, times } = readRow(rest, isOnly ? null : number, usual);
    // Of an acrostic, one for each of its characters, if nothing else is said.
    const count = times ?? (acrostic ? [...acrostic[2]!].length : 1);
    if (lines.length + count > MAX_LINES) throw tooLong(lines.length + count);
    for (let at = 0; at < count; at++) lines.push(line);
  }
  for (const acrostic of acrostics) setAcrostic(lines, acrostic);
  if (lines.length === 0) throw new VerseloomError('form.empty');
  return finish({ ...(name ? { name } : {}), lines });
}

const tooLong = (lines: number): VerseloomError =>
  new VerseloomError('form.tooLong', { max: MAX_LINES, lines });

/** A text of one row is divided by `/` as well, but for the `/` of a book. */
function rowsOf(text: string): { text: string; number: number }[] {
  const rows = text.replace(/^\ufeff/u, '').split(/\r\n|[\n\r]/u);
  const isTyped = rows.filter((row) => row.trim() !== '').length === 1;
  const divided =
    isTyped && !LOCKED.test(rows[0]!) ? rows.flatMap((row) => row.split(/\s\/(?:\s|$)/u)) : rows;
  return divided.flatMap((row, at) =>
    row.trim() === '' ? [] : [{ text: LOCKED.test(row) ? row : row.trim(), number: at + 1 }],
  );
}

/** What is said of a line among several. */
const ofLine: Partial<Record<ErrorCode, ErrorCode>> = {
  'form.notUnderstood': 'form.lineNotUnderstood',
  'form.plainWord': 'form.linePlainWord',
  'form.outOfRange': 'form.lineOutOfRange',
};

/** @param number of the row; null where it is the only one, of which no number says anything */
function readRow(
  row: string,
  number: number | null,
  usual: RhymeSystem,
): { line: FormLine; times: number | undefined } {
  const locked = LOCKED.exec(row);
  try {
    if (locked) {
      const [text, wishes] = (locked[1] ?? '').split(' || ') as [string, string?];
      return { line: { ...parseLine(wishes ?? '', usual), text }, times: undefined };
    }
    const times = TIMES.exec(row);
    const line = parseLine(row.replace(TIMES, ' '), usual);
    return { line, times: times ? Number(times[1] ?? times[2]) : undefined };
  } catch (error) {
    if (!(error instanceof VerseloomError)) throw error;
    const code = ofLine[error.code];
    if (!code || number === null) throw error;
    throw new VerseloomError(code, { ...error.params, line: number });
  }
}

interface Acrostic {
  readonly place: 1 | -1;
  readonly characters: readonly string[];
  readonly from: number;
}

function acrosticOf([, kind, characters]: RegExpExecArray): Omit<Acrostic, 'from'> {
  const place = kind === '藏尾' || kind === 'telestich' ? -1 : 1;
  return { place, characters: [...characters!] };
}

function setAcrostic(lines: FormLine[], { place, characters, from }: Acrostic): void {
  for (const [at, character] of characters.entries()) {
    const line = lines[from + at] ?? {};
    if (from + at >= MAX_LINES) throw tooLong(from + characters.length);
    lines[from + at] = { ...line, given: [...(line.given ?? []), { place, character }] };
  }
}

function finish(made: Form): Form {
  for (const [at, { rhyme }] of made.lines.entries()) {
    const other = rhyme && 'line' in rhyme.with ? rhyme.with.line : -1;
    if (other >= at)
      throw new VerseloomError('form.rhymesAhead', { line: at + 1, other: other + 1 });
  }
  return form.parse(made);
}

/** @returns a text that `parseForm` reads as the same form with the same usual book, with a line feed at its end */
export function formatForm({ name, lines }: Form, usual: RhymeSystem = 'eighteen'): string {
  const head = name ? [`# ${name.replace(/\s+/gu, ' ').trim()}`] : [];
  return [...head, ...lines.map((line) => formatFormLine(line, usual)), ''].join('\n');
}

function formatFormLine({ text, ...wish }: FormLine, usual: RhymeSystem): string {
  const wishes = formatLine(wish, usual);
  if (text === undefined) return wishes;
  const locked = `= ${text.replace(/\s+/gu, ' ')}`;
  return wishes === '*' ? locked : `${locked} || ${wishes}`;
}
