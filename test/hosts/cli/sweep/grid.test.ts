/** What a person writes after `--set` and `--seeds`, and the runs that it makes. */
import { expect, it } from 'vitest';
import { axesOf, runsOf } from '../../../../src-main/hosts/cli/sweep/grid.ts';

const valuesOf = (...sets: string[]) => axesOf(sets, undefined, 1).map(({ values }) => values);

it('knows lists, steps and factors, both ends included', () => {
  expect(valuesOf('eta=10,100')).toEqual([[10, 100]]);
  expect(valuesOf('theta=0,0.01')).toEqual([[0, 0.01]]);
  expect(valuesOf('hidden=64..256:64')).toEqual([[64, 128, 192, 256]]);
  expect(valuesOf('lr=0.1..0.5:0.1')).toEqual([[0.1, 0.2, 0.3, 0.4, 0.5]]);
  expect(valuesOf('lr=1..1000*10')).toEqual([[1, 10, 100, 1000]]);
  expect(valuesOf('sampling=random,consecutive', 'steps=5,10..20:5')).toEqual([
    ['random', 'consecutive'],
    [5, 10, 15, 20],
  ]);
});

it.each([
  ['eta', 'sweepSet'],
  ['eta=', 'sweepSet'],
  ['prefix=分开', 'sweepName'],
  ['learning=3', 'sweepName'],
  ['hidden=64..16:8', 'sweepRange'],
  ['hidden=64..256', 'sweepRange'],
  ['lr=0..10*2', 'sweepRange'],
  ['hidden=1,1', 'sweepSame'],
  ['seed=0..10000:1', 'sweepTooMany'],
])('refuses %s: %s', (set, key) => {
  expect(() => axesOf([set], undefined, 1)).toThrowError(expect.objectContaining({ key }));
});

it('says what is wrong with a value, as train does', () => {
  for (const [set, code] of [
    ['hidden=64,0', 'settings.outOfRange'],
    ['hidden=many', 'settings.notANumber'],
    ['sampling=sometimes', 'settings.choice'],
  ] as const)
    expect(() => axesOf([set], undefined, 1)).toThrowError(expect.objectContaining({ code }));
});

it('refuses the same setting twice, nothing at all, and more than ten thousand runs', () => {
  const refuses = (sets: string[], seeds: number | undefined, key: string) =>
    expect(() => axesOf(sets, seeds, 1)).toThrowError(expect.objectContaining({ key }));
  refuses(['eta=1,2', 'lr=3'], undefined, 'sweepTwice');
  refuses(['seed=1,2'], 3, 'sweepTwice');
  refuses([], undefined, 'sweepNothing');
  refuses(['hidden=1..1000:1', 'eta=1..11:1'], undefined, 'sweepTooMany');
  expect(axesOf(['hidden=1..1000:1', 'eta=1..10:1'], undefined, 1)).toHaveLength(2);
});

it('makes a run of every combination, the seeds changing first', () => {
  const { runs } = runsOf(axesOf(['eta=10,100', 'theta=0'], 2, 7), { epochs: 3 });
  expect(runs.map(({ values }) => values)).toEqual([
    { eta: 10, theta: 0, seed: 7 },
    { eta: 10, theta: 0, seed: 8 },
    { eta: 100, theta: 0, seed: 7 },
    { eta: 100, theta: 0, seed: 8 },
  ]);
  expect(runs[3]!.settings).toEqual({
    ...{ epochs: 3, learningRate: 100, clippingThreshold: 0, seed: 8 },
  });
});

it('takes an activation where the cell has one, leaves out what would be there twice, and says how often', () => {
  const cells = axesOf(['cell=rnn,gru,lstm'], undefined, 1);
  const { runs, ...told } = runsOf(cells, { activation: 'relu' });
  expect(runs.map(({ settings }) => settings['activation'])).toEqual(['relu', 'tanh', 'tanh']);
  expect(told).toEqual({ ownActivation: 2, leftOut: 0, ownRate: 0, tooFast: 0 });
  const both = axesOf(['activation=tanh,relu', 'cell=rnn,gru'], undefined, 1);
  const grid = runsOf(both, {});
  expect(grid.runs.map(({ values }) => Object.values(values))).toEqual([
    ['tanh', 'rnn'],
    ['tanh', 'gru'],
    ['relu', 'rnn'],
  ]);
  expect(grid).toMatchObject({ ownActivation: 0, leftOut: 1 });
  // A cell that is asked for with what it cannot have is a mistake, as in train.
  const activations = axesOf(['activation=tanh,relu'], undefined, 1);
  expect(() => runsOf(activations, { cell: 'gru' })).toThrowError(
    expect.objectContaining({ code: 'settings.otherCell' }),
  );
});

it('gives each optimiser a learning rate that suits it, and refuses one that suits none', () => {
  const axes = axesOf(['optimiser=sgd,adam'], undefined, 1);
  const rates = (base: Record<string, unknown>) =>
    runsOf(axes, base).runs.map(({ settings }) => settings['learningRate']);
  expect(rates({})).toEqual([undefined, 0.001]);
  expect(runsOf(axes, { learningRate: 50 })).toMatchObject({ ownRate: 1, tooFast: 0 });
  expect(rates({ learningRate: 50 })).toEqual([50, 0.001]);
  const pairs = runsOf(axesOf(['optimiser=sgd,adam', 'eta=0.01,100'], undefined, 1), {});
  expect(pairs.runs.map(({ values }) => values)).toEqual([
    { optimiser: 'sgd', eta: 0.01 },
    { optimiser: 'sgd', eta: 100 },
    { optimiser: 'adam', eta: 0.01 },
  ]);
  expect(pairs).toMatchObject({ ownRate: 0, tooFast: 1 });
  expect(() => runsOf(axesOf(['eta=1,100'], undefined, 1), { optimiser: 'adam' })).toThrow(
    expect.objectContaining({ code: 'settings.otherRate' }),
  );
});
