/** Which engine a run gets: the one chosen, the only one, or the faster one, which is measured until it is clear and then remembered. */
import { spawn as spawnChild } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { availableParallelism } from 'node:os';
import type { EngineName } from '../../../src-main/contract/engine.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { createSession } from '../../../src-main/compute/session.ts';
import { presentEngines } from '../../../src-main/engines/presence.ts';
import { Engines, machineOf, threadsOf } from '../../../src-main/services/engines/engines.ts';
import { operations } from '../../../src-main/services/engines/step-cost.ts';
import { Supervisor } from '../../../src-main/supervisor/supervisor.ts';
import { ReferenceEngine } from '../../core/reference-engine.ts';
import { spawnCompute } from '../../compute/compute-process.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { inProcess } from '../../supervisor/in-process.ts';
import { plainRnn, plainStep } from '../../contract/all-cells.ts';

const shape = {
  ...{ ...plainRnn, ...plainStep },
  ...{ vocabularySize: 1000, hiddenSize: 256, timeSteps: 35, batchSize: 32 },
};
/** A run that is long enough for a measurement of the longest kind. */
const long = { shape, steps: 100_000 };
const both = [
  { name: 'onnx', version: '1.30.0' },
  { name: 'tensorflow', version: '4.22.0' },
] as const;

/** Of each turn in order, the last one again and again; `broken` for an engine that does not work, `hangs` for one that never answers. */
type Seconds = readonly number[] | 'broken' | 'hangs';

interface Options {
  present?: readonly { name: EngineName; version: string }[];
  folder?: string;
  version?: string;
  /** Share of the machine that other programs take. */
  others?: number;
  threads?: number | null;
  /** Whether the graphics processor was tried, and agreed. */
  graphics?: boolean;
}

/** Engines whose steps take the given time. */
async function choose(
  seconds: Partial<Record<EngineName, Seconds>>,
  {
    present = both,
    folder,
    version = '1.0.0',
    others = 0,
    threads = null,
    graphics = false,
  }: Options = {},
) {
  const turns: EngineName[] = [];
  const { spawn, alive, starts } = inProcess((start, tell) => ({
    ...createSession(new ReferenceEngine(), tell),
    measure: async () => {
      const times = seconds[start.engine]!;
      if (times === 'hangs') return new Promise<never>(() => {});
      if (times === 'broken')
        throw new VerseloomError('engine.unavailable', { engine: start.engine, reason: 'broken' });
      const mine = turns.filter((engine) => engine === start.engine).length;
      turns.push(start.engine);
      return { seconds: times[Math.min(mine, times.length - 1)]!, cpuSeconds: 0 };
    },
  }));
  const supervisor = new Supervisor(spawn, { event: () => {}, change: () => {} });
  onTestFinished(() => supervisor.close());
  const path = join(folder ?? (await temporaryFolder()), 'engines.json');
  const engines = new Engines(
    ...([present, path, supervisor, version, () => () => others, () => threads] as const),
    () => false,
    () => (graphics ? { name: 'webgpu', version: '1.30.0' } : null),
  );
  const remembered = async (): Promise<unknown[]> => {
    const text = await readFile(path, 'utf8').catch(() => '{"shapes":{}}');
    return Object.values((JSON.parse(text) as { shapes: object }).shapes);
  };
  return { engines, turns, path, alive, starts, remembered };
}

