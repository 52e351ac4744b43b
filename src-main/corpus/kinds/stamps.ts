/** Points in time as players of music and of films write them. */

/** `mm:ss`, `mm:ss.xx`, `mm:ss:xx`, `hh:mm:ss.xxx` and the like; a hand that typed them may have put spaces between. */
export const STAMP = String.raw`\d{1,3} ?[:：] ?\d{1,2}(?: ?[:：] ?\d{1,3})?(?: ?[.,] ?\d{1,3})?`;

/**
 * @param stamp as `STAMP` finds it
 * @param hasHours whether the first of three numbers are hours; else the last are hundredths, as some players write them
 * @returns milliseconds
 */
export function millisecondsOf(stamp: string, hasHours: boolean): number {
  const [whole = '', fraction] = stamp.replaceAll(' ', '').replaceAll('：', ':').split(/[.,]/);
  const parts = whole.split(':').map(Number);
  const part = (index: number): number => parts[index] ?? 0;
  const isLong = parts.length === 3 && (hasHours || fraction !== undefined);
  const seconds = isLong ? part(0) * 3600 + part(1) * 60 + part(2) : part(0) * 60 + part(1);
  const hundredths = parts.length === 3 && !isLong ? part(2) * 10 : 0;
  const rest = fraction === undefined ? hundredths : Number(`0.${fraction}`) * 1000;
  return Math.round(seconds * 1000 + rest);
}

/** Notes of music around words, or instead of them where nobody sings. */
export const NOTES = /^\s*[♪♫♬♩#＃]*[♪♫♬♩][♪♫♬♩#＃\s]*|\s*[♪♫♬♩]+\s*$/g;
