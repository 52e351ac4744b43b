/** The graphics processor: tried when somebody asks for it, offered where it agrees, forgotten with its driver, and no harm where it crashes. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AGREED, type GraphicsTrial } from '../../../src-main/contract/engine.ts';
import { presentEngines } from '../../../src-main/engines/presence.ts';
import { driverOf } from '../../../src-main/services/engines/driver.ts';
import { machineOf } from '../../../src-main/services/engines/engines.ts';
import { Graphics } from '../../../src-main/services/engines/graphics.ts';
import { Remembered } from '../../../src-main/services/engines/remembered.ts';
import { isResting } from '../../../src-main/contract/training.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import type { EngineStart, Spawn } from '../../../src-main/supervisor/channel.ts';
import { Supervisor } from '../../../src-main/supervisor/supervisor.ts';
import { plainRnn, plainStep } from '../../contract/all-cells.ts';
import { spawnCompute } from '../../compute/compute-process.ts';
import {
  hasSoftwareGraphics,
  useNoGraphics,
  useSoftwareGraphics,
} from '../../engines/software-graphics.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { openForTest, small } from '../open-product.ts';

/** @returns a way to start processes, and every start */
function counted(spawn: Spawn = spawnCompute) {
  const starts: EngineStart[] = [];
  return { starts, spawn: (start: EngineStart) => (starts.push(start), spawn(start)) };
}

const offered = async ({ handlers }: Awaited<ReturnType<typeof openForTest>>): Promise<string[]> =>
  (await handlers['app.info']({})).engines.map(({ name }) => name);

describe.skipIf(process.platform !== 'linux')('without a driver', () => {
  it('nothing of it is offered, nothing is tried at the start, and a choice of it is told what to do', async () => {
    useNoGraphics();
    const { starts, spawn } = counted();
    const product = await openForTest({ spawn });
    expect(await offered(product)).not.toContain('webgpu');
    expect(starts).toEqual([]);
    await expect(product.start(small, 'webgpu')).rejects.toMatchObject({
      ...{ code: 'engine.untried', params: { engine: 'webgpu' } },
    });
    expect(starts).toEqual([]);
  });

  it('is found out to be absent, which is remembered', async () => {
    useNoGraphics();
    const root = await temporaryFolder();
    const { starts, spawn } = counted();
    const first = await openForTest({ root, spawn });
    const trial = await first.handlers['engines.try']({});
    expect(trial).toMatchObject({ outcome: 'absent', furthest: null });
    expect(trial.reason).toMatch(/^Failed to get a WebGPU adapter/);
    expect(starts.map(({ engine }) => engine)).toEqual(['webgpu']);
    await first.close();
    const second = await openForTest({ root, spawn });
    expect((await second.handlers['app.info']({})).graphics).toEqual(trial);
    expect(starts.length).toBe(1);
  });
});

describe.skipIf(!hasSoftwareGraphics)('with a driver that is a program', () => {
  it(
    'agrees, is offered from then on, and is forgotten with its driver',
    { tags: ['long'], timeout: 240_000 },
    async () => {
      await useSoftwareGraphics();
      const root = await temporaryFolder();
      const { starts, spawn } = counted();
      const product = await openForTest({ root, spawn });
      const trial = (await product.handlers['engines.try']({})) as GraphicsTrial;
      expect(trial).toMatchObject({ outcome: 'agrees', reason: null });
      expect(trial.furthest).toBeGreaterThan(0);
      expect(trial.furthest).toBeLessThan(AGREED);
      expect(await offered(product)).toContain('webgpu');
      await product.close();

      const again = await openForTest({ root, spawn });
      expect(await offered(again)).toContain('webgpu');
      expect(starts.length).toBe(1);
      await again.close();

      useNoGraphics();
      const elsewhere = await openForTest({ root, spawn });
      expect(await offered(elsewhere)).not.toContain('webgpu');
      expect((await elsewhere.handlers['app.info']({})).graphics).toBeNull();
      expect(starts.length).toBe(1);
    },
  );

  it('is offered in an application that was open when a command found it', async () => {
    await useSoftwareGraphics();
    const root = await temporaryFolder();
    const { starts, spawn } = counted();
    const product = await openForTest({ root, spawn });
    expect(await offered(product)).not.toContain('webgpu');
    await withAgreement(root);
    expect(await offered(product)).toContain('webgpu');
    expect(starts).toEqual([]);
  });

  it(
    'trains, saves, and goes on as it was recorded',
    { tags: ['long'], timeout: 240_000 },
    async () => {
      await useSoftwareGraphics();
      const root = await temporaryFolder();
      await withAgreement(root);
      const product = await openForTest({ root });
      await product.start({ epochs: 2, prefixes: [] }, 'webgpu');
      await product.until(() => isResting(product.training.status().state));
      const { failure, engine, modelId, savedEpochs, best } = product.training.status();
      expect(failure).toBeNull();
      expect([engine!.name, savedEpochs]).toEqual(['webgpu', 2]);
      const onProcessor = await openForTest();
      await onProcessor.start({ epochs: 2, prefixes: [] }, 'onnx');
      await onProcessor.until(() => isResting(onProcessor.training.status().state));
      expect(best!.perplexity).toBeCloseTo(onProcessor.training.status().best!.perplexity, 3);
      await product.handlers['training.goOn']({ id: modelId!, moreEpochs: 1 });
      await product.until(() => product.training.status().savedEpochs === 3);
      expect(product.training.status().engine).toMatchObject({
        name: 'webgpu',
        reason: 'recorded',
      });
      expect(product.compute).toEqual([]); // a driver that takes its time is none that does not answer
    },
  );
});

