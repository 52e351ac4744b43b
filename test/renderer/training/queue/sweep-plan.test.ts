/** What several runs of the form are to differ in: numbers, and the words of settings that have a few. */
import { expect, it } from 'vitest';
import {
  planOf,
  valuesOf,
  type AxisTyped,
} from '../../../../src-renderer/training/queue/sweep-plan.ts';

const plan = (
  axes: readonly AxisTyped[],
  seeds = 1,
  activation: 'tanh' | 'relu' = 'tanh',
  tied = false,
) =>
  planOf(
    axes,
    seeds,
    { seed: 7, activation, optimiser: 'sgd', learningRate: 100, tied },
    (field) => field,
  );

it('gives each optimiser a learning rate that suits it, and leaves out those that suit none', () => {
  const own = plan([{ field: 'optimiser', text: 'sgd,momentum,adam' }]);
  expect(own.runs.map(({ settings }) => settings)).toEqual([
    { optimiser: 'sgd' },
    { optimiser: 'momentum', learningRate: 10 },
    { optimiser: 'adam', learningRate: 0.001 },
  ]);
  expect([own.ownRate, own.tooFast]).toEqual([2, 0]);
  const both = plan([
    { field: 'optimiser', text: 'sgd,adam' },
    { field: 'learningRate', text: '0.01,100' },
  ]);
  expect(both.runs.map(({ values }) => values)).toEqual([
    { optimiser: 'sgd', learningRate: 0.01 },
    { optimiser: 'sgd', learningRate: 100 },
    { optimiser: 'adam', learningRate: 0.01 },
  ]);
  expect([both.ownRate, both.tooFast]).toEqual([0, 1]);
});

it('gives tied weights the size of each hidden layer', () => {
  const { runs } = plan([{ field: 'hiddenSize', text: '64,128' }], 1, 'tanh', true);
  expect(runs.map(({ settings }) => settings)).toEqual([
    { hiddenSize: 64, embeddingSize: 64 },
    { hiddenSize: 128, embeddingSize: 128 },
  ]);
});

it('goes through numbers and words, and turns each into the settings of a run', () => {
  const { fields, runs } = plan([
    { field: 'sampling', text: 'random,consecutive' },
    { field: 'clippingThreshold', text: '0, 0.01' },
  ]);
  expect(fields).toEqual(['sampling', 'clippingThreshold']);
  expect(runs.map(({ settings }) => settings)).toEqual([
    { sampling: 'random', clippingThreshold: 0 },
    { sampling: 'random', clippingThreshold: 0.01 },
    { sampling: 'consecutive', clippingThreshold: 0 },
    { sampling: 'consecutive', clippingThreshold: 0.01 },
  ]);
});

it('has switches, and the engine, which is no setting', () => {
  const { runs } = plan([
    { field: 'keepBest', text: 'off,on' },
    { field: 'engine', text: 'onnx,tensorflow' },
  ]);
  expect(runs).toEqual([
    { values: { keepBest: 'off', engine: 'onnx' }, settings: { keepBest: false }, engine: 'onnx' },
    {
      values: { keepBest: 'off', engine: 'tensorflow' },
      ...{ settings: { keepBest: false }, engine: 'tensorflow' },
    },
    { values: { keepBest: 'on', engine: 'onnx' }, settings: { keepBest: true }, engine: 'onnx' },
    {
      values: { keepBest: 'on', engine: 'tensorflow' },
      ...{ settings: { keepBest: true }, engine: 'tensorflow' },
    },
  ]);
  expect(plan([{ field: 'keepBest', text: 'off,on' }], 2).runs.map(({ values }) => values)).toEqual(
    ['off', 'on'].flatMap((keepBest) => [7, 8].map((seed) => ({ keepBest, seed }))),
  );
});

it('has nothing to go through where no word is chosen', () => {
  expect(valuesOf({ field: 'sampling', text: '' })).toBe('empty');
  expect(valuesOf({ field: 'learningRate', text: '1, 1' })).toBe('same');
});

it('goes through the held-out part as it is written on the command line, and a bare number is so many percent', () => {
  const axis = (text: string) => ({ field: 'heldOut', text }) as const;
  const { runs } = plan([axis('none, 10%, 20，every:5')]);
  expect(runs.map(({ values, settings }) => [values['heldOut'], settings.heldOut])).toEqual([
    ['none', { by: 'none' }],
    ['10%', { by: 'last', percent: 10 }],
    ['20%', { by: 'last', percent: 20 }],
    ['every:5', { by: 'songs', every: 5 }],
  ]);
  expect(valuesOf(axis('5..15:5'))).toEqual(['5%', '10%', '15%']);
  expect(valuesOf(axis('0, none'))).toBe('same');
  expect(valuesOf(axis('80%'))).toMatchObject({ code: 'settings.outOfRange', params: { max: 50 } });
  expect(valuesOf(axis('half'))).toMatchObject({ code: 'settings.choice' });
});

it('takes the activation of the form where a cell has one, and leaves out what would be there twice', () => {
  const cells = { field: 'cell', text: 'rnn,gru,lstm' } as const;
  const ofForm = plan([cells], 1, 'relu');
  expect(ofForm.runs.map(({ settings }) => settings)).toEqual([
    { cell: 'rnn' },
    { cell: 'gru', activation: 'tanh' },
    { cell: 'lstm', activation: 'tanh' },
  ]);
  expect(ofForm).toMatchObject({ ownActivation: 2, leftOut: 0 });
  const swept = plan([cells, { field: 'activation', text: 'tanh,relu' }]);
  expect(swept.runs.map(({ values }) => `${values['cell']} ${values['activation']}`)).toEqual([
    ...['rnn tanh', 'rnn relu', 'gru tanh', 'lstm tanh'],
  ]);
  expect(swept).toMatchObject({ ownActivation: 0, leftOut: 2 });
});
