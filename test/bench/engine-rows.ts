/** Rows on the engines: how fast they train, with each cell, how near that is to their own products, what memory they take, how fast they write. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { EngineName } from '../../src-main/contract/engine.ts';
import type { EpochReport } from '../../src-main/contract/training.ts';
import { initialModel, type Architecture } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { threadsOf } from '../../src-main/services/engines/engines.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { ComputeLink } from '../../src-main/supervisor/link.ts';
import { flopPerEpoch, predictionsPerEpoch, type Size } from './sizes.ts';
import { median, spread } from './statistics.ts';
import { train } from '../compute/train.ts';
import { allCells, plainRnn } from '../contract/all-cells.ts';
import { atLeast, atMost, heading, row, type Target } from './table.ts';

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

/** What writes, and how many characters a second are to be reached with ONNX Runtime. */
const WRITERS = [
  ['an RNN', plainRnn, 15_000],
  ['two layers of an LSTM', { ...plainRnn, cell: 'lstm', layers: 2 }, 6000],
] as const;

/** Writing one character at a time, at the hidden size and vocabulary of `size`: the most probable one, and drawn. */
export async function printWriting(
  computeProgram: string,
  engines: readonly EngineName[],
  size: Size,
): Promise<void> {
  for (const engine of engines) {
    heading(`writing at ${size.name}: ${engine}`);
    for (const [name, kind, wanted] of WRITERS)
      for (const temperature of [0, 1]) {
        const { vocabularySize, settings } = size;
        const architecture = { ...kind, vocabularySize, hiddenSize: settings.hiddenSize };
        const rate = await measureWriting(computeProgram, engine, architecture, temperature);
        const how = temperature === 0 ? 'the most probable' : 'drawn';
        row(
          `${name}: characters a second, ${how}`,
          rate.toFixed(0),
          engine === 'onnx' ? atLeast(rate, wanted, wanted.toLocaleString('en')) : undefined,
        );
      }
  }
}

async function measureWriting(
  computeProgram: string,
  engine: EngineName,
  architecture: Architecture,
  temperature: number,
): Promise<number> {
  const link = new ComputeLink(
    childProcessSpawn(computeProgram)({ engine, threads: threadsOf(engine) }),
    () => {},
  );
  await link.calls.open({ key: 'bench', model: initialModel(architecture, new Random(1)) });
  const rates: number[] = [];
  for (let time = 0; time < 6; time++) {
    const length = 5000;
    const request = {
      key: 'bench',
      id: `${time}`,
      prefix: Int32Array.of(1),
      length,
      temperature,
      seed: 1,
    };
    const { seconds } = await link.calls.write(request);
    if (time > 0) rates.push(length / seconds);
  }
  await link.end();
  return median(rates);
}

/** Of the largest product of a step, with all cores: the yardstick of the machine, whatever threads training takes. */
export function measureProductRate(
  engine: EngineName,
  threads: number,
  { settings, vocabularySize }: Size,
): Promise<number> {
  const { timeSteps, batchSize, hiddenSize } = settings;
  const shape = [timeSteps * batchSize, hiddenSize, vocabularySize];
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'step', 'product-rate.ts');
    const args = [engine, ...[threads, ...shape].map(String)];
    const child = fork(program, args, { stdio: 'inherit' });
    child.once('message', (flops) => resolve(Number(flops)));
    child.once('exit', (code) => reject(new Error(`the product's process ended with ${code}`)));
  });
}

/** Of the cells, in turns. */
const ROUNDS = 3;
/** Of each cell and round; the first two warm up. */
const EPOCHS = 12;
/** How many times as long as one of the RNN a step may take. */
const MOST: Readonly<Record<string, number>> = { 'a GRU': 2.2, 'an LSTM': 2.8 };

/** What a step of each cell takes, as a ratio to one of the book's first cell. */
export async function printCells(
  computeProgram: string,
  engines: readonly EngineName[],
  size: Size,
): Promise<void> {
  for (const engine of engines) {
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const seconds: number[] = [];
      for (const [, kind] of allCells) {
        const ofCell = { ...size, settings: { ...size.settings, ...kind } };
        const measured = await measureTraining(computeProgram, engine, ofCell, EPOCHS);
        seconds.push(measured.secondsPerEpoch);
      }
      rounds.push(seconds);
    }
    heading(`the cells at ${size.name}: ${engine}, ${threadsOf(engine)} threads`);
    for (const [at, [name]] of allCells.entries()) {
      const seconds = median(rounds.map((round) => round[at]!));
      const ratio = median(rounds.map((round) => round[at]! / round[0]!));
      row(
        `${name}: seconds an epoch, and against an RNN's`,
        `${seconds.toFixed(3)} s, ${ratio.toFixed(2)} ×`,
        targetOf(name, engine, ratio),
      );
    }
  }
}

/** The targets are those of the engine that most runs get. */
function targetOf(name: string, engine: EngineName, ratio: number): Target | undefined {
  const most = MOST[name];
  return engine === 'onnx' && most !== undefined
    ? atMost(ratio, most, `${most} × an RNN's`)
    : undefined;
}
