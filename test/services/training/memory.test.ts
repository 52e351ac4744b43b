/** Runs that take more memory than there is: refused before anything changes, begun where one insists, and named when that was too much. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { VerseloomError } from '../../../src-main/contract/errors.ts';
import { restingMemory, runMemory } from '../../../src-main/core/memory.ts';
import { createSession } from '../../../src-main/compute/session.ts';
import { machineOf } from '../../../src-main/services/engines/engines.ts';
import type { Spawn } from '../../../src-main/supervisor/channel.ts';
import { ENDLESS, spawnCompute } from '../../compute/compute-process.ts';
import { ReferenceEngine } from '../../core/reference-engine.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { inProcess } from '../../supervisor/in-process.ts';
import { openForTest, small } from '../open-product.ts';
import { plainRnn } from '../../contract/all-cells.ts';

const GIB = 2 ** 30;
const both = [
  { name: 'onnx' as const, version: '1' },
  { name: 'tensorflow' as const, version: '2' },
];

/** On the reference engine, where nothing takes much: what there is of memory is told. */
async function open(availableBytes: number, engines = both) {
  const { spawn, starts } = inProcess((_, tell) => createSession(new ReferenceEngine(), tell));
  let available = availableBytes;
  const product = await openForTest({ spawn, engines, availableMemory: () => available });
  const free = (bytes: number): void => {
    available = bytes;
  };
  return { ...product, starts, free };
}

async function refusalOf(starting: Promise<unknown>): Promise<VerseloomError> {
  return starting.then(
    () => expect.unreachable(),
    (error: unknown) => error as VerseloomError,
  );
}

describe('a run that takes more than there is', () => {
  it('is refused with a number that does, before anything changes', async () => {
    const product = await open(8 * GIB);
    const { corpusId, handlers } = product;
    const settings = { ...small, batchSize: 20 };
    const { bytes } = await handlers['training.estimate']({ corpusId, settings, engine: 'onnx' });
    product.free(bytes);
    const { code, params } = await refusalOf(product.start({ batchSize: 40 }));
    expect(code).toBe('settings.tooMuchMemory');
    expect(params).toMatchObject({ field: 'batchSize', max: 20, available: 0.11, needed: 0.11 });
    expect(product.told).toEqual([]);
    expect(product.starts).toEqual([]);
    await expect(product.start({ batchSize: 21 })).rejects.toThrow('settings.tooMuchMemory');
    await product.start({ epochs: 1, batchSize: 20 });
    expect((await product.training.ended()).state).toBe('finished');
  });

  it('is not refused for what the process of the run before holds while it rests', async () => {
    const product = await open(8 * GIB);
    const { corpusId, handlers } = product;
    const engine = 'tensorflow';
    const estimate = async () =>
      handlers['training.estimate']({ corpusId, settings: small, engine });
    const { bytes } = await estimate();
    await product.start({ epochs: 1 }, engine);
    await product.training.ended();
    product.free(bytes - restingMemory(engine)); // as the system tells it by now
    expect(await estimate()).toMatchObject({ availableBytes: bytes, refusal: null });
    await product.start({ epochs: 1 }, engine);
    expect((await product.training.ended()).state).toBe('finished');
    await product.supervisor.close();
    await expect(estimate()).resolves.toMatchObject({
      refusal: { code: 'settings.tooMuchMemory' },
    });
  });

  it('is begun where the person insists', async () => {
    const product = await open(1);
    await expect(product.start()).rejects.toThrow('settings.tooMuchMemory');
    const { corpusId } = product;
    await product.handlers['training.start']({
      ...{ corpusId, settings: small, engine: 'onnx', withText: true, insist: true },
    });
    expect((await product.training.ended()).state).toBe('finished');
  });

  it('is refused when it is gone on with, where no setting can be changed', async () => {
    const product = await open(GIB);
    await product.start({ epochs: 2 });
    const { modelId: id } = await product.training.ended();
    product.free(1);
    const goOn = { id: id!, moreEpochs: 1 };
    const { code, params } = await refusalOf(
      (async () => product.handlers['training.goOn'](goOn))(),
    );
    expect(code).toBe('settings.tooMuchMemory');
    expect(Object.keys(params).sort()).toEqual(['available', 'needed']);
    await product.handlers['training.goOn']({ ...goOn, insist: true });
    expect((await product.training.ended()).state).toBe('finished');
  });

  it('is not helped by fewer hidden units where it begins with those of a model', async () => {
    const product = await open(GIB);
    await product.start({ epochs: 1, hiddenSize: 64 });
    const { modelId } = await product.training.ended();
    const { corpusId } = product;
    const least = { ...small, batchSize: 1, timeSteps: 1 };
    const estimate = async (parentId?: string, hiddenSize = 64) =>
      product.handlers['training.estimate']({
        ...{ corpusId, settings: { ...least, hiddenSize }, engine: 'onnx', parentId },
      });
    product.free((await estimate(undefined, 32)).bytes - restingMemory('onnx'));
    expect((await estimate()).refusal).toMatchObject({ params: { field: 'hiddenSize' } });
    expect((await estimate(modelId!)).refusal!.params).not.toHaveProperty('field');
  });

  it('gets the engine that there is memory for, and is refused where there is for none', async () => {
    const product = await open(200 * 2 ** 20);
    await product.start({ epochs: 1 }, 'auto');
    const { engine } = await product.training.ended();
    expect(engine).toMatchObject({ name: 'onnx', reason: 'smaller' });
    await expect(product.start({}, 'tensorflow')).rejects.toThrow('settings.tooMuchMemory');
    product.free(1);
    await expect(product.start({}, 'auto')).rejects.toThrow('settings.tooMuchMemory');
  });
});

