/** What is foretold of a run's memory, held to real compute processes; `npm run bench -- footprint` does it over many more shapes. */
import { describe, expect, it } from 'vitest';
import { trainingMemory } from '../../src-main/core/memory.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { spawnCompute } from './compute-process.ts';
import { footprintOf, shapeOf } from './footprint.ts';

describe.each(['onnx', 'tensorflow'] as const)('%s', (engine) => {
  it.skipIf(!isPresent(engine)).each([
    ['hardly anything', shapeOf(30, 1, 1, 1)],
    ['many characters', shapeOf(5000, 16, 35, 64)],
    ['many states', shapeOf(100, 256, 40, 128)],
    ['large weights', shapeOf(6000, 512, 2, 4)],
  ])('takes what is foretold, to a quarter: %s', async (_, shape) => {
    const taken = await footprintOf(spawnCompute, engine, shape, await temporaryFolder());
    const off = trainingMemory(engine, shape) / taken - 1;
    expect(Math.abs(off), `${(100 * off).toFixed(0)} % of ${taken}`).toBeLessThan(0.25);
  });
});
