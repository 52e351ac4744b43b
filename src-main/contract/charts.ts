/** How a person wants the charts of a run drawn. */
import { z } from 'zod';

export const chartOptions = z.object({
  /** Which of them are shown, besides the perplexity. */
  shown: z
    .array(z.enum(['gradientNorm', 'learningRate', 'seconds']))
    .max(3)
    .default(['gradientNorm']),
  /** What they are drawn over. */
  over: z.enum(['epoch', 'step', 'time']).default('epoch'),
  scale: z.enum(['log', 'linear']).default('log'),
  /** Weight of what was before, 0 for none. */
  smoothing: z.number().min(0).max(0.99).default(0),
  /** Cross-entropy in place of the perplexity. */
  entropy: z.boolean().default(false),
  /** What dragging does: reads what the model wrote then, comes closer, or moves along. */
  drag: z.enum(['read', 'zoom', 'move']).default('read'),
  /** The book's figures are laid under a run with its settings. */
  book: z.boolean().default(true),
  /** The samples are shown as a list, or one after the other. */
  samples: z.enum(['list', 'timeline']).default('list'),
});
export type ChartOptions = Readonly<z.infer<typeof chartOptions>>;

export const usualChartOptions: ChartOptions = chartOptions.parse({});
