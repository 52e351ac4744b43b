/** The small curve of a model: its perplexities on a logarithmic scale from 1, which is perfect, to guessing. */

/**
 * @param baseline V, the perplexity of guessing; a run may begin above it
 * @returns the points of an SVG polyline within `width` × `height`; of a single value a level line; empty without any
 */
export function sparkline(
  curve: readonly number[],
  baseline: number,
  width: number,
  height: number,
): string {
  const values = curve.filter((value) => Number.isFinite(value)).map((value) => Math.max(1, value));
  if (values.length === 0) return '';
  const top = Math.log(Math.max(baseline, 2, ...values));
  const drawn = values.length === 1 ? [values[0]!, values[0]!] : values;
  return drawn
    .map((value, index) => {
      const x = (index / (drawn.length - 1)) * width;
      const y = height * (1 - Math.log(value) / top);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}
