import { describe, expect, test } from 'vitest';
import { HISTORY_EPOCHS, HISTORY_SAMPLES } from '../../../../src-main/contract/api.ts';
import type { EpochReport, Sample } from '../../../../src-main/contract/training.ts';
import {
  RunReader,
  type Before,
  type RunEvent,
} from '../../../../src-main/hosts/cli/reports/run-reader.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';

const epochs: EpochReport[] = [];
const samples: Sample[] = [];
const learn = (epoch: number): void => {
  epochs.push({ epoch, perplexity: 1, seconds: 1, gradientNorm: 1, clipped: 0, ...plainEpoch });
};
const write = (epoch: number, prefix: string): void => {
  samples.push({ epoch, prefix, continuation: '' });
};
const name = (told: RunEvent): string =>
  told.event === 'epoch' ? `${told.report.epoch}` : `${told.sample.epoch}${told.sample.prefix}`;

const open = (before?: Before): (() => string[]) => {
  epochs.length = samples.length = 0;
  const reader = new RunReader(
    (epochsFrom, samplesFrom) => ({
      epochs: epochs.slice(epochsFrom, epochsFrom + HISTORY_EPOCHS),
      samples: samples.slice(samplesFrom, samplesFrom + HISTORY_SAMPLES),
    }),
    before,
  );
  return () => [...reader.read()].map(name);
};

describe('a run that is read while it grows', () => {
  test('samples stand after their epoch, in whatever messages they come', () => {
    const read = open();
    [1, 2].forEach(learn);
    expect(read()).toEqual(['1', '2']);
    expect(read()).toEqual([]);
    write(2, 'a');
    expect(read()).toEqual(['2a']);
    write(2, 'b');
    [3, 4].forEach(learn);
    write(4, 'a');
    write(4, 'b');
    learn(5);
    expect(read()).toEqual(['2b', '3', '4', '4a', '4b', '5']);
  });

  test('more than a page at once is read to the end', () => {
    const read = open();
    const count = 2 * HISTORY_EPOCHS + 3;
    for (let epoch = 1; epoch <= count; epoch++) {
      learn(epoch);
      if (epoch % 2 === 0) ['a', 'b'].forEach((prefix) => write(epoch, prefix));
    }
    const told = read();
    expect(told).toHaveLength(count + 2 * Math.floor(count / 2));
    expect(told.map((one) => parseInt(one))).toEqual(
      told.map((one) => parseInt(one)).sort((a, b) => a - b),
    );
    expect(told.slice(-4)).toEqual([`${count - 1}`, `${count - 1}a`, `${count - 1}b`, `${count}`]);
  });

  test('what is written at the end of a run that ends early is told, too', () => {
    const read = open();
    [1, 2, 3].forEach(learn);
    expect(read()).toEqual(['1', '2', '3']);
    write(3, 'a');
    expect(read()).toEqual(['3a']);
  });

  test('one that goes on is told from there, with the samples that were still due', () => {
    const read = open({ epochs: 4, samples: 3 });
    [1, 2, 3, 4].forEach(learn);
    for (const prefix of ['a', 'b']) write(2, prefix);
    write(4, 'a');
    expect(read()).toEqual([]);
    learn(5);
    write(4, 'b');
    learn(6);
    write(6, 'a');
    expect(read()).toEqual(['4b', '5', '6', '6a']);
  });
});
