/** Rows on the engines: how fast they train, how near that is to their own products, what memory they take, how fast they write. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { EngineName } from '../../src-main/contract/engine.ts';
import type { EpochReport } from '../../src-main/contract/training.ts';
import { initialModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { threadsOf } from '../../src-main/services/engines/engines.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { ComputeLink } from '../../src-main/supervisor/link.ts';
import { flopPerEpoch, predictionsPerEpoch, type Size } from './sizes.ts';
import { median, spread } from './statistics.ts';
import { train } from '../compute/train.ts';
import { plainRnn } from '../contract/all-cells.ts';

export interface Measured {
  readonly secondsPerEpoch: number;
  readonly spread: number;
  readonly charactersPerSecond: number;
  readonly flops: number;
  /** Largest resident size of the compute process up to its tenth epoch, and up to its last. */
  readonly earlyPeakBytes: number;
  readonly peakBytes: number;
  /** From asking for a pause to the answer that no step is under way. */
  readonly pauseMilliseconds: number;
}

/** Trains in a compute process as the product does. The first epochs warm up and are not counted. */
export async function measureTraining(
  computeProgram: string,
  engine: EngineName,
  size: Size,
  epochs: number,
  threads = threadsOf(engine),
): Promise<Measured> {
  const reports: EpochReport[] = [];
  const link = new ComputeLink(
    childProcessSpawn(computeProgram)({ engine, threads }),
    (name, data) => {
      if (name === 'progress') reports.push(...(data as { epochs: EpochReport[] }).epochs);
    },
  );
  const { settings, vocabularySize, ids } = size;
  const training = train(link.calls, {
    settings: { ...settings, epochs, predPeriod: epochs },
    vocabularySize,
    ids,
    prefixes: [],
  });
  while (reports.length < Math.min(10, epochs - 1))
    await new Promise((resolve) => setTimeout(resolve, 20));
  const asked = performance.now();
  await link.calls.pause({});
  const pauseMilliseconds = performance.now() - asked;
  const { peakBytes: earlyPeakBytes } = await link.calls.info({});
  await link.calls.resume({});
  await training;
  const { peakBytes } = await link.calls.info({});
  await link.end();
  const seconds = reports.slice(2).map((report) => report.seconds);
  const secondsPerEpoch = median(seconds);
  return {
    secondsPerEpoch,
    spread: spread(seconds),
    charactersPerSecond: predictionsPerEpoch(size) / secondsPerEpoch,
    flops: flopPerEpoch(size) / secondsPerEpoch,
    earlyPeakBytes,
    peakBytes,
    pauseMilliseconds,
  };
}

/** Characters a second, one at a time, at the hidden size and vocabulary of `size`. */
export async function measureWriting(
  computeProgram: string,
  engine: EngineName,
  size: Size,
): Promise<number> {
  const link = new ComputeLink(
    childProcessSpawn(computeProgram)({ engine, threads: threadsOf(engine) }),
    () => {},
  );
  const architecture = {
    ...plainRnn,
    vocabularySize: size.vocabularySize,
    hiddenSize: size.settings.hiddenSize,
  };
  await link.calls.open({ key: 'bench', model: initialModel(architecture, new Random(1)) });
  const rates: number[] = [];
  for (let time = 0; time < 6; time++) {
    const length = 5000;
    const request = {
      key: 'bench',
      id: `${time}`,
      prefix: Int32Array.of(1),
      length,
      temperature: 0,
      seed: 1,
    };
    const { seconds } = await link.calls.write(request);
    if (time > 0) rates.push(length / seconds);
  }
  await link.end();
  return median(rates);
}

/** Of one product of two 2048² matrices, with all cores: the yardstick of the machine, whatever threads training takes. */
export function measureProductRate(engine: EngineName, threads: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'product-rate.ts'), [engine, String(threads)], {
      stdio: 'inherit',
    });
    child.once('message', (flops) => resolve(Number(flops)));
    child.once('exit', (code) => reject(new Error(`the product's process ended with ${code}`)));
  });
}
