/** Values of a swept setting as a person writes them: a list `10,100`, a range `64..256:64`, or factors `1..1000*10`. */

const RANGE = /^(-?[\d.]+(?:e[+-]?\d+)?)\.\.(-?[\d.]+(?:e[+-]?\d+)?)([:*])([\d.]+(?:e[+-]?\d+)?)$/i;

/** @returns the values as words, in their order; or what is wrong: a range that is none, or one of more than `most` values */
export function readSwept(text: string, most: number): string[] | 'range' | 'tooMany' {
  const values: string[] = [];
  for (const part of text.split(/[,，]/).map((word) => word.trim())) {
    const range = part.includes('..') ? numbersOf(part, most) : [part];
    if (typeof range === 'string') return range;
    values.push(...range);
    if (values.length > most) return 'tooMany';
  }
  return values;
}

/** Both ends included. */
function numbersOf(text: string, most: number): string[] | 'range' | 'tooMany' {
  const [, from, to, by, size] = RANGE.exec(text) ?? [];
  const [first, last, step] = [Number(from), Number(to), Number(size)];
  const grows = by === '*' ? step > 1 && first > 0 : step > 0;
  if (!Number.isFinite(first + last + step) || !grows || last < first) return 'range';
  const count =
    by === '*'
      ? Math.floor(Math.log(last / first) / Math.log(step) + 1e-9)
      : Math.floor((last - first) / step + 1e-9);
  if (count >= most) return 'tooMany';
  // 0.1 + 0.2 is 0.3 to a person.
  return Array.from({ length: count + 1 }, (_, i) =>
    String(Number((by === '*' ? first * step ** i : first + step * i).toPrecision(12))),
  );
}
