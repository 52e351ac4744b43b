/**
 * Writing with one thread, as a process beside a run has it, and with all: at the book's size, where products are shared out.
 *
 * @module-tag long
 */
import { expect, it } from 'vitest';
import { form } from '../../src-main/contract/writing/constraint.ts';
import { initialModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { ComputeLink } from '../../src-main/supervisor/link.ts';
import { allThreads, onEachEngine } from '../engines/on-each-engine.ts';
import { spawnCompute } from './compute-process.ts';
import { plainRnn } from '../contract/all-cells.ts';

const architecture = { ...plainRnn, vocabularySize: 1027, hiddenSize: 256 };
const characters = Array.from({ length: architecture.vocabularySize }, (_, id) =>
  id === 0 ? '\n' : String.fromCodePoint(0x4e00 + id),
);

async function written(engine: EngineName, threads: number, givesWay: boolean) {
  const link = new ComputeLink(spawnCompute({ engine, threads, givesWay }), () => {});
  try {
    const model = initialModel(architecture, new Random(1));
    await link.calls.open({ key: 'model', model, characters });
    const asked = {
      key: 'model',
      id: 'piece',
      prefix: Int32Array.of(1, 2),
      temperature: 1,
      seed: 3,
    };
    const { continuation } = await link.calls.write({ ...asked, length: 2000 });
    const { readings } = await link.calls.search({
      ...{ ...asked, form: form.parse({ lines: [{ length: { min: 7, max: 7 } }] }) },
      ...{ lineBreak: '\n', readings: [], noCopy: null, spared: [], count: 6, shown: [] },
    });
    return { continuation, readings: readings.map(({ ids }) => ids) };
  } finally {
    await link.end();
  }
}

onEachEngine((engine) => {
  it('writes the same by the same seed', async () => {
    const alone = await written(engine, allThreads, false);
    expect(alone.readings.length).toBeGreaterThan(0);
    expect(await written(engine, 1, true)).toEqual(alone);
  });
});
