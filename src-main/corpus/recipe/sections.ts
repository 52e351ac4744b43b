/** The step `sections`: marks of what part of a song follows and who sings it. A bracket whose words are sung stays. */
import { Changes } from '../changes.ts';
import { SONG_END, type Line, type Lines } from '../song.ts';
import {
  describedMarkOf,
  FIRST_CHARACTERS,
  markOf,
  mayBeMark,
  NO_LYRICS,
} from './section-marks.ts';

/** What a song book sets around a mark. */
const AROUND = ' \t\u3000*#=~—–-•·:：▲◆■□★☆<>＜＞)）';
/** What marks a refrain by a sign, where it comes first and where it comes again. */
const SIGN = '[*#＊＃△▲▽▼※◎◆◇■□☆★●○]';
const SIGNS_ALONE = new RegExp(String.raw`^\s*(?:(?:${SIGN}|[♪♫♬♩\s])+|[-=_＝─━*#+]{3,})\s*$`);
const AGAIN = new RegExp(
  String.raw`^\s*[(（[【]?\s*(?:repeat|rpt|重[复複覆]|反[复覆]|再唱|唱|接)\s*[:：]?\s*(?:${SIGN}+\s*[,，、&+和]?\s*)+(?:[x×]\s*\d{1,2}|twice|\d?\s*[次遍])?\s*[)）\]】]?\s*$`,
  'i',
);
const SIGN_BESIDE = new RegExp(
  String.raw`^\s*${SIGN}{1,4}\s*(?=[\p{L}\p{N}])|(?<=\S)\s*${SIGN}{1,4}\s*$`,
  'gu',
);
const ANY_SIGN = new RegExp(SIGN);
const BRACKET =
  /([[(（【｛{〔〖［])([^[\](){}（）【】｛｝〔〕〖〗［］]{1,80})[\])）】｝}〕〗］](?:\s*[:：])?/g;
const LONGEST_MARK = 80;
/** What stands before the words: “副歌：…”, “Chorus: …”. */
const LABEL = /^([^:：]{1,40})[:：]\s*(?=\S)/;
/** Who sings what follows in the line. */
const SINGER =
  /^\s*(?:(?:男女合唱|男女合|男女|女男|合唱|齐唱|齊唱|领唱|領唱|男声|女声|男聲|女聲|童声|童聲|男生|女生|全体|全體|念白|旁白|独白|獨白|男|女|合|齐|齊|众|眾|独|獨|领|領|甲|乙|丙)\s?\d?\s*[:：]\s*)+/;
/** In English, only where there are two who take turns. */
const VOICE =
  /^\s*[[(]?(male|female|both|all|together|man|woman|men|women|boys?|girls?|duet|choir|everyone|[MFABD]|A[+&]?B)\s?\d?(?:[\])]|\s*[:：])\s*/i;
