/** Which engine a run gets: the one chosen, the only one, or the faster one, which is measured once and remembered. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { availableParallelism } from 'node:os';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { createSession } from '../../src-main/compute/session.ts';
import { Engines, threadsOf } from '../../src-main/services/engines.ts';
import { Supervisor } from '../../src-main/supervisor/supervisor.ts';
import { ReferenceEngine } from '../core/reference-engine.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { inProcess } from '../supervisor/in-process.ts';
import { openForTest } from './open-product.ts';

const shape = { vocabularySize: 1000, hiddenSize: 256, timeSteps: 35, batchSize: 32 };
const both = [
  { name: 'onnx', version: '1.30.0' },
  { name: 'tensorflow', version: '4.22.0' },
] as const;

/** Engines whose steps take the given time; what is none does not work. */
async function choose(
  seconds: Partial<Record<EngineName, number | undefined>>,
  present: readonly { name: EngineName; version: string }[] = both,
  folder?: string,
) {
  const measured: EngineName[] = [];
  const { spawn, alive, starts } = inProcess((start, tell) => ({
    ...createSession(new ReferenceEngine(), tell),
    measure: () => {
      measured.push(start.engine);
      const time = seconds[start.engine];
      if (time === undefined)
        throw new VerseloomError('engine.unavailable', { engine: start.engine, reason: 'broken' });
      return { seconds: time };
    },
  }));
  const supervisor = new Supervisor(spawn, { event: () => {}, change: () => {} });
  onTestFinished(() => supervisor.close());
  const path = join(folder ?? (await temporaryFolder()), 'engines.json');
  return { engines: new Engines(present, path, supervisor), measured, path, alive, starts };
}

describe('auto', () => {
  it('takes the faster one, and says how much slower the other is', async () => {
    const { engines, alive, starts } = await choose({ onnx: 0.02, tensorflow: 0.05 });
    expect(await engines.resolve('auto', shape)).toEqual({
      ...{ name: 'onnx', version: '1.30.0', threads: threadsOf('onnx'), reason: 'fastest' },
      ratio: expect.closeTo(2.5, 10),
    });
    expect(starts).toEqual([
      { engine: 'onnx', threads: threadsOf('onnx') },
      { engine: 'tensorflow', threads: threadsOf('tensorflow') },
    ]);
    expect(alive()).toBe(0);
    const other = await choose({ onnx: 0.06, tensorflow: 0.04 });
    expect(await other.engines.resolve('auto', shape)).toMatchObject({
      ...{ name: 'tensorflow', version: '4.22.0', threads: 1, reason: 'fastest' },
      ratio: expect.closeTo(1.5, 10),
    });
  });

  it('measures once for a shape, also after a restart', async () => {
    const folder = await temporaryFolder();
    const first = await choose({ onnx: 0.02, tensorflow: 0.05 }, both, folder);
    const chosen = await first.engines.resolve('auto', shape);
    expect(await first.engines.resolve('auto', shape)).toEqual(chosen);
    expect(first.measured).toEqual(['onnx', 'tensorflow']);
    const second = await choose({}, both, folder);
    expect(await second.engines.resolve('auto', shape)).toEqual(chosen);
    expect(second.measured).toEqual([]);
    expect(Object.values(JSON.parse(await readFile(first.path, 'utf8')) as object)).toEqual([
      { onnx: 0.02, tensorflow: 0.05 },
    ]);
  });

  it('measures again for another shape or another version, not for a vocabulary of about the same size', async () => {
    const folder = await temporaryFolder();
    const { engines, measured } = await choose({ onnx: 1, tensorflow: 2 }, both, folder);
    await engines.resolve('auto', shape);
    await engines.resolve('auto', { ...shape, vocabularySize: 900 });
    expect(measured.length).toBe(2);
    await engines.resolve('auto', { ...shape, vocabularySize: 1100 });
    expect(measured.length).toBe(4);
    for (const field of ['hiddenSize', 'timeSteps', 'batchSize'] as const)
      await engines.resolve('auto', { ...shape, [field]: 8 });
    expect(measured.length).toBe(10);
    const newer = await choose(
      { onnx: 1, tensorflow: 2 },
      [{ name: 'onnx', version: '2.0.0' }, both[1]],
      folder,
    );
    await newer.engines.resolve('auto', shape);
    expect(newer.measured.length).toBe(2);
  });

  it('bears a file of measurements that is broken, and one that cannot be written', async () => {
    const { engines, path, measured } = await choose({ onnx: 1, tensorflow: 2 });
    await writeFile(path, '{"half');
    expect(await engines.resolve('auto', shape)).toMatchObject({ name: 'onnx', reason: 'fastest' });
    expect(await engines.resolve('auto', shape)).toMatchObject({ name: 'onnx', reason: 'fastest' });
    expect(measured.length).toBe(2);
    const nowhere = await choose({ onnx: 1, tensorflow: 2 }, both, join(path, 'no', 'folder'));
    expect(await nowhere.engines.resolve('auto', shape)).toMatchObject({
      name: 'onnx',
      reason: 'fastest',
    });
  });

  it.each(['onnx', 'tensorflow'] as const)(
    'takes %s when the other one is installed and does not work',
    async (works) => {
      const { engines, measured, alive } = await choose({ [works]: 1 });
      expect(await engines.resolve('auto', shape)).toMatchObject({ name: works, reason: 'only' });
      expect(measured).toEqual(['onnx', 'tensorflow']);
      expect(alive()).toBe(0);
    },
  );

  it.each(both)('takes $name without a measurement where there is no other', async (engine) => {
    const { engines, measured } = await choose({}, [engine]);
    const { name, version } = engine;
    expect(await engines.resolve('auto', shape)).toEqual({
      name,
      version,
      threads: threadsOf(name),
      reason: 'only',
    });
    expect(engines.preferred()).toBe(name);
    expect(measured).toEqual([]);
  });
});

