/** The lines of JSON that NetEase's player puts before the words of a song: who wrote and who made it. */
import type { Changes } from '../changes.ts';
import type { Line } from '../song.ts';

const OBJECT = /^\s*\{"t":-?\d+,"c":\[.*\]\}\s*$/;

/** Whether a line is one of these, which no other lyrics have. */
export const isCreditLine = (text: string): boolean => OBJECT.test(text);

/** @returns such a line as what it says, with its time; undefined for any other line */
export function creditLine(line: Line, changes: Changes): Line | undefined {
  if (!OBJECT.test(line.text)) return undefined;
  let said: unknown;
  try {
    said = JSON.parse(line.text);
  } catch {
    return undefined;
  }
  const { t, c } = said as { t: number; c: readonly unknown[] };
  const text = c
    .map((part) => (part as { tx?: unknown } | null)?.tx)
    .filter((part) => typeof part === 'string')
    .join('');
  return { ...changes.become(line, 'markup', text.trim()), stamp: t };
}