/** “la la la x2”: how often the line comes. */
const TIMES = /(?:(?<!\d)\s|(?<=[\u3400-\u9fff，。！？~～]))(?:x\d{1,2}|[×✕]\s?\d{1,2})\s*$/i;
const CANDIDATE = /[[(（【｛{〔〖［:：]|[x×✕]\s?\d/i;
/** What must be in a text for one of these to be. */
const [OPENS, COLON, MAY_BE_TIMES] = [/[[(（【｛{〔〖［]/, /[:：]/, /[x×✕]/i];
const MAY_BE_VOICE = /[a-z]/i;
const LONGEST = 5000;

/** What a line has that may have a mark: brackets, colons, signs, letters of other languages, and what says that there are no words. */
const OF_MARKS = '[(（【｛{〔〖［:：*#＊＃△▲▽▼※◎◆◇■□☆★●○♪♫♬♩台後';
const [KANA, HANGUL] = [
  [0x3041, 0x30ff],
  [0xac00, 0xd7af],
] as const;
/** Or this, none of which is without one of these characters. */
const OTHER = /[-=_＝─━+]{3}|[\d１-４一二三]番|音[乐樂]|歌[词詞]|[x×✕]\s?\d/i;
const OF_OTHER = '-=_＝─━+番音歌xX×✕';

/** Of each UTF-16 unit, whether it stands around a mark, whether one may begin with it, and whether a line that has it may have one or is to be looked at. */
const [STANDS_AROUND, MAY_BEGIN, MAY_MARK, IS_OF_OTHER] = [1, 2, 4, 8];
const units = new Uint8Array(0x1_0000);
for (const [first, last] of [KANA, HANGUL]) units.fill(MAY_MARK, first, last + 1);
for (const character of OF_MARKS) units[character.charCodeAt(0)]! |= MAY_MARK;
for (const character of OF_OTHER) units[character.charCodeAt(0)]! |= IS_OF_OTHER;
for (const first of [
  ...FIRST_CHARACTERS,
  ...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
])
  units[first.charCodeAt(0)]! |= MAY_BEGIN;
for (const around of AROUND) units[around.charCodeAt(0)]! |= STANDS_AROUND;
const has = (text: string, at: number, sign: number): boolean =>
  (units[text.charCodeAt(at)]! & sign) !== 0;

/** Whether there is anything in a line to look for marks by: most lines have nothing, and are looked at no further. */
function mayHaveMark(text: string): boolean {
  let first = 0;
  while (first < text.length && has(text, first, STANDS_AROUND)) first += 1;
  if (first < text.length && has(text, first, MAY_BEGIN)) return true;
  let signs = 0;
  for (let at = 0; at < text.length; at++) signs |= units[text.charCodeAt(at)]!;
  return (signs & MAY_MARK) !== 0 || ((signs & IS_OF_OTHER) !== 0 && OTHER.test(text));
}

export function takeSections(lines: readonly Line[]): Lines {
  const changes = new Changes(lines);
  const signs = signsIn(lines);
  for (const line of lines) {
    const { text, marks } = sungIn(line.text, signs);
    // What was a mark alone leaves the break between two parts.
    changes.keep(changes.become(line, 'sections', text, marks));
  }
  return changes.end();
}

/** What a text has that tells how to read a word which may be a mark. */
export interface Signs {
  /** Bare lines such as “Verse 1” or “Chorus:”. */
  readonly hasBareMarks: boolean;
  /** Such lines, or such words in brackets. */
  readonly hasMarks: boolean;
  /** Lines that send back to a sign, such as “Repeat *”. */
  readonly hasAgain: boolean;
  /** Two or more who take turns, such as “Boy:” and “Girl:”. */
  readonly hasTurns: boolean;
}

const NO_SIGNS: Signs = { hasBareMarks: false, hasMarks: false, hasAgain: false, hasTurns: false };

/** @returns signs that are looked for when a line is come across that may have a mark: in most songs never */
export function signsIn(lines: readonly Line[]): Signs {
  let found: Signs | undefined;
  const find = (): Signs => (found ??= lookForSigns(lines));
  return {
    get hasBareMarks() {
      return find().hasBareMarks;
    },
    get hasMarks() {
      return find().hasMarks;
    },
    get hasAgain() {
      return find().hasAgain;
    },
    get hasTurns() {
      return find().hasTurns;
    },
  };
}

function lookForSigns(lines: readonly Line[]): Signs {
  const voices = new Set<string>();
  let [hasBareMarks, hasMarks, hasAgain] = [false, false, false];
  for (const { text } of lines) {
    if (text.length > LONGEST || !mayHaveMark(text)) continue;
    hasAgain ||= text.length <= LONGEST_MARK && ANY_SIGN.test(text) && AGAIN.test(text);
    if (text.length <= LONGEST_MARK && !hasBareMarks) {
      const said = bare(text);
      hasBareMarks = mayBeMark(said) && markOf(said.replace(LABEL, '$1')) === 'part';
    }
    if (!CANDIDATE.test(text)) continue;
    if (!hasMarks && OPENS.test(text))
      for (const [, , said] of text.matchAll(BRACKET)) hasMarks ||= markOf(said!) === 'part';
    if (voices.size > 1 || !MAY_BE_VOICE.test(text)) continue;
    const behind = sungIn(text, NO_SIGNS).text;
    for (const one of [text, behind]) {
      const voice = VOICE.exec(one)?.[1];
      if (voice) voices.add(voice.toLowerCase());
    }
  }
  return {
    ...{ hasBareMarks, hasAgain },
    ...{ hasMarks: hasMarks || hasBareMarks, hasTurns: voices.size > 1 },
  };
}

/** @returns a line without what stands around a mark */
function bare(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && has(text, from, STANDS_AROUND)) from += 1;
  while (from < to && has(text, to - 1, STANDS_AROUND)) to -= 1;
  return text.slice(from, to);
}

/** @returns a line without its marks, and how many these were */
export function sungIn(text: string, signs: Signs): { text: string; marks: number } {
  if (text.length > LONGEST || text === SONG_END || !mayHaveMark(text)) return { text, marks: 0 };
  if (isMark(text, signs)) return { text: '', marks: 1 };
  const unsigned = signs.hasAgain ? text.replace(SIGN_BESIDE, '') : text;
  if (!CANDIDATE.test(unsigned)) return { text: unsigned, marks: unsigned === text ? 0 : 1 };
  let [sung, marks] = [unsigned, unsigned === text ? 0 : 1];
  for (let before = ''; before !== sung;) {
    before = sung;
    const take = (
      pattern: RegExp,
      instead: (whole: string, first: string, second: string, at: number) => string,
    ): void => {
      sung = sung.replace(pattern, (...found: (string | number)[]) => {
        const left = instead(...(found as [string, string, string, number]));
        if (left !== found[0]) marks += 1;
        return left;
      });
    };
    const [start, end] = [sung.search(/\S/), sung.trimEnd().length];
    const line = sung;
    if (OPENS.test(sung))
      take(BRACKET, (whole, open, said, at) => {
        const place = {
          before: line.slice(Math.max(0, at - LONGEST_MARK), at),
          isFirst: at <= start,
          isAlone: at <= start && at + whole.length >= end,
        };
        return isMarkInBrackets(said, open, place, signs) ? '' : whole;
      });
    if (COLON.test(sung)) {
      take(LABEL, (whole, said) => (isLabel(said, signs) ? '' : whole));
      take(SINGER, () => '');
    }
    if (signs.hasTurns) take(VOICE, () => '');
    if (MAY_BE_TIMES.test(sung)) take(TIMES, () => '');
    if (sung !== before) sung = sung.trim();
    if (sung !== before && isMark(sung, signs)) sung = '';
  }
  return { text: sung, marks };
}

/** Whether a line without brackets is a mark and nothing else. */
function isMark(text: string, { hasBareMarks, hasTurns }: Signs): boolean {
  if (text.length > LONGEST_MARK || text.trim() === '') return false;
  if (SIGNS_ALONE.test(text) || (ANY_SIGN.test(text) && AGAIN.test(text)) || NO_LYRICS.test(text))
    return true;
  const said = bare(text);
  if (!mayBeMark(said)) return false;
  const mark = /[:：]\s*\S/.test(said) ? undefined : markOf(said);
  const hasColon = /[:：]$/.test(text.trimEnd());
  if (mark === 'part' || mark === 'times') return true;
  if (mark === 'voice') return hasColon && hasTurns;
  if (mark === 'singer') return hasColon;
  return mark !== undefined && (hasColon || hasBareMarks);
}

const isLabel = (said: string, { hasBareMarks }: Signs): boolean => {
  const mark = markOf(said);
  return mark === 'part' || (hasBareMarks && (mark === 'ordinary' || mark === 'aside'));
};

/** In round brackets stands also what is sung in the background. */
function isMarkInBrackets(
  said: string,
  open: string,
  { before, isFirst, isAlone }: Place,
  { hasMarks, hasTurns }: Signs,
): boolean {
  const mark = markOf(said);
  const isRound = /^[(（]$/.test(open);
  if (!isRound) return (mark ?? describedMarkOf(said)) !== undefined;
  if (mark === undefined) return false;
  const isEcho = before.trimEnd().toLowerCase().endsWith(said.trim().toLowerCase());
  if (isEcho && !isFirst) return false;
  if (mark === 'part') return isAlone || !/\s[-–—]|[:：]\s?\S{20}/.test(said);
  if (mark === 'times' || mark === 'singer') return true;
  if (mark === 'voice') return hasTurns && isFirst;
  return isAlone && (mark === 'aside' || hasMarks);
}

/** Of a bracket in its line. */
interface Place {
  readonly before: string;
  readonly isFirst: boolean;
  readonly isAlone: boolean;
}
