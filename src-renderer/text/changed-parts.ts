/** Where a line differs from what became of it. */

export interface ChangedParts {
  /** What both begin and end with. */
  readonly start: string;
  readonly end: string;
  /** What stood between, and what stands there now. */
  readonly gone: string;
  readonly come: string;
}

/** @param after null where nothing is left of it */
export function changedParts(before: string, after: string | null): ChangedParts {
  if (after === null) return { start: '', gone: before, come: '', end: '' };
  const [olds, news] = [[...before], [...after]];
  const shorter = Math.min(olds.length, news.length);
  let start = 0;
  while (start < shorter && olds[start] === news[start]) start += 1;
  let end = 0;
  while (end < shorter - start && olds.at(-1 - end) === news.at(-1 - end)) end += 1;
  return {
    start: olds.slice(0, start).join(''),
    gone: olds.slice(start, olds.length - end).join(''),
    come: news.slice(start, news.length - end).join(''),
    end: olds.slice(olds.length - end).join(''),
  };
}

/** Characters that nobody sees, and those that only move others about. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2800\u3164]/gu;

/** @returns a text in which what nobody sees is told by its number, and spaces alone by a sign */
export const inSight = (text: string): string =>
  (/^\s+$/u.test(text) ? text.replace(/[ \u3000\t]/g, '␣') : text).replace(
    UNSEEN,
    (one) => `U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  );