describe('an estimate', () => {
  it('is what the same run is judged by, from the part of the text that is learnt', async () => {
    const product = await open(8 * GIB);
    const { corpusId, handlers } = product;
    const estimate = (settings: object) =>
      handlers['training.estimate']({ corpusId, settings: { ...settings }, engine: 'onnx' });
    const [whole, part] = [await estimate(small), await estimate({ ...small, maxCharacters: 10 })];
    expect(whole).toMatchObject({ availableBytes: 8 * GIB, refusal: null });
    await product.start({ epochs: 1 });
    const { settings, vocabularySize } = product.training.status();
    const { hiddenSize, timeSteps, batchSize, sampling } = settings;
    const shape = {
      ...plainRnn,
      vocabularySize,
      hiddenSize,
      timeSteps,
      batchSize,
      sampling,
      characters: 420,
    };
    expect(whole.bytes).toBe(runMemory('onnx', shape));
    expect(part.bytes).toBeLessThan(whole.bytes);
    await product.training.ended();
  });
});

/** A text of so many characters that a step at the largest settings needs tables of 40 GB, which no engine gets. */
const hugeText = (): string => {
  const characters = Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x4e00 + i));
  return characters.join('').repeat(26);
};
const huge = { hiddenSize: 1, timeSteps: 500, batchSize: 1024, maxCharacters: 0 };

describe.each(['onnx', 'tensorflow'] as const)('for want of memory %s', (engine) => {
  it.skipIf(!isPresent(engine))(
    'ends its run with what it takes and what to lower',
    { tags: ['long'] },
    async () => {
      const product = await openForTest({ text: hugeText(), availableMemory: () => 4 * GIB });
      const { corpusId } = product;
      const settings = { ...small, ...huge, prefixes: [] };
      const starting = product.handlers['training.start']({
        ...{ corpusId, settings, engine, withText: false, insist: true },
      });
      await Promise.resolve(starting).catch(() => {});
      const { state, failure } = await product.training.ended();
      expect(state).toBe('failed');
      expect(failure).toMatchObject({
        code: 'compute.outOfMemory',
        params: { available: 4, field: 'batchSize' },
      });
      expect(failure!.params['needed']).toBeGreaterThan(50);
      expect(failure!.params['max']).toBeLessThan(64);
    },
  );
});

