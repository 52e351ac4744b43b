/** How the weights of a parameter are spread. */

/** Bins on either side of zero. */
const BINS = 32;

export interface Histogram {
  /** Of a bin: a power of two, so that those of two moments can be laid over each other. */
  readonly width: number;
  /** Weights in each bin, from −32 widths to 32 [64]; a weight on an edge is in the bin above it. */
  readonly counts: Int32Array;
  readonly mean: number;
  readonly deviation: number;
}

/** @param values at least one; what is no number, or infinite, is in no bin */
export function histogramOf(values: Float32Array): Histogram {
  let [most, sum, squares, finite] = [0, 0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    most = Math.max(most, Math.abs(value));
    sum += value;
    squares += value * value;
    finite += 1;
  }
  // The largest weight is in the last bin, not on its upper edge.
  const width = most > 0 ? 2 ** (Math.floor(Math.log2(most)) + 1 - Math.log2(BINS)) : 1 / BINS;
  const counts = new Int32Array(2 * BINS);
  for (const value of values)
    if (Number.isFinite(value)) counts[Math.floor(value / width) + BINS]! += 1;
  const mean = finite > 0 ? sum / finite : 0;
  const deviation = finite > 0 ? Math.sqrt(Math.max(0, squares / finite - mean * mean)) : 0;
  return { width, counts, mean, deviation };
}
