/** What the headings of songs look like where a file holds several: in Chinese and in English, in song books and in collections of texts. */
import type { Line } from './song.ts';
import { creditIn } from './recipe/credit-labels.ts';
import { markOf } from './recipe/section-marks.ts';

const COUNT = String.raw`(?:\d{1,4}|[零〇一二三四五六七八九十百两]{1,7}|[IVXLC]{1,7})`;
const SPACE = String.raw`[\s\u3000]{0,4}`;
/** What stands behind the number or the word of a heading: its title, if any. */
const TITLE = String.raw`(?:[\s\u3000:：.．、·\-–—]{1,5}(\S.{0,60}))?`;

/** Headings wherever they stand; the first group is the title, or the heading has none. */
const SURE: readonly RegExp[] = [
  /^#{1,6}\s{1,9}(\S.{0,80})$/, // of Markdown
  // 《…》 with who wrote it, or its number before it
  new RegExp(
    String.raw`^(?:${COUNT}${SPACE}[.．、)）:：]?${SPACE})?([《〈][^《》〈〉]{1,60}[》〉]${SPACE}(?:[-–—_/|·:：(（[【].{0,60}|(?:作?[词詞曲]|[唱文]).{0,60})?)$`,
  ),
  new RegExp(
    String.raw`^第${SPACE}${COUNT}${SPACE}(?:首|篇|支|曲|章|回|歌|闋|阕|课|課)(?:歌|诗|詩|词|詞)?${TITLE}$`,
  ),
  /^(?:歌曲?名称?|曲名|歌名|标题|標題|题目|題目|篇名|title|song(?: title)?|song name)\s{0,3}[:：]\s{0,3}(\S.{0,60})$/i,
  new RegExp(String.raw`^(?:song|track|poem|hymn|no\.?|nr\.?|#)${SPACE}\d{1,4}${TITLE}$`, 'i'),
];
/** Those that may be words as well: only below a blank line, or at the beginning. */
const PARTED: readonly RegExp[] = [
  new RegExp(String.raw`^${COUNT}${SPACE}[.．、)）]${SPACE}(\S.{0,60})$`),
  new RegExp(String.raw`^[(（]${COUNT}[)）]${SPACE}(\S.{0,60})$`),
  /^0\d{0,3}[\s:：\-–—_]{1,4}(\S.{0,60})$/,
  /^[①-⑳㈠-㈩❶-❿]\s{0,3}(\S.{0,60})$/,
];
const IN_BRACKETS = /^[【〖「『[［]([^【】〖〗「」『』[\]［］]{1,40})[】〗」』\]］]$/;
/** “THE RIVER”, between two blank lines. */
const CAPITALS = /^(?=[^\p{L}]*\p{Lu}[^\p{L}]*\p{Lu})[\p{Lu}\p{N}\p{P}\s]{2,60}$/u;
const UNDERLINE = /^(?:[=＝═]{3,200}|-{3,200})$/;
const LONGEST = 90;

/** Whether a line is blank to who looks at it: characters without ink or width leave it so. */
export const isBlankLine = (text: string): boolean =>
  /^[\s\u00ad\u200b-\u200f\u2060\ufeff]*$/.test(text);

export interface Heading {
  /** Of the song; without numbers and signs where something is left then. */
  readonly title: string;
  /** Lines that it takes, one or two. */
  readonly lines: number;
}

/** @returns the heading that stands at a place among lines; undefined where there is none */
export function headingAt(lines: readonly Line[], at: number): Heading | undefined {
  const textAt = (place: number): string => trimmed(lines[place]?.text ?? '');
  if (lines[at]!.text.length > 2 * LONGEST) return undefined;
  const text = textAt(at);
  if (text === '' || text.length > LONGEST) return undefined;
  const isParted = at === 0 || isBlankLine(textAt(at - 1));
  const below = textAt(at + 1);
  if (UNDERLINE.test(below) && !UNDERLINE.test(text) && (isParted || /^[=＝═]/.test(below)))
    return { title: titleOf(text, SURE) ?? text, lines: 2 };
  const title =
    titleOf(text, SURE) ??
    (isParted ? (titleOf(text, PARTED) ?? titleInBrackets(text)) : undefined) ??
    (isParted && isBlankLine(below) && isInCapitals(text) ? text : undefined);
  return title === undefined ? undefined : { title, lines: 1 };
}

const trimmed = (text: string): string => text.replaceAll('\ufeff', '').trim();

function titleOf(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found) return bare(found[1] ?? text);
  }
  return undefined;
}

/** @returns a title without the marks of Markdown behind it and without 《》 around it */
function bare(title: string): string {
  const said = title.replace(/#{1,6}$/, '').trim();
  return /^[《〈]([^《》〈〉]+)[》〉]$/.exec(said)?.[1] ?? (said === '' ? title : said);
}

/** A mark of a part of a song stands in brackets as well. */
function titleInBrackets(text: string): string | undefined {
  const said = IN_BRACKETS.exec(text)?.[1]?.trim();
  return said && markOf(said) === undefined && creditIn(text) === undefined ? said : undefined;
}

const isInCapitals = (text: string): boolean =>
  CAPITALS.test(text) && markOf(text.replace(/[:：]$/, '')) === undefined;
