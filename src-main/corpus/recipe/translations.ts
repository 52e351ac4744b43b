/** The step `translations`: of two lines that are sung at one time and differ in script, one is the translation of the other. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';
import { creditIn } from './credit-labels.ts';

export type KeptLanguage = 'first' | 'second';

/** Of the times at which words are sung, so many have two lines in a song with a translation; in a duet they have not. */
const MOST = 0.6;
/** Of those pairs, so many differ in script: a word in another language stands in a line now and then. */
const NEARLY_ALL = 0.75;

type Script =
  'kana' | 'hangul' | 'han' | 'cyrillic' | 'latin' | 'arabic' | 'thai' | 'greek' | 'none';

export function takeTranslations(lines: readonly Line[], kept: KeptLanguage = 'first'): Lines {
  const several = severalAtATime(lines);
  if (!several) return { lines, changes: [] };
  const changes = new Changes(lines);
  const dropped = new Set<Line>();
  for (const together of several) {
    const stays = pairOf(together)[kept === 'first' ? 0 : 1];
    for (const line of together) if (line !== stays) dropped.add(line);
  }
  for (const line of lines)
    if (dropped.has(line)) changes.drop(line, 'translations');
    else changes.keep(line);
  return changes.end();
}

/**
 * Lines with words that are sung at one time, without the credits, of which several stand at the same time.
 * @returns undefined where they are not each other's translations
 */
function severalAtATime(lines: readonly Line[]): Line[][] | undefined {
  if (!hasTimesOfSeveral(lines)) return undefined;
  const times = new Map<number, Line[]>();
  for (const line of lines) {
    if (line.stamp === undefined || line.text.trim() === '') continue;
    const together = times.get(line.stamp);
    if (together) together.push(line);
    else times.set(line.stamp, [line]);
  }
  const several: Line[][] = [];
  const others: Line[] = [];
  for (const together of times.values()) {
    const sung = together.length > 1 ? together.filter(isSung) : together;
    if (sung.length > 1) several.push(sung);
    else others.push(...sung);
  }
  if (several.length < 2 || !areMost(several.length, others)) return undefined;
  const differ = several.filter((together) => differs(together));
  return differ.length >= NEARLY_ALL * several.length ? several : undefined;
}

/** Whether any two lines have one time: in most songs none have, and nothing needs to be put together. */
function hasTimesOfSeveral(lines: readonly Line[]): boolean {
  const seen = new Set<number>();
  return lines.some(({ stamp }) => {
    if (stamp === undefined) return false;
    if (seen.has(stamp)) return true;
    seen.add(stamp);
    return false;
  });
}

const isSung = ({ text }: Line): boolean => creditIn(text) === undefined;

/** Whether most times have several lines. @param others the lines at all other times, which are looked at only until there are too many */
function areMost(several: number, others: readonly Line[]): boolean {
  let times = several;
  for (const line of others) {
    if (!isSung(line)) continue;
    times += 1;
    if (several < MOST * times) return false;
  }
  return true;
}

const differs = ([first, ...others]: readonly Line[]): boolean =>
  others.some((line) => scriptOf(line.text) !== scriptOf(first!.text));

/** @returns the line that is sung, and the translation, of all that stand at one time */
function pairOf(together: readonly Line[]): readonly [Line, Line] {
  const isSpelt = together.length > 2 && together.some(({ text }) => isSyllabic(text));
  // With three lines, the one in Latin letters tells how to pronounce another.
  const said = isSpelt ? together.filter(({ text }) => scriptOf(text) !== 'latin') : together;
  const [first, second] = said.length > 1 ? said : together;
  return [first!, second!];
}

const isSyllabic = (text: string): boolean => ['kana', 'hangul'].includes(scriptOf(text));

/** @returns the script that most of a line is in; Japanese has kana between its Chinese characters */
function scriptOf(text: string): Script {
  let best: Script = 'none';
  let most = 0;
  if (/[\u3041-\u309f\u30a1-\u30fa]/.test(text)) return 'kana';
  for (const [script, pattern, weight] of SCRIPTS) {
    const count = weight * (text.match(pattern)?.length ?? 0);
    if (count > most) [best, most] = [script, count];
  }
  return best;
}

/** A character says as much as several letters. */
const SCRIPTS: readonly [Script, RegExp, number][] = [
  ['han', /\p{Script=Han}/gu, 2],
  ['hangul', /\p{Script=Hangul}/gu, 2],
  ['latin', /\p{Script=Latin}/gu, 1],
  ['cyrillic', /\p{Script=Cyrillic}/gu, 1],
  ['arabic', /\p{Script=Arabic}/gu, 1],
  ['thai', /\p{Script=Thai}/gu, 1],
  ['greek', /\p{Script=Greek}/gu, 1],
];
