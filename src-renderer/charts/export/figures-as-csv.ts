/** The figures of runs as CSV: a row for each epoch that is seen, in full, whatever is drawn of them. */
import type { ChartOptions } from '../../../src-main/contract/charts.ts';
import type { DrawnRun } from '../plot/plot-of.ts';
import { placesOf } from '../series/across.ts';
import type { Range } from '../series/decimation.ts';

const HEAD = [
  ...['run', 'epoch', 'step', 'seconds', 'perplexity', 'cross_entropy', 'validation_perplexity'],
  ...['gradient_norm', 'clipped_share', 'learning_rate', 'clipping_threshold', 'epoch_seconds'],
];

/** @param range of the lower axis; null for everything */
export function figuresAsCsv(
  runs: readonly (DrawnRun & { readonly name: string })[],
  { over }: Pick<ChartOptions, 'over'>,
  range: Range | null,
): string {
  const rows = [HEAD.join(',')];
  for (const { curves, stepsPerEpoch, name } of runs) {
    const { columns } = curves;
    const places = placesOf(columns, over, stepsPerEpoch);
    const epochs = columns.of('epoch');
    const [entropy, validation] = [columns.of('entropy'), columns.of('validationEntropy')];
    const others = (
      ['gradientNorm', 'clipped', 'learningRate', 'clippingThreshold', 'seconds'] as const
    ).map((column) => columns.of(column));
    for (let at = 0; at < epochs.length; at++) {
      if (range && (places[at]! < range.min || places[at]! > range.max)) continue;
      const heldOut = validation[at]!;
      rows.push(
        [
          ...[quoted(name), epochs[at], Math.round(epochs[at]! * stepsPerEpoch)],
          Number(columns.of('time')[at]!.toFixed(6)),
          ...[perplexityOf(entropy[at]!), entropy[at]],
          Number.isNaN(heldOut) ? '' : perplexityOf(heldOut),
          ...others.map((column) => column[at]),
        ].join(','),
      );
    }
  }
  return `${rows.join('\n')}\n`;
}

/** One beyond all numbers is no figure. */
const perplexityOf = (entropy: number): number | 'inf' =>
  entropy >= Math.log(Number.MAX_VALUE) ? 'inf' : Math.exp(entropy);

/** A cell that begins as a formula does is none: programs of tables would reckon it. */
const quoted = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};
