/** The compute process for real: what it answers, what it reports, and that it can be held, stopped and cancelled. */
import { cp, mkdir, mkdtemp, rm, writeFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Calls } from '../../src-main/contract/api.ts';
import type { ComputeApi } from '../../src-main/contract/compute-api.ts';
import { initialModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { perplexityOf, predictRnn } from '../core/book-network.ts';
import { floats } from '../core/tiny-network.ts';
import { isPresent, onEachEngine } from '../engines/on-each-engine.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { withTemporaryFile } from '../../src-main/store/files/temporary-file.ts';
import { takeSnapshot, type TakenSnapshot } from '../../src-main/supervisor/snapshot.ts';
import { ENDLESS, smallJob, startCompute } from './compute-process.ts';
import { score, train } from './train.ts';
import { plainRnn, plainStep } from '../contract/all-cells.ts';

const architecture = { ...plainRnn, vocabularySize: 12, hiddenSize: 8 };

const snapshotOf = (calls: Calls<ComputeApi>): Promise<TakenSnapshot> =>
  withTemporaryFile(join(tmpdir(), 'run.verse'), (path) => takeSnapshot(calls, path, { best: 0 }));

onEachEngine((name) => {
  it('says what it is', async () => {
    const { link, calls } = startCompute(name);
    const info = await calls.info({});
    expect(info).toMatchObject({ engine: name, threads: 1, pid: link.pid });
    expect(info.version).toMatch(/^\d+\.\d+/);
    expect(info.peakBytes).toBeGreaterThan(20e6);
    expect(info.pid).not.toBe(process.pid);
  });

  it('trains, and reports every epoch once, in order, with samples from every prefix once a period', async () => {
    const { calls, heard } = startCompute(name);
    const { outcome, divergence, model } = await train(calls, smallJob());
    expect({ outcome, divergence }).toEqual({ outcome: 'finished', divergence: null });
    expect(heard.epochs.map((report) => report.epoch)).toEqual([1, 2, 3, 4, 5]);
    const samples = heard.progress.flatMap((message) => message.samples);
    expect(samples.map((sample) => [sample.epoch, ...sample.prefix])).toEqual([
      ...[
        [2, 3],
        [2, 1, 6],
      ],
      ...[
        [4, 3],
        [4, 1, 6],
      ],
      // The last epoch, whatever the period.
      ...[
        [5, 3],
        [5, 1, 6],
      ],
    ]);
    for (const { continuation } of samples) expect(continuation.length).toBe(6);
    expect(model.architecture).toEqual(architecture);
    expect(model.parameters.W_hq).toBeInstanceOf(Float32Array);
    expect(model.parameters.W_hq.length).toBe(12 * 8);
  });

  it('measures a step, writes, and scores', async () => {
    const { calls, heard } = startCompute(name);
    const { seconds } = await calls.measure({
      ...architecture,
      ...plainStep,
      timeSteps: 4,
      batchSize: 3,
    });
    expect(seconds).toBeGreaterThan(0);
    const model = floats(architecture, new Random(5));
    await calls.open({ key: 'm', model });
    const request = {
      key: 'm',
      id: 'piece',
      prefix: Int32Array.of(1, 2),
      length: 30,
      temperature: 0,
      seed: 1,
    };
    const { continuation, cancelled } = await calls.write(request);
    expect([1, 2, ...continuation]).toEqual(predictRnn(model, [1, 2], 30));
    expect(cancelled).toBe(false);
    expect(heard.written.every(({ id }) => id === 'piece')).toBe(true);
    expect(heard.written.flatMap(({ ids }) => [...ids])).toEqual([...continuation]);
    const ids = Int32Array.from({ length: 100 }, (_, i) => (i * i) % 12);
    const { perplexity } = await score(calls, 'm', ids);
    expect(Math.abs(perplexity / perplexityOf(model, ids) - 1)).toBeLessThan(1e-4);
    await calls.close({ key: 'm' });
    await expect(calls.write(request)).rejects.toMatchObject({ code: 'model.notFound' });
  });
});

describe.skipIf(!isPresent('onnx'))('a run', () => {
  it('shows its model as the last finished step left it, and goes on', async () => {
    const { calls, heard } = startCompute();
    await expect(snapshotOf(calls)).rejects.toMatchObject({
      code: 'training.notRunning',
    });
    const training = train(calls, smallJob({ epochs: ENDLESS, predPeriod: ENDLESS }));
    // At once: the run has not begun yet, and that is no reason to say that there is none.
    expect(await snapshotOf(calls)).toBeDefined();
    await heard.until(({ epochs }) => epochs.length >= 3);
    const early = await snapshotOf(calls);
    await expect(calls.snapshot({ path: join(tmpdir(), 'no', 'where') })).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    await heard.until(({ epochs }) => epochs.length >= 20);
    await calls.pause({});
    const { model, state, free } = await snapshotOf(calls);
    const late = { model, state };
    expect(late.model).not.toEqual(early.model);
    expect(late.state.epochs).toBeGreaterThanOrEqual(20);
    expect(await snapshotOf(calls)).toMatchObject(late);
    await calls.stop({});
    expect(await training).toMatchObject(late);
    free();
    expect(model.parameters.W_x).toHaveLength(0);
    await expect(snapshotOf(calls)).rejects.toMatchObject({
      code: 'training.notRunning',
    });
  });

  it('halts at a pause, goes on at a resume, and stops between two steps', async () => {
    const { calls, heard } = startCompute();
    const training = train(calls, smallJob({ epochs: ENDLESS, predPeriod: ENDLESS }));
    await heard.until(({ epochs }) => epochs.length >= 3);
    await calls.pause({});
    await setTimeout(250); // what was gathered before the pause is on its way
    const halted = heard.epochs.length;
    await setTimeout(400);
    expect(heard.epochs.length).toBe(halted);
    await calls.pause({}); // a second one holds at once
    await calls.resume({});
    await heard.until(({ epochs }) => epochs.length >= halted + 3);
    await calls.stop({});
    const { outcome, model } = await training;
    expect(outcome).toBe('stopped');
    expect(heard.epochs.map(({ epoch }) => epoch)).toEqual(heard.epochs.map((_, i) => i + 1));
    expect(heard.epochs.length).toBeLessThan(ENDLESS);
    for (const values of Object.values(model.parameters))
      expect(values.every(Number.isFinite)).toBe(true);
  });

  it('can be stopped while it pauses', async () => {
    const { calls, heard } = startCompute();
    const training = train(calls, smallJob({ epochs: ENDLESS }));
    await calls.pause({});
    await calls.stop({});
    expect((await training).outcome).toBe('stopped');
    await expect(calls.resume({})).rejects.toMatchObject({ code: 'training.notRunning' });
    expect(heard.epochs.length).toBeLessThan(ENDLESS);
  });

  it('stopped while it writes its last samples is not finished', async () => {
    const { calls, heard } = startCompute();
    const settings = { epochs: 2, predPeriod: 2, predLength: 1000 };
    const prefixes = Array.from({ length: 10 }, () => Int32Array.of(1));
    const training = train(calls, { ...smallJob(settings), prefixes });
    await heard.until(({ epochs }) => epochs.length === 2);
    await calls.stop({});
    const { outcome, state } = await training;
    expect(outcome).toBe('stopped');
    expect(state).toMatchObject({ epochs: 2, steps: 0 });
    expect(state.samplesDue).toBeGreaterThan(0);
  });

  it('stopped before its first step has the first weights', async () => {
    const { calls, heard } = startCompute();
    const training = train(calls, smallJob({ epochs: ENDLESS, seed: 9 }));
    await calls.stop({});
    const { outcome, model } = await training;
    expect(outcome).toBe('stopped');
    expect(heard.epochs).toEqual([]);
    expect(model).toEqual(initialModel(architecture, new Random(9)));
  });

  it('is the only one at a time', async () => {
    const { calls } = startCompute();
    for (const call of ['pause', 'resume', 'stop'] as const)
      await expect(calls[call]({})).rejects.toMatchObject({ code: 'training.notRunning' });
    const training = train(calls, smallJob({ epochs: ENDLESS }));
    await expect(train(calls, smallJob())).rejects.toMatchObject({ code: 'training.running' });
    await calls.stop({});
    await training;
    expect((await train(calls, smallJob())).outcome).toBe('finished');
  });

  it('reports in few messages, however short its epochs are', { tags: ['long'] }, async () => {
    const { calls, heard } = startCompute();
    await train(calls, smallJob({ epochs: 2000, predPeriod: 1000 }));
    expect(heard.epochs.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 2000 }, (_, i) => i + 1),
    );
    expect(heard.progress.length).toBeLessThan(400);
  });

  it('gives way to writing, and writing to it', async () => {
    const { calls, heard } = startCompute();
    await calls.open({ key: 'm', model: floats(architecture, new Random(5)) });
    const training = train(calls, smallJob({ epochs: ENDLESS, predPeriod: ENDLESS }));
    await heard.until(({ epochs }) => epochs.length > 0);
    const before = heard.epochs.length;
    const writing = calls.write({
      ...{ key: 'm', id: 'w', prefix: Int32Array.of(1), length: 20_000, temperature: 1, seed: 1 },
    });
    // Both go on while the other is under way: text and epochs keep coming.
    await heard.until(({ epochs, written }) => epochs.length > before && written.length > 2);
    const { epochs, written } = { epochs: heard.epochs.length, written: heard.written.length };
    await heard.until((now) => now.epochs.length > epochs && now.written.length > written);
    await calls.cancel({ id: 'w' });
    const { cancelled, continuation } = await writing;
    expect(cancelled).toBe(true);
    expect(continuation.length).toBeLessThan(20_000);
    await calls.stop({});
    await training;
  });

  it('writes the same while it trains as when it does not', async () => {
    const { calls } = startCompute();
    const model = floats(architecture, new Random(5));
    await calls.open({ key: 'm', model });
    const training = train(calls, smallJob({ epochs: ENDLESS }));
    const pieces = ['a', 'b', 'c'].map((id) =>
      calls.write({
        key: 'm',
        id,
        prefix: Int32Array.of(1, 7),
        length: 300,
        temperature: 0,
        seed: 1,
      }),
    );
    for (const { continuation } of await Promise.all(pieces))
      expect([1, 7, ...continuation]).toEqual(predictRnn(model, [1, 7], 300));
    await calls.stop({});
    await training;
  });
});

