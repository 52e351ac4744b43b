/** What tells runs apart that are drawn together. */
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings, type TrainingSettings } from '../../../../src-main/contract/settings.ts';
import { resultRows, settingRows } from '../../../../src-renderer/comparing/compared-facts.ts';
import { RunCurves } from '../../../../src-renderer/charts/series/run-curves.ts';
import { differing, type Made } from '../../../../src-renderer/library/overlay/differing.ts';
import { drawnTogether } from '../../../../src-renderer/library/overlay/drawn-together.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';
import { modelOf } from '../../window.ts';

const made = (settings: Partial<TrainingSettings> = {}, more: Partial<Made> = {}): Made => ({
  settings: { ...defaultSettings, ...settings },
  ...{ corpusName: '歌词', corpusHash: 'a', engine: { name: 'onnx', threads: 2 } },
  ...more,
});

const readOf = (id: string, settings: Partial<TrainingSettings>, perplexities: number[]) => ({
  run: { ...modelOf(id, { epochs: perplexities.length }), hasModel: true },
  history: {
    curves: new RunCurves(
      perplexities.map((perplexity, index) => ({
        ...plainEpoch,
        ...{ epoch: index + 1, perplexity, seconds: 30, gradientNorm: 1, clipped: 0 },
      })),
    ),
    ...{
      samples: [],
      samplesInAll: 0,
      stepsPerEpoch: 8,
      changes: [],
      engineVersion: '1.30.0',
      stepVersion: 2,
    },
    ...{ settings: { ...defaultSettings, ...settings }, corpusHash: 'a' },
  },
});

beforeEach(() => {
  messages.language = 'en';
});

describe('runs that are drawn together', () => {
  it('are told by nothing but what differs', () => {
    expect(differing([made(), made({ clippingThreshold: 0, sampling: 'consecutive' })])).toEqual([
      ...['Random · θ 0.01', 'Consecutive · θ 0'],
    ]);
    expect(differing([made(), made({ maxCharacters: 0 })])).toEqual([
      ...['Characters to learn 10,000', 'Characters to learn all'],
    ]);
    messages.language = 'zh';
    expect(differing([made(), made({ sampling: 'consecutive' })])).toEqual([
      ...['随机采样', '相邻采样'],
    ]);
  });

  it('are told by four things, and by more only where these are the same', () => {
    const all = [
      made({ hiddenSize: 64 }),
      made({ cell: 'gru', sampling: 'consecutive' }),
      made({ learningRate: 1, clippingThreshold: 0 }),
      made({ hiddenSize: 32, seed: 2 }),
      made({ hiddenSize: 32, seed: 3 }),
    ];
    expect(differing(all)).toEqual([
      'RNN · Random · η 100 · θ 0.01 · H 64',
      'GRU · Consecutive · η 100 · θ 0.01',
      'RNN · Random · η 1 · θ 0',
      'RNN · Random · η 100 · θ 0.01 · H 32 · Seed 2',
      'RNN · Random · η 100 · θ 0.01 · H 32 · Seed 3',
    ]);
  });

  it('are not told by what has no part in a run', () => {
    expect(differing([made({ clip: 'off' }), made({ clip: 'off', clippingThreshold: 1 })])).toEqual(
      ['', ''],
    );
    expect(differing([made(), made({ clip: 'off', clippingThreshold: 1 })])).toEqual([
      ...['Clipping By norm', 'Clipping Off'],
    ]);
    // The embedding of tied weights is as large as there are hidden units.
    const tied = { tied: true, embeddingSize: 64, hiddenSize: 64 };
    expect(differing([made(tied), made({ ...tied, embeddingSize: 32, hiddenSize: 32 })])).toEqual([
      ...['H 64', 'H 32'],
    ]);
    expect(differing([made({ ...tied, tied: false }), made(tied)])).toEqual([
      ...['Tie the weights: no', 'Tie the weights: yes'],
    ]);
    const step = { schedule: 'step', stepPeriod: 10 } as const;
    expect(differing([made(step), made({ ...step, stepPeriod: 20 }), made()])).toEqual([
      ...['Step · Step interval 10', 'Step · Step interval 20', 'Constant'],
    ]);
  });

  it('are told by their text where that differs, whatever it is called', () => {
    expect(differing([made(), made({}, { corpusName: '另一个名字' })])).toEqual(['', '']);
    expect(differing([made(), made({}, { corpusName: '河', corpusHash: 'b' })])).toEqual([
      ...['歌词', '河'],
    ]);
  });

  it('are told by their names where nothing else tells two of them apart', () => {
    const all = [readOf('a', {}, [9]), readOf('b', {}, [9]), readOf('c', { learningRate: 1 }, [9])];
    const [one, two, three] = drawnTogether(all).map(({ differs }) => differs);
    expect(one).not.toBe(two);
    expect(one).toMatch(/ · η 100$/);
    expect(three).toBe('η 1');
  });
});

describe('what models came to and were made with', () => {
  const all = [readOf('a', {}, [9, 4, 5]), readOf('b', { clippingThreshold: 0, seed: 2 }, [8, 5])];
  const rowOf = (rows: ReturnType<typeof resultRows>, name: string) =>
    rows.find((row) => row.name === name);

  it('is told row by row, with the rows in which they differ', () => {
    const rows = settingRows(all);
    expect(rowOf(rows, 'Threshold')).toEqual({
      ...{ name: 'Threshold', values: ['0.01', '0'], differs: true },
    });
    expect(rowOf(rows, 'Seed')).toMatchObject({ values: ['1', '2'], differs: true });
    expect(rowOf(rows, 'Sampling')).toMatchObject({ values: ['Random', 'Random'], differs: false });
  });

  it('has final and best perplexity, and the time', () => {
    const rows = resultRows(all);
    expect(rowOf(rows, 'Final perplexity')!.values).toEqual(['5.000', '5.000']);
    expect(rowOf(rows, 'Best perplexity')!.values[0]).toMatch(/4\.000.*2/);
    expect(rowOf(rows, 'Held-out perplexity')!.values).toEqual(['–', '–']);
    expect(rowOf(rows, 'Training time')!.values).toEqual(['1:30', '1:00']);
  });

  it('waits for what is not read', () => {
    expect(rowOf(settingRows([all[0]!, null]), 'Threshold')).toEqual({
      ...{ name: 'Threshold', values: ['0.01', null], differs: false },
    });
  });
});