describe('the graphics processor', () => {
  it('is taken where it wins every round against both others, and measured against each', async () => {
    const seconds = { onnx: [0.05], tensorflow: [0.09], webgpu: [0.02] };
    const { engines, turns } = await choose(seconds, { graphics: true });
    const { engine, secondsPerStep } = await engines.resolve('auto', long);
    expect(engine).toMatchObject({ name: 'webgpu', version: '1.30.0', reason: 'fastest' });
    expect(engine).toMatchObject({ ratio: expect.closeTo(2.5, 10), next: 'onnx' });
    expect(secondsPerStep).toBe(0.02);
    expect(new Set(turns)).toEqual(new Set(['onnx', 'tensorflow', 'webgpu']));
  });

  it.each([
    ['where it is slower', [0.09], 'onnx', 'fastest'],
    ['where it is not clearly faster', [0.048], 'onnx', 'assumed'],
    ['where it does not work', 'broken', 'onnx', 'fastest'],
  ] as const)('is not taken %s', async (_, webgpu, name, reason) => {
    const seconds = { onnx: [0.05], tensorflow: [0.07], webgpu };
    const { engines } = await choose(seconds, { graphics: true });
    expect((await engines.resolve('auto', long)).engine).toMatchObject({ name, reason });
  });

  it('has a part in what is remembered only where it is offered', async () => {
    const folder = await temporaryFolder();
    const seconds = { onnx: [0.05], tensorflow: [0.09], webgpu: [0.02] };
    const without = await choose(seconds, { folder });
    expect((await without.engines.resolve('auto', long)).engine.name).toBe('onnx');
    const offered = await choose(seconds, { folder, graphics: true });
    expect((await offered.engines.resolve('auto', long)).engine.name).toBe('webgpu');
    const again = await choose(seconds, { folder, graphics: true });
    expect((await again.engines.resolve('auto', long)).engine.name).toBe('webgpu');
    expect(again.turns).toEqual([]);
    const gone = await choose(seconds, { folder });
    expect((await gone.engines.resolve('auto', long)).engine.name).toBe('onnx');
  });

  it('is not waited for where its driver is not ready in time, this time and the next', async () => {
    const folder = await temporaryFolder();
    const short = { shape, steps: 1500 }; // a limit of a second or two
    const seconds = { onnx: [0.05], webgpu: 'hangs' } as const;
    const present = both.slice(0, 1);
    const { engines, turns, alive } = await choose(seconds, { folder, present, graphics: true });
    const { engine } = await engines.resolve('auto', short);
    expect(engine).toMatchObject({ name: 'onnx', reason: 'fastest' });
    expect(engine.ratio).toBeUndefined();
    expect(turns.length).toBeGreaterThan(3);
    expect(alive()).toBe(0);
    const again = await choose(seconds, { folder, present, graphics: true });
    expect((await again.engines.resolve('auto', short)).engine.name).toBe('onnx');
    expect(again.starts).toEqual([]);
  });

  it('never writes, and is not chosen where it is not offered', async () => {
    const { engines } = await choose({}, { graphics: true });
    expect(engines.preferred('webgpu')).toBe('onnx');
    const { engines: others } = await choose({});
    await expect(others.resolve('webgpu', long)).rejects.toMatchObject({ code: 'engine.untried' });
    expect(() => others.possible('webgpu')).toThrow('engine.untried');
  });
});

