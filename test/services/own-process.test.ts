/** Writing while a run is under way, with real compute processes: in a process of its own, which leaves the run alone, and the run it. */
import { getPriority } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { form } from '../../src-main/contract/writing/constraint.ts';
import { Random } from '../../src-main/core/random.ts';
import { ModelsOfProcess } from '../../src-main/services/writing/models-of-process.ts';
import { OwnProcess } from '../../src-main/services/writing/own-process.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import type { Channel, EngineStart, Spawn } from '../../src-main/supervisor/channel.ts';
import { Supervisor } from '../../src-main/supervisor/supervisor.ts';
import { ENDLESS, isAlive, spawnCompute } from '../compute/compute-process.ts';
import { floats } from '../core/tiny-network.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { sampleFile, VOCABULARY } from '../store/models/sample-model.ts';
import { openForTest, song } from './open-product.ts';
import { plainRnn } from '../contract/all-cells.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

interface Started {
  readonly start: EngineStart;
  readonly channel: Channel;
}

/** @returns a way to start processes that keeps them in mind */
function remembering(): { spawn: Spawn; started: Started[] } {
  const started: Started[] = [];
  const spawn: Spawn = (start) => {
    const channel = spawnCompute(start);
    started.push({ start, channel });
    return channel;
  };
  return { spawn, started };
}

async function open(options: { text?: string; availableMemory?: () => number } = {}) {
  const { spawn, started } = remembering();
  const product = await openForTest({ ...options, spawn });
  const library = await ModelLibrary.open(
    resolveDataFolder({ VERSELOOM_DATA: product.root }).models,
  );
  const model = floats(
    { ...plainRnn, vocabularySize: VOCABULARY.length, hiddenSize: 5 },
    new Random(1),
  );
  const modelId = await library.save(sampleFile({ model }));
  const ask = { modelId, prefix: '想要', temperature: 1, seed: 7 };
  const write = (length = 60, id = 'piece') =>
    product.handlers['writing.write']({ ...ask, id, length });
  const lines = () =>
    product.handlers['writing.lines']({
      ...{ ...ask, id: 'lines', count: 6, noCopy: null },
      form: form.parse({ lines: [{ length: { min: 2, max: 4 } }, {}] }),
    });
  const own = () =>
    started.filter(({ start }) => start.givesWay).map(({ channel }) => channel.pid!);
  const epochs = () => product.training.status().epochs;
  const trainsOn = async (): Promise<void> => {
    const before = epochs();
    await product.until(() => epochs() > before);
    expect(product.training.status().state).toBe('training');
  };
  return { ...product, modelId, started, write, lines, own, trainsOn, ask };
}

const gone = (pid: number) => vi.waitUntil(() => !isAlive(pid), 10_000);

