/** Leaving room for other programs, with real compute processes: their priority, their threads, and what the time of a run is measured with. */
import { availableParallelism, getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { leavingRoom } from '../../../src-main/contract/engine.ts';
import type { EngineStart, Spawn } from '../../../src-main/supervisor/channel.ts';
import { ENDLESS, spawnCompute } from '../../compute/compute-process.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { openForTest } from '../open-product.ts';

it('is one thread fewer than all, and always one', () => {
  expect([1, 2, 4, 8].map((threads) => leavingRoom(threads, 4))).toEqual([1, 2, 3, 3]);
  expect(leavingRoom(1, 1)).toBe(1);
});

it.runIf(isPresent('onnx'))(
  'a run begins at a low priority with a thread fewer, and writing gives way to it all the same',
  { tags: ['long'] },
  async () => {
    const started: { start: EngineStart; pid: number }[] = [];
    const spawn: Spawn = (start) => {
      const channel = spawnCompute(start);
      started.push({ start, pid: channel.pid! });
      return channel;
    };
    const { handlers, training, supervisor, corpusId } = await openForTest({ spawn });
    await handlers['preferences.set']({ leavesRoom: true });
    const settings = { hiddenSize: 8, timeSteps: 5, batchSize: 2, epochs: ENDLESS, prefixes: [] };
    const begin = () =>
      handlers['training.start']({ corpusId, engine: 'onnx', settings, withText: true });
    await begin();
    await expect.poll(() => training.status().epochs).toBeGreaterThan(0);
    const threads = leavingRoom(Math.min(8, availableParallelism()), availableParallelism());
    expect(training.status().engine).toMatchObject({ threads, leavesRoom: true });
    const usual = getPriority();
    const ofRun = getPriority(supervisor.pid);
    expect(ofRun).toBeGreaterThan(usual);

    await handlers['training.save']({});
    const [model] = await handlers['models.list']({});
    const asked = { modelId: model!.id, prefix: '想要', temperature: 1, seed: 7 };
    await handlers['writing.write']({ ...asked, id: 'piece', length: 5 });
    const writing = started.find(({ start }) => start.givesWay)!;
    expect(getPriority(writing.pid)).toBeGreaterThan(ofRun);
    await handlers['training.stop']({});

    // Another process takes its place: what is low once is not raised again.
    await handlers['preferences.set']({ threads: 1, leavesRoom: false });
    await begin();
    await expect.poll(() => training.status().epochs).toBeGreaterThan(0);
    expect(training.status().engine!.leavesRoom).toBeUndefined();
    expect(getPriority(supervisor.pid)).toBe(usual);
    await handlers['training.stop']({});
  },
);

it.runIf(isPresent('onnx'))(
  'the time of a run is measured as it will be made, and not mixed up with that of others',
  async () => {
    const priorities: { leavesRoom: boolean; measures: boolean }[] = [];
    const spawn: Spawn = (start) => {
      const { leavesRoom = false, measures = false } = start;
      priorities.push({ leavesRoom, measures });
      return spawnCompute(start);
    };
    const { handlers, corpusId } = await openForTest({ spawn });
    const settings = { hiddenSize: 8, timeSteps: 5, batchSize: 2, epochs: 3, prefixes: [] };
    const forecast = () => handlers['training.forecast']({ corpusId, settings, engine: 'onnx' });
    for (const leavesRoom of [true, false]) {
      await handlers['preferences.set']({ threads: 1, leavesRoom });
      expect(await forecast()).toMatchObject({ threads: 1, isRough: false });
      expect(await forecast()).toMatchObject({ threads: 1, isRough: false }); // as remembered
    }
    expect(priorities).toEqual([
      { leavesRoom: true, measures: true },
      { leavesRoom: false, measures: true },
    ]);
  },
);