/** @returns lines of so many characters, no two of which are the same, of the large blocks of Han that Unicode has */
function distinctLines(count: number): string {
  const blocks = [0x4e00, 0x3400, 0x20000].map((from, i) => ({ from, size: [20_900, 6500][i] }));
  const characters = blocks.flatMap(({ from, size = count }) =>
    Array.from({ length: size }, (_, i) => String.fromCodePoint(from + i)),
  );
  return characters
    .slice(0, count)
    .map((character, i) => (i % 40 === 39 ? `${character}\n` : character))
    .join('');
}

describe.skipIf(!hasSoftwareGraphics)('a run that its memory is too small for', () => {
  // Of this driver no array may have more than 1 GB, which the library does not tell beforehand: the logits are as large as that, the rest is small.
  const [B, T, V] = [1024, 8, 35_000];
  const sizes = { hiddenSize: 1, batchSize: B, timeSteps: T, maxCharacters: 0 };
  const wide = { ...sizes, epochs: 1, prefixes: [] };

  it(
    'ends at its first step with a sentence and no model, and the next run goes well',
    { tags: ['long'], timeout: 240_000 },
    async () => {
      expect(4 * B * T * V).toBeGreaterThan(2 ** 30);
      await useSoftwareGraphics();
      const root = await temporaryFolder();
      await withAgreement(root);
      const product = await openForTest({
        ...{ root, text: distinctLines(V), availableMemory: () => 2 ** 34 },
      });
      await product.start(wide, 'webgpu').catch(() => {}); // the status tells
      await product.until(() => isResting(product.training.status().state));
      const { state, failure, savedEpochs } = product.training.status();
      expect([state, failure?.code, savedEpochs]).toEqual(['failed', 'graphics.memory', 0]);
      expect(await product.handlers['models.list']({})).toEqual([]);
      await product.start({ ...wide, maxCharacters: 200, batchSize: 2 }, 'webgpu');
      await product.until(() => isResting(product.training.status().state));
      expect(product.training.status()).toMatchObject({ state: 'finished', failure: null });
    },
  );
});

/** Processes whose graphics driver has a fault, see there. */
function withFault(fault: string): Spawn {
  vi.stubEnv('FAULT', fault);
  onTestFinished(() => void vi.unstubAllEnvs());
  return childProcessSpawn(join(import.meta.dirname, '../../compute/faulty-graphics.ts'));
}