describe.skipIf(!isPresent('onnx'))('a piece of writing', () => {
  const piece = { key: 'm', prefix: Int32Array.of(1), temperature: 1, seed: 3 };

  it('ends when it is cancelled, with what was written so far', async () => {
    const { calls, heard } = startCompute();
    await calls.open({ key: 'm', model: floats(architecture, new Random(5)) });
    const writing = calls.write({ ...piece, id: 'w', length: 100_000_000 });
    await heard.until(({ written }) => written.length >= 2);
    await calls.cancel({ id: 'w' });
    const { cancelled, continuation } = await writing;
    expect(cancelled).toBe(true);
    expect(heard.written.flatMap(({ ids }) => [...ids])).toEqual([...continuation]);
  });

  it('is not hurt by a cancel that comes too late or means another', async () => {
    const { calls } = startCompute();
    await calls.open({ key: 'm', model: floats(architecture, new Random(5)) });
    await calls.cancel({ id: 'w' });
    const writing = calls.write({ ...piece, id: 'w', length: 200 });
    await calls.cancel({ id: 'other' });
    expect(await writing).toMatchObject({ cancelled: false });
    await calls.cancel({ id: 'w' });
    expect(await calls.write({ ...piece, id: 'w', length: 200 })).toMatchObject({
      cancelled: false,
    });
  });

  it('keeps its model when that is closed or replaced under it', { tags: ['long'] }, async () => {
    const { calls, heard } = startCompute();
    const model = floats(architecture, new Random(5));
    await calls.open({ key: 'm', model });
    const whole = await calls.write({ ...piece, id: 'whole', length: 20_000 });
    const writing = calls.write({ ...piece, id: 'w', length: 20_000 });
    await heard.until(({ written }) => written.some(({ id }) => id === 'w'));
    await calls.open({ key: 'm', model: floats(architecture, new Random(6)) });
    await calls.close({ key: 'm' });
    expect((await writing).continuation).toEqual(whole.continuation);
    await expect(score(calls, 'm', Int32Array.of(1, 2))).rejects.toMatchObject({
      code: 'model.notFound',
    });
  });

  it('comes from its seed', async () => {
    const { calls } = startCompute();
    await calls.open({ key: 'm', model: floats(architecture, new Random(5)) });
    const write = async (seed: number) =>
      (await calls.write({ ...piece, id: `${seed}`, seed, length: 80 })).continuation;
    expect(await write(1)).toEqual(await write(1));
    expect(await write(1)).not.toEqual(await write(2));
  });
});