describe('auto', () => {
  it('takes the faster one, says how much slower the other is, and what a step takes', async () => {
    const { engines, alive, starts } = await choose({ onnx: [0.02], tensorflow: [0.05] });
    expect(await engines.resolve('auto', long)).toEqual({
      engine: {
        ...{ name: 'onnx', version: '1.30.0', threads: threadsOf('onnx'), reason: 'fastest' },
        ratio: expect.closeTo(2.5, 10),
        next: 'tensorflow',
      },
      secondsPerStep: 0.02,
    });
    expect(starts).toEqual([
      { engine: 'onnx', threads: threadsOf('onnx') },
      { engine: 'tensorflow', threads: threadsOf('tensorflow') },
    ]);
    expect(alive()).toBe(0);
    const other = await choose({ onnx: [0.06], tensorflow: [0.04] });
    expect(await other.engines.resolve('auto', long)).toMatchObject({
      engine: { name: 'tensorflow', version: '4.22.0', threads: 1, reason: 'fastest' },
      secondsPerStep: 0.04,
    });
  });

  it('measures the two in turn, and compares their best: what comes between hits both', async () => {
    // The first turn warms up; one disturbed turn of the faster engine is still below the other's.
    const { engines, turns } = await choose({
      onnx: [9, 0.02, 0.04, 0.03],
      tensorflow: [0.001, 0.06, 0.05, 0.07],
    });
    const { engine } = await engines.resolve('auto', long);
    expect(engine).toMatchObject({ name: 'onnx', ratio: expect.closeTo(2.5, 10) as number });
    const rounds = turns.slice(2);
    expect(rounds.length).toBeGreaterThanOrEqual(6);
    rounds.forEach((name, i) => expect(name).toBe(i % 2 === 0 ? 'onnx' : 'tensorflow'));
  });

  it.each([
    ['times that are too near to each other', { onnx: [0.022], tensorflow: [0.02] }, 0],
    ['rounds that do not agree', { onnx: [1, 0.05, 0.05, 0.01], tensorflow: [0.02] }, 0],
    ['a machine that others keep busy', { onnx: [0.05], tensorflow: [0.02] }, 0.4],
  ] as const)('takes ONNX Runtime and keeps nothing for %s', async (_, seconds, others) => {
    const { engines, turns, remembered } = await choose(seconds, { others });
    const assumed = { engine: { name: 'onnx', reason: 'assumed' } };
    expect(await engines.resolve('auto', long)).toMatchObject(assumed);
    expect(await remembered()).toEqual([]);
    const made = turns.length;
    await engines.resolve('auto', long);
    expect(turns.length, 'measured again').toBe(2 * made);
  });

  it('measures nothing for a run that is over sooner', async () => {
    const { engines, starts } = await choose({ onnx: [1], tensorflow: [0.1] });
    const resolved = await engines.resolve('auto', { shape, steps: 24 });
    expect(resolved).toMatchObject({ engine: { name: 'onnx', reason: 'assumed' } });
    expect(starts).toEqual([]);
  });

  it('measures for a share of a run of middling length, whatever number of milliseconds that is', async () => {
    const { engines } = await choose({ onnx: [0.01], tensorflow: [0.1] });
    for (const steps of [701, 1009, 2003])
      expect(
        await engines.resolve('auto', { steps, shape: { ...shape, batchSize: 31 + (steps % 2) } }),
      ).toMatchObject({ engine: { name: 'onnx', reason: 'fastest' } });
  });

  it('waits no longer than it may, for one that never answers', { tags: ['long'] }, async () => {
    const { engines, alive, remembered } = await choose({ onnx: 'hangs', tensorflow: [0.1] });
    const started = performance.now();
    const resolved = await engines.resolve('auto', long);
    expect(resolved).toMatchObject({ engine: { name: 'onnx', reason: 'assumed' } });
    expect(performance.now() - started).toBeLessThan(15_000); // 4 s of measuring, and a busy machine
    expect(alive()).toBe(0);
    expect(await remembered()).toEqual([]);
  });

  it('gives up at once when the run is stopped, and ends both processes', async () => {
    const { engines, alive, starts } = await choose({ onnx: 'hangs', tensorflow: 'hangs' });
    const stop = new AbortController();
    const resolving = engines.resolve('auto', long, stop.signal);
    while (starts.length < 2) await new Promise(setImmediate);
    stop.abort();
    await resolving;
    expect(alive()).toBe(0);
  });

  it('measures a large shape by fewer steps in time, and tells what a whole step takes', async () => {
    const large = { ...shape, hiddenSize: 2048, timeSteps: 200 };
    const measured: object[] = [];
    const { spawn } = inProcess((start, tell) => ({
      ...createSession(new ReferenceEngine(), tell),
      measure: (of) => {
        measured.push(of);
        return { seconds: start.engine === 'onnx' ? 0.1 : 0.3, cpuSeconds: 0 };
      },
    }));
    const supervisor = new Supervisor(spawn, { event: () => {}, change: () => {} });
    onTestFinished(() => supervisor.close());
    const path = join(await temporaryFolder(), 'engines.json');
    const engines = new Engines(both, path, supervisor, '1', () => () => 0);
    const resolved = await engines.resolve('auto', { shape: large, steps: 1000 });
    const { timeSteps, ...rest } = measured[0] as typeof large;
    expect(rest).toEqual({
      ...plainRnn,
      ...plainStep,
      vocabularySize: 1000,
      hiddenSize: 2048,
      batchSize: 32,
    });
    expect(timeSteps).toBeLessThan(20);
    expect(resolved.secondsPerStep).toBeCloseTo(
      (0.1 * operations(large)) / operations({ ...large, timeSteps }),
      6,
    );
  });

  it('measures once for a shape, also after a restart', async () => {
    const folder = await temporaryFolder();
    const seconds = { onnx: [0.02], tensorflow: [0.05] };
    const first = await choose(seconds, { folder });
    const chosen = await first.engines.resolve('auto', long);
    const made = first.turns.length;
    expect(await first.engines.resolve('auto', long)).toEqual(chosen);
    expect(first.turns.length).toBe(made);
    const second = await choose({ onnx: 'broken', tensorflow: 'broken' }, { folder });
    expect(await second.engines.resolve('auto', long)).toEqual(chosen);
    expect(second.starts).toEqual([]);
    expect(await second.engines.expected(['onnx', 'tensorflow'], shape)).toBe('onnx');
    expect(await first.remembered()).toEqual([{ onnx: 0.02, tensorflow: 0.05 }]);
  });

  it('measures again for another shape, not for a vocabulary of about the same size', async () => {
    const { engines, starts, remembered } = await choose({ onnx: [1], tensorflow: [2] });
    const measures = async (other: Partial<typeof shape>): Promise<boolean> => {
      const before = starts.length;
      await engines.resolve('auto', { ...long, shape: { ...shape, ...other } });
      return starts.length > before;
    };
    expect(await measures({})).toBe(true);
    expect(await measures({ ...plainRnn, vocabularySize: 900 })).toBe(false);
    expect(await measures({ ...plainRnn, vocabularySize: 1100 })).toBe(true);
    expect(await measures({ hiddenSize: 128 })).toBe(true);
    expect(await measures({ timeSteps: 30 })).toBe(true);
    expect(await measures({ batchSize: 16 })).toBe(true);
    expect(await remembered()).toHaveLength(5);
  });

  it.each([
    ['an engine', { present: [{ name: 'onnx', version: '2.0.0' }, both[1]] }],
    ['the product', { version: '1.0.1' }],
  ] as const)('forgets all with another version of %s', async (_, changed) => {
    const folder = await temporaryFolder();
    const seconds = { onnx: [1], tensorflow: [2] };
    const before = await choose(seconds, { folder });
    await before.engines.resolve('auto', long);
    const other = { ...long, shape: { ...shape, batchSize: 16 } };
    await before.engines.resolve('auto', other);
    const newer = await choose(seconds, { folder, ...changed });
    await newer.engines.resolve('auto', long);
    expect(newer.starts).toHaveLength(2);
    expect(await newer.remembered()).toHaveLength(1);
    expect(machineOf(both, '1')).toContain(`× ${availableParallelism()}`);
  });

  it('forgets a shape that is not as it was measured', async () => {
    const { engines, remembered, starts } = await choose({ onnx: [1], tensorflow: [2] });
    await engines.resolve('auto', long);
    await engines.forget(shape);
    expect(await remembered()).toEqual([]);
    await engines.resolve('auto', long);
    expect(starts).toHaveLength(4);
  });

  it.each(['{"half', '{"cpu × 2; V ≤ 1024":{"onnx":1,"tensorflow":2}}'])(
    'bears a file of measurements such as %s, and one that cannot be written',
    async (content) => {
      const { engines, path, starts } = await choose({ onnx: [1], tensorflow: [2] });
      await writeFile(path, content);
      const fastest = { engine: { name: 'onnx', reason: 'fastest' } };
      expect(await engines.resolve('auto', long)).toMatchObject(fastest);
      expect(await engines.resolve('auto', long)).toMatchObject(fastest);
      expect(starts.length).toBe(2);
      const folder = join(path, 'no', 'folder');
      const nowhere = await choose({ onnx: [1], tensorflow: [2] }, { folder });
      expect(await nowhere.engines.resolve('auto', long)).toMatchObject(fastest);
    },
  );

  it.each(['onnx', 'tensorflow'] as const)(
    'takes %s when the other one is installed and does not work',
    async (works) => {
      const seconds = { onnx: 'broken', tensorflow: 'broken', [works]: [1] } as const;
      const { engines, alive } = await choose(seconds);
      const only = { engine: { name: works, reason: 'only' } };
      expect(await engines.resolve('auto', long)).toMatchObject(only);
      expect(alive()).toBe(0);
    },
  );

  it.each(both)('takes $name without a measurement where there is no other', async (engine) => {
    const { engines, starts } = await choose(
      { onnx: 'broken', tensorflow: 'broken' },
      { present: [engine] },
    );
    const { name, version } = engine;
    expect(await engines.resolve('auto', long)).toEqual({
      engine: { name, version, threads: threadsOf(name), reason: 'only' },
    });
    expect(engines.preferred()).toBe(name);
    expect(starts).toEqual([]);
  });

  it('takes the one that there is memory for, without a measurement', async () => {
    const { engines, starts } = await choose({ onnx: [1], tensorflow: [2] });
    const resolved = await engines.resolve('auto', { ...long, among: ['tensorflow'] });
    expect(resolved).toMatchObject({ engine: { name: 'tensorflow', reason: 'smaller' } });
    expect(starts).toEqual([]);
  });
});

