/** Points in time as players of music and of films write them. */

/** `mm:ss`, `mm:ss.xx`, `mm:ss:xx`, `hh:mm:ss.xxx` and the like; a hand that typed them may have put spaces between. */
export const STAMP = String.raw`\d{1,3} ?[:：] ?\d{1,2}(?: ?[:：] ?\d{1,3})?(?: ?[.,] ?\d{1,3})?`;

/**
 * @param stamp as `STAMP` finds it, also with what stands around it
 * @param hasHours whether the first of three numbers are hours; else the last are hundredths, as some players write them
 * @returns milliseconds
 */
export function millisecondsOf(stamp: string, hasHours: boolean): number {
  const [, first = '', second = '', third, fraction] = NUMBERS.exec(stamp) ?? [];
  const isLong = third !== undefined && (hasHours || fraction !== undefined);
  const long = Number(first) * 3600 + Number(second) * 60 + Number(third);
  const seconds = isLong ? long : Number(first) * 60 + Number(second);
  const hundredths = third !== undefined && !isLong ? Number(third) * 10 : 0;
  const rest = fraction === undefined ? hundredths : millisecondsOfFraction(fraction);
  return Math.round(seconds * 1000 + rest);
}

/** @param digits behind the point */
const millisecondsOfFraction = (digits: string): number => Number(`0.${digits}`) * 1000;

/** @returns as `millisecondsOf`, of `mm:ss.xx` in its parts */
export const millisecondsIn = (minutes: string, seconds: string, fraction: string): number =>
  Math.round((Number(minutes) * 60 + Number(seconds)) * 1000 + millisecondsOfFraction(fraction));

/** Of a stamp, wherever it stands. */
const NUMBERS = /(\d+) ?[:：] ?(\d+)(?: ?[:：] ?(\d+))?(?: ?[.,] ?(\d+))?/;

/** Notes of music around words, or instead of them where nobody sings. */
export const NOTES = /^\s*[♪♫♬♩#＃]*[♪♫♬♩][♪♫♬♩#＃\s]*|\s*[♪♫♬♩]+\s*$/g;
