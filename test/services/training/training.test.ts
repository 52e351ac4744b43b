/** The training service with a real compute process: the states of a run, and that what was learnt is on disk at its end. */
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { resolveDataFolder } from '../../../src-main/store/data/data-folder.ts';
import { ENDLESS, isAlive } from '../../compute/compute-process.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { openForTest, small, song, type Opened } from '../open-product.ts';

const readModel = async ({ root }: Opened, id: string) =>
  (await ModelLibrary.open(resolveDataFolder({ VERSELOOM_DATA: root }).models)).read(id);

describe.skipIf(!isPresent('onnx'))('a run', () => {
  it('goes from preparing to finished, and its model says what happened', async () => {
    const product = await openForTest();
    const { training, handlers, states } = product;
    expect(training.status().state).toBe('idle');
    const started = await product.start({ seed: 7 });
    expect(isResting(started.state)).toBe(false);
    const ended = await training.ended();
    expect(states()).toEqual(['preparing', 'training', 'saving', 'finished']);
    expect(ended).toMatchObject({
      ...{ state: 'finished', corpusId: product.corpusId, corpusName: '可爱', failure: null },
      ...{ epochs: 4, samples: 2, leftOut: [], secondsLeft: 0 },
      vocabularySize: new Set(song).size,
      predictionsPerEpoch: 400,
      engine: { name: 'onnx', reason: 'chosen' },
      settings: { ...small, seed: 7, learningRate: 100, sampling: 'random' },
    });
    const { epochs, samples, runId } = training.history(0, 0);
    expect(runId).toBe(started.runId);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(ended.lastEpoch).toEqual(epochs[3]);
    expect(epochs[3]!.perplexity).toBeLessThan(epochs[0]!.perplexity);
    for (const sample of samples) expect(sample).toMatchObject({ prefix: '想要' });
    expect(
      samples.map(({ epoch, continuation }) => [epoch, Array.from(continuation).length]),
    ).toEqual([
      [2, 5],
      [4, 5],
    ]);
    expect(training.history(3, 1)).toEqual({
      runId,
      epochs: epochs.slice(3),
      samples: samples.slice(1),
      ...{ saves: expect.arrayContaining([4]), changes: training.history(0, 0).changes },
    });

    const [listed] = await handlers['models.list']({});
    expect(listed).toMatchObject({
      id: ended.modelId,
      name: '可爱 · H=12 · T=10 · B=10 · 种子 7 · 4 轮',
      epochs: 4,
      outcome: 'finished',
      damage: null,
    });
    const file = await readModel(product, ended.modelId!);
    const { manifest, model } = file;
    expect(file).toMatchObject({ epochs, samples, state: { epochs: 4 } });
    expect(Buffer.from(file.text!).toString()).toBe(song);
    expect(manifest).toMatchObject({
      ...{ outcome: 'finished', epochs: 4, settings: ended.settings },
      vocabulary: [...new Set(song)],
      corpus: { name: '可爱', characters: 420, learntCharacters: 420 },
      engine: {
        name: 'onnx',
        version: ended.engine!.version,
        threads: ended.engine!.threads,
        step: 2,
      },
    });
    for (const values of Object.values(model.parameters))
      expect(values.every(Number.isFinite)).toBe(true);
  });

  it('repeats from its seed', async () => {
    const product = await openForTest();
    const run = async (seed: number) => {
      await product.start({ seed });
      const { modelId } = await product.training.ended();
      const { model, epochs, samples } = await readModel(product, modelId!);
      return {
        model,
        perplexities: epochs.map(({ perplexity }) => perplexity),
        samples,
      };
    };
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
  });

  it('that is stopped is saved, and its model can write', async () => {
    const product = await openForTest();
    const { training, handlers, states } = product;
    await product.start({ epochs: ENDLESS, predPeriod: ENDLESS });
    await product.until(() => training.status().epochs >= 2);
    const stopped = await handlers['training.stop']({});
    expect(stopped).toMatchObject({ state: 'stopped', failure: null });
    expect(states()).toEqual(['preparing', 'training', 'saving', 'stopped']);
    const { manifest, epochs } = await readModel(product, stopped.modelId!);
    expect(manifest).toMatchObject({ outcome: 'stopped', cutOff: false });
    expect(epochs.length).toBe(stopped.epochs);
    expect(epochs.length).toBeLessThan(ENDLESS);
    const written = await handlers['writing.write']({
      ...{
        id: 'w',
        modelId: stopped.modelId!,
        prefix: '想要',
        length: 10,
        temperature: 0,
        seed: 1,
      },
    });
    expect(Array.from(written.continuation).length).toBe(10);
    await expect(handlers['training.stop']({})).rejects.toMatchObject({
      code: 'training.notRunning',
    });
  });

  it('can be saved on its way, into the one model that it is', { tags: ['long'] }, async () => {
    const product = await openForTest();
    const { training, handlers } = product;
    await expect(handlers['training.save']({})).rejects.toMatchObject({
      code: 'training.notRunning',
    });
    await product.start({ epochs: ENDLESS, predPeriod: ENDLESS });
    await product.until(() => training.status().epochs >= 2);
    const saved = await handlers['training.save']({});
    expect(saved).toMatchObject({ state: 'training', unsaved: false, failure: null });
    const first = await readModel(product, saved.modelId!);
    // As long as nobody has ended it, it is one that has broken off, should nothing come after this.
    expect(first.manifest).toMatchObject({ outcome: 'stopped', cutOff: true });
    expect(first.epochs.length).toBeGreaterThanOrEqual(2);
    // What the person does with it meanwhile stays, and whoever uses it uses what was saved last.
    await handlers['models.change']({ id: saved.modelId!, name: '河' });
    const score = async (file: typeof first) =>
      (await product.writing.score(saved.modelId!, file, Buffer.from(song))).perplexity;
    const early = await score(first);
    await product.until(() => training.status().epochs > saved.epochs);
    // Two at once, and a stop on top of them: what is on disk in the end is what was learnt last.
    const [again, , stopped] = await Promise.all([
      handlers['training.save']({}),
      handlers['training.save']({}),
      handlers['training.stop']({}),
    ]);
    expect([again.modelId, stopped.modelId]).toEqual([saved.modelId, saved.modelId]);
    expect(await handlers['models.list']({})).toHaveLength(1);
    const last = await readModel(product, saved.modelId!);
    expect(last.epochs).toHaveLength(stopped.epochs);
    expect(last.model).not.toEqual(first.model);
    expect(last.manifest.name).toBe('河');
    expect(await score(last)).not.toBe(early);
    expect(await score(first)).toBe(early);
  });

  it('that is stopped while it is being prepared leaves nothing behind', async () => {
    const product = await openForTest();
    const starting = product.start({ epochs: ENDLESS, hiddenSize: 64 }, 'auto');
    await product.until(() => product.training.status().state === 'preparing');
    expect(await product.handlers['training.stop']({})).toMatchObject({ state: 'idle' });
    await starting;
    expect(await product.handlers['models.list']({})).toEqual([]);
  });

  it('pauses without another epoch, resumes, pauses, and stops', async () => {
    const product = await openForTest();
    const { training, handlers, states } = product;
    await product.start({ epochs: ENDLESS, predPeriod: ENDLESS });
    await product.until(() => training.status().epochs >= 2);
    expect((await handlers['training.pause']({})).state).toBe('paused');
    await setTimeout(250); // what was gathered before is on its way
    const halted = training.status().epochs;
    await setTimeout(300);
    expect(training.status()).toMatchObject({ state: 'paused', epochs: halted });
    expect((await handlers['training.resume']({})).state).toBe('training');
    await product.until(() => training.status().epochs > halted);
    await handlers['training.pause']({});
    expect((await handlers['training.stop']({})).state).toBe('stopped');
    expect(states()).toEqual([
      ...['preparing', 'training', 'paused', 'training', 'paused', 'saving', 'stopped'],
    ]);
    for (const verb of ['pause', 'resume', 'stop'] as const)
      await expect((async () => handlers[`training.${verb}`]({}))()).rejects.toMatchObject({
        code: 'training.notRunning',
      });
  });

  it('is the only one: a second start changes nothing', async () => {
    const product = await openForTest();
    const [first, second] = await Promise.allSettled([
      product.start({ epochs: ENDLESS }),
      product.start({ epochs: 1 }),
    ]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    const { runId } = product.training.status();
    await expect(product.start()).rejects.toMatchObject({ code: 'training.running' });
    expect(product.training.status().runId).toBe(runId);
    await product.training.stop();
    expect(product.states()).toEqual(['preparing', 'training', 'saving', 'stopped']);
  });

  it('is saved when the product is closed', async () => {
    const product = await openForTest();
    await product.start({ epochs: ENDLESS });
    await product.until(() => product.training.status().epochs >= 1);
    const pid = product.supervisor.pid!;
    await product.close();
    expect(product.training.status().state).toBe('stopped');
    expect(isAlive(pid)).toBe(false);
    const again = await openForTest({ root: product.root });
    expect(await again.handlers['models.list']({})).toMatchObject([
      { outcome: 'stopped', cutOff: true, damage: null },
    ]);
  });
});

describe.skipIf(!isPresent('onnx'))('a compute process that is killed', () => {
  it('fails the run, and loses nothing that was saved', async () => {
    const product = await openForTest();
    const { training, handlers } = product;
    await product.start();
    const { modelId } = await training.ended();
    const before = await readModel(product, modelId!);

    await product.start({ epochs: ENDLESS });
    await product.until(() => training.status().epochs >= 2);
    process.kill(product.supervisor.pid!, 'SIGKILL');
    const ended = await training.ended();
    expect(ended).toMatchObject({
      state: 'failed',
      failure: { code: 'compute.crashed', params: { reason: 'SIGKILL' } },
    });
    // It may have been saved once.
    const models = (await handlers['models.list']({})).map(({ id, damage }) => [id, damage]);
    const saved = ended.modelId === null ? [] : [[ended.modelId, null]];
    expect(models).toEqual([...saved, [modelId, null]]);
    expect(await readModel(product, modelId!)).toEqual(before);

    await product.until(() => product.compute.length === 2);
    expect(product.compute).toEqual(['crashed', 'ready']);
    await product.start();
    expect(await training.ended()).toMatchObject({ state: 'finished', failure: null });
    expect((await handlers['models.list']({})).length).toBe(saved.length + 2);
  });

  it('fails a run that is paused, too', async () => {
    const product = await openForTest();
    await product.start({ epochs: ENDLESS });
    await product.handlers['training.pause']({});
    process.kill(product.supervisor.pid!, 'SIGKILL');
    expect(await product.training.ended()).toMatchObject({
      ...{ state: 'failed', failure: { code: 'compute.crashed' } },
    });
  });
});

describe.skipIf(!isPresent('onnx'))('a run without clipping', () => {
  it('that is let to explode and whose perplexity is beyond all numbers is told, saved and read like any other', async () => {
    const product = await openForTest();
    await product.start({ learningRate: 10_000, clippingThreshold: 0, letExplode: true });
    const ended = await product.training.ended();
    expect(ended).toMatchObject({ state: 'finished', failure: null });
    const { epochs } = await readModel(product, ended.modelId!);
    const worst = Math.max(...epochs.map(({ perplexity }) => perplexity));
    expect(worst).toBe(Number.MAX_VALUE); // else this would not be the case in question
  });
});

describe.skipIf(!isPresent('tensorflow'))('a run on TensorFlow', () => {
  it('goes the same way', { tags: ['long'] }, async () => {
    const product = await openForTest();
    await product.start({}, 'tensorflow');
    expect(await product.training.ended()).toMatchObject({
      ...{
        state: 'finished',
        epochs: 4,
        engine: { name: 'tensorflow', reason: 'chosen', threads: 1 },
      },
    });
  });
});