describe('a driver with a fault', () => {
  it(
    'may take its process along, which leaves the product as it was',
    { tags: ['long'] },
    async () => {
      const { starts, spawn } = counted(withFault('crash'));
      const product = await openForTest({ spawn });
      const trial = await product.handlers['engines.try']({});
      expect(trial).toMatchObject({ outcome: 'crashed', furthest: null });
      expect(trial.reason).toContain('SIGSEGV');
      expect(await offered(product)).not.toContain('webgpu');
      expect(product.compute).toEqual([]);
      expect(starts.length).toBe(1);
      await product.start({ epochs: 1 }); // on the processor
      await product.until(() => product.training.status().state === 'finished');
    },
  );

  it.each([
    ['it reckons wrongly, by a number among thousands', 'lie'],
    ['Adam alone goes wrong, by a fifth of a step in one number', 'slip'],
  ])('is found out where %s', { tags: ['long'] }, async (_, fault) => {
    const product = await openForTest({ spawn: withFault(fault) });
    const trial = await product.handlers['engines.try']({});
    expect(trial.outcome).toBe('disagrees');
    expect(trial.furthest).toBeGreaterThan(AGREED);
    expect(await offered(product)).not.toContain('webgpu');
    await expect(product.start(small, 'webgpu')).rejects.toMatchObject({ code: 'engine.untried' });
  });

  it('is given up where it hangs', { tags: ['long'] }, async () => {
    const supervisor = new Supervisor(withFault('hang'), { event: () => {}, change: () => {} });
    onTestFinished(() => supervisor.close());
    const path = join(await temporaryFolder(), 'engines.json');
    const graphics = await Graphics.open(new Remembered(path, 'here'), presentEngines(), {
      limit: 3000,
    });
    expect(await graphics.tryOut(supervisor)).toMatchObject({ outcome: 'late', furthest: null });
    expect(graphics.engine).toBeNull();
  });

  it(
    'is given up where it hangs in the middle of a run, and another process is there',
    { tags: ['long'], timeout: 60_000 },
    async () => {
      const changes: string[] = [];
      const listener = { event: () => {}, change: (state: string) => changes.push(state) };
      const patience = { seconds: 0, hangingMs: 100 };
      const supervisor = new Supervisor(withFault('hang'), listener, patience);
      onTestFinished(() => supervisor.close());
      const { calls } = await supervisor.use({ engine: 'webgpu', threads: 1 });
      const { pid } = await calls.info({});
      const step = calls.measure({
        ...{ ...plainRnn, ...plainStep, vocabularySize: 9, hiddenSize: 4 },
        ...{ timeSteps: 2, batchSize: 2 },
      });
      await expect(step).rejects.toMatchObject({ code: 'graphics.silent' });
      await expect.poll(() => changes).toEqual(['unresponsive', 'ready']);
      expect((await supervisor.current().calls.info({})).pid).not.toBe(pid);
    },
  );

  it.skipIf(!hasSoftwareGraphics)(
    'is told of memory that it has not',
    { tags: ['long'] },
    async () => {
      await useSoftwareGraphics();
      const supervisor = new Supervisor(withFault('memory'), { event: () => {}, change: () => {} });
      onTestFinished(() => supervisor.close());
      const trying = supervisor.throwAway({ engine: 'webgpu', threads: 1 }, (calls) =>
        calls.agreement({}),
      );
      await expect(trying).rejects.toMatchObject({ code: 'graphics.memory' });
    },
  );
});

/** What was found before, so that a run can be begun with a driver that breaks afterwards. */
async function withAgreement(root: string): Promise<void> {
  const remembered = new Remembered(
    join(root, 'engines.json'),
    machineOf(presentEngines(), '0.0.0'),
  );
  const at = new Date().toISOString();
  const driver = await driverOf();
  await remembered.keepGraphics({ outcome: 'agrees', furthest: 1e-6, reason: null, at, driver });
}

describe('a run whose driver breaks', () => {
  it('fails with what the driver says, and the last save stands', { tags: ['long'] }, async () => {
    const root = await temporaryFolder();
    await withAgreement(root);
    const lost = join(root, 'lost');
    vi.stubEnv('LOST', lost);
    const product = await openForTest({ root, spawn: withFault('lose') });
    expect(await offered(product)).toContain('webgpu');
    await product.start({ epochs: 100_000, predPeriod: 100_000 }, 'webgpu');
    await product.until(() => product.training.status().savedEpochs > 0);
    await writeFile(lost, '');
    await product.until(() => product.training.status().state === 'failed');
    const { failure, engine, modelId } = product.training.status();
    const [saved] = await product.handlers['models.list']({});
    expect(saved).toMatchObject({ id: modelId, damage: null, engine: { name: 'webgpu' } });
    expect(saved!.epochs).toBeGreaterThan(0);
    expect(engine?.name).toBe('webgpu');
    expect(failure).toMatchObject({
      code: 'graphics.failed',
      params: { reason: 'WebGPU device lost (2): the driver says why' },
    });
    await product.start({ epochs: 1 }); // another process, on the processor
    await product.until(() => product.training.status().state === 'finished');
  });
});
