/** The step `translations`: of two lines that are sung at one time and differ in script, one is the translation of the other. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';

export type KeptLanguage = 'first' | 'second';

/** Of the times at which words are sung, so many have two lines in a song with a translation; in a duet they have not. */
const MOST = 0.6;
/** Of those pairs, so many differ in script: a word in another language stands in a line now and then. */
const NEARLY_ALL = 0.75;

type Script = 'kana' | 'hangul' | 'han' | 'cyrillic' | 'latin' | 'none';

export function takeTranslations(lines: readonly Line[], kept: KeptLanguage = 'first'): Lines {
  const changes = new Changes();
  const dropped = hasTranslation(lines) ? translationsIn(lines, kept) : new Set<Line>();
  for (const line of lines)
    if (dropped.has(line)) changes.drop(line, 'translations');
    else changes.keep(line);
  return changes.end();
}

/** Lines with words by the time at which they are sung. */
function byTime(lines: readonly Line[]): Line[][] {
  const times = new Map<number, Line[]>();
  for (const line of lines) {
    if (line.stamp === undefined || line.text.trim() === '') continue;
    const together = times.get(line.stamp);
    if (together) together.push(line);
    else times.set(line.stamp, [line]);
  }
  return [...times.values()];
}

export function hasTranslation(lines: readonly Line[]): boolean {
  const times = byTime(lines);
  const several = times.filter((together) => together.length > 1);
  const differ = several.filter((together) => differs(together));
  return (
    several.length > 1 &&
    several.length >= MOST * times.length &&
    differ.length >= NEARLY_ALL * several.length
  );
}

const differs = ([first, ...others]: readonly Line[]): boolean =>
  others.some((line) => scriptOf(line.text) !== scriptOf(first!.text));

function translationsIn(lines: readonly Line[], kept: KeptLanguage): Set<Line> {
  const dropped = new Set<Line>();
  for (const together of byTime(lines)) {
    if (together.length < 2) continue;
    const stays = together[kept === 'first' ? 0 : 1]!;
    for (const line of together) if (line !== stays) dropped.add(line);
  }
  return dropped;
}

/** @returns the script that most of a line is in; Japanese has kana between its Chinese characters */
function scriptOf(text: string): Script {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  if (count(/[\u3041-\u30ff]/g) > 0) return 'kana';
  const scripts: [Script, number][] = [
    ['han', count(/\p{Script=Han}/gu) * 2], // a character says as much as several letters
    ['hangul', count(/\p{Script=Hangul}/gu) * 2],
    ['latin', count(/\p{Script=Latin}/gu)],
    ['cyrillic', count(/\p{Script=Cyrillic}/gu)],
    ['none', 0],
  ];
  return scripts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
