/** Rows on the cells: what a step of each takes, as a ratio to one of the book's first cell, in turns. */
import type { EngineName } from '../../src-main/contract/engine.ts';
import { threadsOf } from '../../src-main/services/engines/engines.ts';
import { allCells } from '../contract/all-cells.ts';
import { measureTraining } from './engine-rows.ts';
import type { Size } from './sizes.ts';
import { median } from './statistics.ts';
import { atMost, heading, row, type Target } from './table.ts';

const ROUNDS = 3;
/** Of each cell and round; the first two warm up. */
const EPOCHS = 12;
/** How many times as long as one of the RNN a step may take. */
const MOST: Readonly<Record<string, number>> = { 'a GRU': 2.2, 'an LSTM': 2.8 };

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