describe.skipIf(!isPresent('onnx'))('the door', () => {
  it('refuses what does not parse, and goes on', async () => {
    const { calls } = startCompute();
    await expect(
      calls.read({ text: 'a', length: 3, ids: [1, 2, 3] as never }),
    ).rejects.toMatchObject({ code: 'request.invalid', params: { name: 'read', field: 'ids' } });
    await expect(train(calls, smallJob())).resolves.toMatchObject({ outcome: 'finished' });
  });
});

describe('an engine that cannot be loaded', () => {
  it('is named in the answer to every call', async () => {
    // The same program beside a package whose native half is broken.
    const folder = await mkdtemp(join(tmpdir(), 'verseloom-compute-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const program = await realpath(join(import.meta.dirname, '..', '..', 'dist', 'main'));
    await cp(program, folder, { recursive: true });
    const library = join(folder, 'node_modules', 'onnxruntime-node');
    await mkdir(library, { recursive: true });
    await writeFile(
      join(library, 'index.js'),
      "throw new Error('The specified module could not be found.');",
    );
    const { calls } = startCompute('onnx', childProcessSpawn(join(folder, 'compute.cjs')));
    const reason = 'The specified module could not be found.';
    for (const call of [calls.info({}), train(calls, smallJob()), calls.info({})])
      await expect(call).rejects.toMatchObject({
        code: 'engine.unavailable',
        params: { engine: 'onnx', reason },
      });
  });
});
