/** What of a run is drawn in a chart of its own, and what it is measured in. */
import type { ColumnName } from '../series/columns.ts';

export const figureNames = ['perplexity', 'gradientNorm', 'learningRate', 'seconds'] as const;
export type FigureName = (typeof figureNames)[number];

export interface Figure {
  readonly column: ColumnName;
  /** Of what is held out. */
  readonly validation?: ColumnName;
  /** What a chart shows that has no logarithmic axis begins here. */
  readonly least: number;
  /** Values that are known exactly are not smoothed. */
  readonly isExact?: boolean;
}

export const figures: Readonly<Record<FigureName, Figure>> = {
  perplexity: { column: 'entropy', validation: 'validationEntropy', least: 0 },
  gradientNorm: { column: 'gradientNorm', least: 0 },
  learningRate: { column: 'learningRate', least: 0, isExact: true },
  seconds: { column: 'seconds', least: 0 },
};
