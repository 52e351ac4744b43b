/** The table of known results: what others have measured with the book's chapters, on lyrics of which we have no copy, at the same sizes. */
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';

/** The lowest and the highest perplexity that was measured. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A run on 10,000 characters of Chinese lyrics with V of about 1,000: its perplexities after some of its epochs. */
export interface KnownRun {
  readonly name: string;
  readonly settings: Partial<TrainingSettings>;
  readonly after: Readonly<Record<number, Range>>;
}

const around = (value: number): Range => ({ low: value, high: value });

/** H 256, T 35, B 32, consecutive sampling, θ 0.01. */
export const knownRuns: readonly KnownRun[] = [
  {
    name: 'RNN, SGD, η 100',
    settings: { cell: 'rnn', learningRate: 100 },
    after: {
      50: { low: 58, high: 65 },
      100: { low: 6.7, high: 7.4 },
      250: { low: 1.16, high: 1.19 },
    },
  },
  {
    name: 'RNN, Adam, η 0.001, uniform first weights',
    settings: {
      ...{ cell: 'rnn', optimiser: 'adam', learningRate: 0.001 },
      firstWeights: 'uniform',
    },
    after: { 50: { low: 8, high: 11 }, 100: { low: 1.25, high: 1.31 }, 250: around(1.02) },
  },
  {
    name: 'GRU, SGD, η 100',
    settings: { cell: 'gru', learningRate: 100 },
    after: {
      40: around(150),
      80: around(32),
      120: { low: 5, high: 6 },
      160: { low: 1.4, high: 1.8 },
    },
  },
  {
    name: 'LSTM, SGD, η 100',
    settings: { cell: 'lstm', learningRate: 100 },
    after: { 40: around(211), 80: around(67), 120: around(15), 160: around(4) },
  },
];

/** Characters of which the last tenth is held out, with line breaks as spaces: as many are taken of ours. */
export const HELD_OUT_OF = 63_282;

/** Counting alone, of orders 1 to 5, on what is held out. */
export const knownCounting = [372, 190, 180, 161, 151] as const;

/** A run whose last tenth is held out, and the lowest perplexity that PyTorch came to there. */
export interface KnownHeldOut {
  readonly name: string;
  readonly settings: Partial<TrainingSettings>;
  readonly lowest: number;
}

const embedded = { embeddingSize: 256, optimiser: 'adamw', firstWeights: 'uniform' } as const;
const dropping = { ...embedded, learningRate: 0.002, dropout: 0.5 } as const;

/** Above an embedding of 256, AdamW, T 35, B 32, consecutive sampling. θ was not told, nor what two layers of 384 had of dropout. */
export const knownHeldOut: readonly KnownHeldOut[] = [
  {
    name: 'RNN, η 0.001',
    settings: { ...embedded, cell: 'rnn', learningRate: 0.001 },
    lowest: 207,
  },
  { name: 'LSTM, η 0.002, dropout 0.5', settings: { ...dropping, cell: 'lstm' }, lowest: 204 },
  { name: 'GRU, η 0.002, dropout 0.5', settings: { ...dropping, cell: 'gru' }, lowest: 213 },
  {
    name: 'two layers of an LSTM of 384, η 0.002, dropout 0.5',
    settings: { ...dropping, cell: 'lstm', layers: 2, hiddenSize: 384 },
    lowest: 292,
  },
];
