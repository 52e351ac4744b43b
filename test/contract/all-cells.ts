/** The cells that there are, as what a network of a test has besides its sizes. */
import type { Architecture } from '../../src-main/contract/architecture.ts';

type Kind = Pick<Architecture, 'cell' | 'activation'>;

/** The book's first one. */
export const plainRnn = { cell: 'rnn', activation: 'tanh' } satisfies Kind;

export const allCells: readonly (readonly [string, Kind])[] = [
  ['an RNN', plainRnn],
  ['an RNN with ReLU', { cell: 'rnn', activation: 'relu' }],
  ['a GRU', { cell: 'gru', activation: 'tanh' }],
  ['an LSTM', { cell: 'lstm', activation: 'tanh' }],
];
