/**
 * What is foretold of the memory of a run, and of writing beside it, held to real compute processes; `npm run bench -- footprint` does it over many more shapes.
 *
 * @module-tag long
 */
import { describe, expect, it } from 'vitest';
import { trainingMemory, writingMemory } from '../../src-main/core/memory.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { spawnCompute } from './compute-process.ts';
import { footprintOf, shapeOf, writingFootprintOf } from './footprint.ts';
import { plainRnn } from '../contract/all-cells.ts';

describe.each(['onnx', 'tensorflow'] as const)('%s', (engine) => {
  it.skipIf(!isPresent(engine)).each([
    ['hardly anything', shapeOf(30, 1, 1, 1)],
    ['many characters', shapeOf(5000, 16, 35, 64)],
    ['many states', shapeOf(100, 256, 40, 128)],
    ['each character again and again', shapeOf(1500, 4, 100, 256)],
    ['large weights', shapeOf(6000, 512, 2, 4)],
    ['many states of a GRU', { ...shapeOf(100, 256, 40, 128), cell: 'gru' as const }],
    ['many states of an LSTM', { ...shapeOf(100, 256, 40, 128), cell: 'lstm' as const }],
  ])('takes what is foretold, to a quarter: %s', async (_, shape) => {
    const taken = await footprintOf(spawnCompute, engine, shape, await temporaryFolder());
    const off = trainingMemory(engine, shape) / taken - 1;
    expect(Math.abs(off), `${(100 * off).toFixed(0)} % of ${taken}`).toBeLessThan(0.25);
  });

  it.skipIf(!isPresent(engine)).each([
    ['hardly anything', { ...plainRnn, vocabularySize: 30, hiddenSize: 8, characters: 1000 }],
    [
      'the size of the book',
      { ...plainRnn, vocabularySize: 1027, hiddenSize: 256, characters: 63_000 },
    ],
    [
      'an LSTM',
      {
        ...plainRnn,
        cell: 'lstm' as const,
        vocabularySize: 1027,
        hiddenSize: 512,
        characters: 63_000,
      },
    ],
    [
      'many characters',
      { ...plainRnn, vocabularySize: 5000, hiddenSize: 128, characters: 500_000 },
    ],
  ])('takes what is foretold beside a run, to a quarter: %s', async (_, shape) => {
    const taken = await writingFootprintOf(spawnCompute, engine, shape);
    const off = writingMemory(engine, shape) / taken - 1;
    expect(Math.abs(off), `${(100 * off).toFixed(0)} % of ${taken}`).toBeLessThan(0.25);
  });
});