describe.skipIf(!isPresent('onnx'))('writing beside a run', () => {
  it(
    'is in one process of its own, with one thread, which gives way; a seed writes the same in both',
    { tags: ['long'] },
    async () => {
      const { start, supervisor, training, started, write, lines, own, handlers, ask } =
        await open();
      const next = () => handlers['writing.next']({ ...ask, top: 7 });
      const idle = [(await write()).continuation, (await lines()).readings, await next()];
      expect(own()).toEqual([]);
      await start({ epochs: ENDLESS });
      const beside = [(await write()).continuation, (await lines()).readings, await next()];
      expect(beside).toEqual(idle);
      await handlers['models.score']({ id: ask.modelId, text: '想要分开' });
      await handlers['writing.copied']({ modelId: ask.modelId, text: '想要分开' });
      expect(own()).toHaveLength(1);
      expect(started.map(({ start }) => start.givesWay ?? false)).toEqual([false, true]);
      expect(started[1]!.start.threads).toBe(1);
      expect(getPriority(own()[0])).toBeGreaterThan(getPriority(supervisor.pid));
      await training.stop();
      await gone(own()[0]!);
      expect((await write()).continuation).toEqual(idle[0]);
      expect(started).toHaveLength(2);
    },
  );

  it('changes no bit of the run', { tags: ['long'] }, async () => {
    const weights = async (beside: boolean) => {
      const { start, training, write, root } = await open();
      await start({ epochs: 60 });
      if (beside) while (training.status().state === 'training') await write();
      const { modelId, state } = await training.ended();
      expect(state).toBe('finished');
      const { models } = resolveDataFolder({ VERSELOOM_DATA: root });
      return (await (await ModelLibrary.open(models)).read(modelId!)).model;
    };
    expect(await weights(true)).toEqual(await weights(false));
  });

  it(
    'is killed alone: its call is told so, the run goes on, and the next call starts another',
    { tags: ['long'] },
    async () => {
      const { start, texts, until, compute, write, own, trainsOn, handlers } = await open();
      await start({ epochs: ENDLESS });
      const expected = (await write()).continuation;
      const failed = expect(write(20_000, 'long')).rejects.toMatchObject({
        code: 'compute.crashed',
      });
      await until(() => texts.some(({ id }) => id === 'long'));
      process.kill(own()[0]!, 'SIGKILL');
      await failed;
      await trainsOn();
      expect((await write()).continuation).toBe(expected);
      expect(own()).toHaveLength(2);
      // Nothing is told of it but to whom it owed something.
      expect(compute).toEqual([]);
      expect(await handlers['compute.status']({})).toEqual({ state: 'ready', lastCrash: null });
    },
  );

  it('goes on where the process of the run is killed, to its end', { tags: ['long'] }, async () => {
    const { start, texts, until, training, supervisor, write, own, compute } = await open();
    await start({ epochs: ENDLESS });
    const writing = write(20_000, 'long');
    await until(() => texts.some(({ id }) => id === 'long'));
    process.kill(supervisor.pid!, 'SIGKILL');
    await training.ended();
    expect(training.status()).toMatchObject({
      state: 'failed',
      failure: { code: 'compute.crashed' },
    });
    expect(compute).toContain('crashed');
    expect([...(await writing).continuation]).toHaveLength(20_000);
    await gone(own()[0]!); // given back, once that was done
  });

  it('can be called off there, and is ended with the product', { tags: ['long'] }, async () => {
    const { start, handlers, texts, until, write, own, close } = await open();
    await start({ epochs: ENDLESS });
    const writing = write(20_000, 'long');
    await until(() => texts.some(({ id }) => id === 'long'));
    await handlers['writing.cancel']({ id: 'long' });
    expect((await writing).cancelled).toBe(true);
    expect(isAlive(own()[0]!)).toBe(true);
    await close();
    expect(own().filter(isAlive)).toEqual([]);
  });

  it(
    'is in the process of the run where there is no memory for another, and refused where there is none for the model',
    { tags: ['long'] },
    async () => {
      let available = 64 * GIB;
      const { start, started, training, trainsOn, write, lines, own, handlers, modelId } =
        await open({ availableMemory: () => available });
      const idle = [(await write()).continuation, (await lines()).readings];
      const { id } = await handlers['models.duplicate']({ id: modelId, name: '又一个' });
      const score = () => handlers['models.score']({ id, text: '想要分开' });
      await start({ epochs: ENDLESS });
      await trainsOn();
      available = 0; // the one that was written with before takes no more
      expect([(await write()).continuation, (await lines()).readings]).toEqual(idle);
      const params = { needed: expect.any(Number), available: 0 };
      await expect(score()).rejects.toMatchObject({ code: 'writing.tooMuchMemory', params });
      available = 60 * MIB;
      await score();
      await trainsOn();
      expect(started).toHaveLength(1);
      available = 64 * GIB;
      await write();
      expect(own()).toHaveLength(1);
      available = 0; // what is open there stays
      await write();
      await training.stop();
      await score(); // nobody else needs memory any more
    },
  );

  it(
    'leaves a run what it is yet to take, until that has made an epoch',
    { tags: ['long'] },
    async () => {
      let available = 64 * GIB;
      const text = song.repeat(200); // an epoch of a second
      const { start, started, training, trainsOn, write } = await open({
        ...{ text, availableMemory: () => available },
      });
      await start({ epochs: ENDLESS });
      await training.pause();
      expect(training.status().epochs).toBe(0);
      available = 200 * MIB; // for one of both
      await write();
      expect(started).toHaveLength(1);
      await training.resume();
      await trainsOn();
      await write();
      expect(started.map(({ start }) => start.givesWay ?? false)).toEqual([false, true]);
    },
  );

  // Windows stops no process.
  it.skipIf(process.platform === 'win32')(
    'is ended where it does not answer, with no question to anybody',
    { tags: ['long'] },
    async () => {
      const { start, texts, until, compute, write, own, trainsOn } = await open();
      await start({ epochs: ENDLESS });
      const failed = expect(write(20_000, 'long')).rejects.toMatchObject({ code: 'compute.ended' });
      await until(() => texts.some(({ id }) => id === 'long'));
      process.kill(own()[0]!, 'SIGSTOP');
      await failed; // after the least patience
      await gone(own()[0]!);
      await trainsOn();
      expect(compute).toEqual([]);
      await write();
    },
  );
});

it('a process that nobody uses for a while is given back, and one that is used is not', async () => {
  const { spawn, started } = remembering();
  const supervisor = new Supervisor(spawn, { event: () => {}, change: () => {} });
  onTestFinished(() => supervisor.close());
  const own = new OwnProcess(supervisor, () => true, 1);
  const held = Promise.withResolvers<void>();
  const using = own.use('onnx', async (models) => {
    expect(models).toBeInstanceOf(ModelsOfProcess);
    await own.use('onnx', async () => {});
    await held.promise;
  });
  const { pid } = started[0]!.channel;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isAlive(pid!)).toBe(true);
  held.resolve();
  await using;
  await gone(pid!);
  await own.use('onnx', async () => {});
  expect(started).toHaveLength(2);
});
