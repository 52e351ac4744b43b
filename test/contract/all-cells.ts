/** The cells that there are, as what a network of a test has besides its sizes. */
import type { Architecture } from '../../src-main/contract/architecture.ts';
import type { StepShape } from '../../src-main/contract/runs/step-shape.ts';

type Kind = Omit<Architecture, 'vocabularySize' | 'hiddenSize'>;

/** One layer above one-hot vectors. */
export const shallow = { layers: 1, embeddingSize: 0, tied: false };

/** The book's first one. */
export const plainRnn = { cell: 'rnn', activation: 'tanh', ...shallow } satisfies Kind;

/** A step of a run as the book makes it, besides its network and its sizes. */
export const plainStep = {
  ...{ dropout: 0, optimiser: 'sgd', clip: 'norm', clippingThreshold: 0.01 },
} satisfies Partial<StepShape>;

export const allCells: readonly (readonly [string, Kind])[] = [
  ['an RNN', plainRnn],
  ['an RNN with ReLU', { cell: 'rnn', activation: 'relu', ...shallow }],
  ['a GRU', { cell: 'gru', activation: 'tanh', ...shallow }],
  ['an LSTM', { cell: 'lstm', activation: 'tanh', ...shallow }],
];

/** Networks that are deeper than the book's first ones, or that have an embedding: of every cell, with H hidden units. */
export const deepNetworks = (H: number): readonly (readonly [string, Kind])[] =>
  allCells.flatMap(([what, kind]) => [
    [`two layers of ${what}`, { ...kind, layers: 2 }],
    [`${what} above an embedding`, { ...kind, embeddingSize: Math.max(1, H - 2) }],
    [`${what} with tied weights`, { ...kind, embeddingSize: H, tied: true }],
    [`three layers of ${what} above an embedding`, { ...kind, layers: 3, embeddingSize: H + 1 }],
    [
      `four layers of ${what} with tied weights`,
      { ...kind, layers: 4, embeddingSize: H, tied: true },
    ],
  ]);

/** A few of them that have everything between them: layers, an embedding, tied weights. */
export const someDeep = (H: number): readonly (readonly [string, Kind])[] => [
  ['two layers of an RNN', { ...plainRnn, layers: 2 }],
  [
    'three layers of a GRU above an embedding',
    { ...shallow, cell: 'gru', activation: 'tanh', layers: 3, embeddingSize: Math.max(1, H - 2) },
  ],
  [
    'two layers of an LSTM with tied weights',
    { cell: 'lstm', activation: 'tanh', layers: 2, embeddingSize: H, tied: true },
  ],
];