describe('a choice by hand', () => {
  it('is honoured, however slow', async () => {
    const { engines, measured } = await choose({ onnx: 1, tensorflow: 100 });
    expect(await engines.resolve('tensorflow', shape)).toEqual({
      ...{ name: 'tensorflow', version: '4.22.0', threads: 1, reason: 'chosen' },
    });
    expect(await engines.resolve('onnx', shape)).toMatchObject({ name: 'onnx', reason: 'chosen' });
    expect(measured).toEqual([]);
  });

  it('of what is not there is refused', async () => {
    const { engines } = await choose({}, [both[0]]);
    await expect(engines.resolve('tensorflow', shape)).rejects.toMatchObject({
      ...{ code: 'engine.unavailable', params: { engine: 'tensorflow' } },
    });
    const none = await choose({}, []);
    for (const choice of ['auto', 'onnx', 'tensorflow'] as const)
      await expect(none.engines.resolve(choice, shape)).rejects.toMatchObject({
        code: 'engine.unavailable',
      });
    expect(() => none.engines.preferred()).toThrow('engine.unavailable');
  });
});

describe('threads', () => {
  it('are all there are up to eight for ONNX Runtime, and one for TensorFlow', () => {
    expect(threadsOf('onnx')).toBe(Math.min(8, availableParallelism()));
    expect(threadsOf('tensorflow')).toBe(1);
  });
});

describe.skipIf(!isPresent('onnx') || !isPresent('tensorflow'))('both engines for real', () => {
  it('are measured once, the faster one trains, and the ratio is shown', async () => {
    const product = await openForTest();
    await product.start({}, 'auto');
    const { engine } = await product.training.ended();
    expect(engine).toMatchObject({ reason: 'fastest' });
    expect(engine!.ratio).toBeGreaterThanOrEqual(1);
    const remembered = await readFile(join(product.root, 'engines.json'), 'utf8');
    await product.start({}, 'auto');
    expect((await product.training.ended()).engine).toEqual(engine);
    expect(await readFile(join(product.root, 'engines.json'), 'utf8')).toBe(remembered);
  });
});
