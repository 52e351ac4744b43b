/** Runs with everything that a step may have, on both engines: stopped at every step they end with the same bits, and one step made 200 times is the same. */
import { shallow } from '../contract/all-cells.ts';
import { itMakesTheSameStep, repeatedSteps } from '../engines/same-bits.ts';
import { onEachEngine, theEngine } from '../engines/on-each-engine.ts';
import { itGoesOnWith, otherRuns } from '../engines/resumption.ts';

const deepLstm = {
  cell: 'lstm',
  activation: 'tanh',
  layers: 2,
  embeddingSize: 17,
  tied: false,
} as const;
const reluRnn = { cell: 'rnn', activation: 'relu', ...shallow } as const;
const gru = { cell: 'gru', activation: 'tanh', ...shallow } as const;

const adamw = { optimiser: 'adamw', learningRate: 0.01 } as const;
const cosine = { schedule: 'cosine' } as const;
const all = { ...deepLstm, ...adamw, ...cosine, dropout: 0.4 } as const;

onEachEngine((name) => {
  const create = () => theEngine(name);
  itGoesOnWith(create, [
    ['consecutive', 'two layers of an LSTM above an embedding, dropout, AdamW, cosine', all],
    ['random', 'the same, sampled at random', all],
    ['consecutive', 'the same, whose state is not detached', { ...all, detach: false }],
    [
      'consecutive',
      'an RNN with ReLU and AdamW',
      { ...reluRnn, ...adamw, learningRate: 0.001 } as const,
    ],
    [
      'consecutive',
      'a GRU with momentum and warm-up',
      { ...gru, optimiser: 'momentum', learningRate: 1, warmup: 2 } as const,
    ],
    ...otherRuns,
  ]);
  const steps = [
    ['two layers of an LSTM above an embedding', deepLstm, 'adamw'],
    ['an RNN with ReLU', reluRnn, 'adamw'],
    ['a GRU', gru, 'momentum'],
    ...repeatedSteps,
  ] as const;
  itMakesTheSameStep(create, steps, 200);
});