describe.skipIf(!isPresent('onnx'))('a compute process that is killed', () => {
  const killed = async (availableBytes: number) => {
    const product = await openForTest({ availableMemory: () => availableBytes });
    const { corpusId } = product;
    await product.handlers['training.start']({
      ...{ corpusId, engine: 'onnx', withText: true, insist: true },
      settings: { ...small, epochs: ENDLESS, predPeriod: ENDLESS },
    });
    process.kill(product.supervisor.pid!, 'SIGKILL');
    return (await product.training.ended()).failure!;
  };

  it('was so for its memory, most likely, where it took about all there was', async () => {
    const { code, params } = await killed(100 * 2 ** 20);
    expect(code).toBe('compute.outOfMemory');
    expect(params).toMatchObject({ available: 0.1 });
  });

  it('was not where there was enough', async () => {
    expect(await killed(8 * GIB)).toMatchObject({
      ...{ code: 'compute.crashed', params: { reason: 'SIGKILL' } },
    });
  });

  const groups = '/sys/fs/cgroup/memory';
  it.skipIf(!canLimit(groups))('by the system itself is named', { tags: ['long'] }, async () => {
    const group = join(groups, `verseloom-${process.pid}`);
    mkdirSync(group);
    const limit = 200 * 2 ** 20;
    writeFileSync(join(group, 'memory.limit_in_bytes'), String(limit));
    const spawn: Spawn = (start) => {
      const channel = spawnCompute(start);
      writeFileSync(join(group, 'cgroup.procs'), String(channel.pid));
      return channel;
    };
    onTestFinished(async () => {
      for (let tries = 0; tries < 50 && existsSync(group); tries++) {
        await setTimeout(100); // until its process is gone
        try {
          rmdirSync(group);
        } catch {
          // not yet
        }
      }
    });
    const product = await openForTest({ spawn, availableMemory: () => limit });
    const { corpusId } = product;
    await Promise.resolve(
      product.handlers['training.start']({
        ...{ corpusId, engine: 'onnx', withText: true, insist: true },
        settings: { ...small, hiddenSize: 2048, timeSteps: 20, batchSize: 20 },
      }),
    ).catch(() => {});
    const { state, failure } = await product.training.ended();
    expect([state, failure!.code]).toEqual(['failed', 'compute.outOfMemory']);
    expect(failure!.params).toMatchObject({ available: 0.2, field: 'hiddenSize' });
  });
});

describe('a run that is far slower than was measured', () => {
  it('says so once, and what was measured is forgotten', async () => {
    const product = await open(8 * GIB);
    const measured = join(product.root, 'engines.json');
    const key = 'rnn, V ≤ 32, H 12, T 10, B 10';
    const remember = (seconds: number): void =>
      writeFileSync(
        measured,
        JSON.stringify({
          machine: machineOf(both, '0.0.0'),
          shapes: { [key]: { onnx: seconds, tensorflow: 2 * seconds } },
        }),
      );
    remember(1e-7);
    await product.start({ epochs: 8 }, 'auto');
    const { slowdown, engine } = await product.training.ended();
    expect(engine).toMatchObject({ reason: 'fastest', ratio: 2 });
    expect(slowdown).toBeGreaterThan(2);
    const told = product.told.map((status) => status.slowdown);
    expect(new Set(told)).toEqual(new Set([null, slowdown]));
    await expect.poll(() => readShapes(measured)).toEqual({});
    remember(1000);
    await product.start({ epochs: 8 }, 'auto');
    expect(await product.training.ended()).toMatchObject({ slowdown: null });
    expect(readShapes(measured)).toHaveProperty([key]);
  });
});

function readShapes(path: string): unknown {
  return (JSON.parse(readFileSync(path, 'utf8')) as { shapes: unknown }).shapes;
}

/** Whether control groups can be made here, as on a machine of one's own. */
function canLimit(groups: string): boolean {
  const group = join(groups, `verseloom-try-${process.pid}`);
  try {
    mkdirSync(group);
    const isThere = existsSync(join(group, 'memory.limit_in_bytes'));
    rmdirSync(group);
    return isThere;
  } catch {
    return false;
  }
}