describe('a choice by hand', () => {
  it('is honoured, however slow', async () => {
    const { engines, starts } = await choose({ onnx: [1], tensorflow: [100] });
    expect(await engines.resolve('tensorflow', long)).toEqual({
      engine: { name: 'tensorflow', version: '4.22.0', threads: 1, reason: 'chosen' },
    });
    const onnx = { engine: { name: 'onnx', reason: 'chosen' } };
    expect(await engines.resolve('onnx', long)).toMatchObject(onnx);
    expect(starts).toEqual([]);
  });

  it('of what is not there is refused', async () => {
    const seconds = { onnx: 'broken', tensorflow: 'broken' } as const;
    const { engines } = await choose(seconds, { present: [both[0]] });
    await expect(engines.resolve('tensorflow', long)).rejects.toMatchObject({
      ...{ code: 'engine.unavailable', params: { engine: 'tensorflow' } },
    });
    const none = await choose(seconds, { present: [] });
    for (const choice of ['auto', 'onnx', 'tensorflow'] as const)
      await expect(none.engines.resolve(choice, long)).rejects.toMatchObject({
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

  it('are those that a person has chosen, as far as this machine has them', async () => {
    const cores = availableParallelism();
    for (const engine of ['onnx', 'tensorflow'] as const) {
      expect(threadsOf(engine, 1)).toBe(1);
      expect(threadsOf(engine, cores + 1)).toBe(cores);
    }
    const { engines } = await choose({ onnx: [0.02], tensorflow: [0.05] }, { threads: cores });
    expect((await engines.resolve('tensorflow', long)).engine.threads).toBe(cores);
    expect(engines.startOf('tensorflow')).toEqual({ engine: 'tensorflow', threads: cores });
  });

  it('decide what is measured: with another number it is measured anew, and both are remembered', async () => {
    const folder = await temporaryFolder();
    const times = { onnx: [0.02], tensorflow: [0.05] };
    const chosen = await choose(times, { folder, threads: 1 });
    await chosen.engines.resolve('auto', long);
    expect(chosen.starts.map(({ threads }) => threads)).toEqual([1, 1]);
    const automatic = await choose(times, { folder });
    await automatic.engines.resolve('auto', long);
    expect(automatic.starts).toHaveLength(2);
    expect(await automatic.remembered()).toHaveLength(2);
    const again = await choose(times, { folder, threads: 1 });
    await again.engines.resolve('auto', long);
    expect(again.starts).toEqual([]);
  });
});

describe.skipIf(!isPresent('onnx') || !isPresent('tensorflow'))('both engines for real', () => {
  const measure = async () => {
    const path = join(await temporaryFolder(), 'engines.json');
    const supervisor = new Supervisor(spawnCompute, { event: () => {}, change: () => {} });
    onTestFinished(() => supervisor.close());
    const engines = new Engines(presentEngines(), path, supervisor, '1.0.0');
    const { engine } = await engines.resolve('auto', long);
    return { engine, remembered: await readFile(path, 'utf8').catch(() => undefined) };
  };

  it('remember a winner only where they show one', { tags: ['long'] }, async () => {
    const { engine, remembered } = await measure();
    expect(engine.reason === 'fastest').toBe(remembered !== undefined);
    expect(engine.reason).toMatch(/fastest|assumed/); // other tests may be busy beside this one
    if (engine.reason === 'fastest') expect(engine.ratio).toBeGreaterThan(1.1);
    else expect(engine.name).toBe('onnx');
  });

  it(
    'keep nothing of a busy machine, where ONNX Runtime with its threads loses more',
    { tags: ['long'] },
    async () => {
      const busy = Array.from({ length: 2 * availableParallelism() }, () =>
        spawnChild(process.execPath, ['-e', 'for (;;);']),
      );
      onTestFinished(() => busy.forEach((child) => child.kill('SIGKILL')));
      const { engine, remembered } = await measure();
      expect(engine).toMatchObject({ name: 'onnx', reason: 'assumed' });
      expect(remembered).toBeUndefined();
    },
  );
});
