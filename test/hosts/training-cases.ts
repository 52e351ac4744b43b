/** The part of the contract that is about a run and the process that works it out: a case a name. */
import { expect, vi } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { idleTraining, type TrainingStatus } from '../../src-main/contract/training.ts';
import { expectFailure, type Case, type Connection } from './contract-cases.ts';
import { endless, train } from './trained.ts';

type TrainingCall = Exclude<
  Extract<keyof ApiCalls, `${'training' | 'compute'}.${string}`>,
  `training.${'beside' | 'show' | 'twoAtOnce'}`
>;

export const trainingCases: Record<TrainingCall, Case> = {
  'training.status': async ({ calls }) => {
    const status = await calls['training.status']({});
    expect(Object.keys(status).sort()).toEqual(Object.keys(idleTraining).sort());
  },

  'training.start': async ({ calls, told }) => {
    const before = told.length;
    const started = await train(calls, { epochs: 6 });
    expect(started.engine).toMatchObject({ name: 'onnx', reason: 'chosen' });
    const finished = await untilTold(told, started.runId, 'finished');
    const [model] = await calls['models.list']({});
    expect(model).toMatchObject({ id: finished.modelId, epochs: 6, hiddenSize: 12 });
    const states = told
      .slice(before)
      .flatMap(({ name, data }) => (name === 'training' ? [data as TrainingStatus] : []))
      .filter(({ runId }) => runId === started.runId)
      .map(({ state }) => state);
    const passed = states.filter((state, i) => state !== states[i - 1]);
    expect(passed).toEqual(['preparing', 'training', 'saving', 'finished']);
    await expectFailure(train(calls, { epochs: 0 }), 'settings.outOfRange', {
      ...{ field: 'epochs', value: 0 },
      ...{ min: 1, max: 100_000 },
    });
    const nowhere = { corpusId: 'none', settings: {}, engine: 'onnx' as const };
    await expectFailure(calls['training.start'](nowhere), 'corpus.notFound', { id: 'none' });
  },

  'training.estimate': async ({ calls }) => {
    const [corpus] = await calls['corpora.list']({});
    const question = { corpusId: corpus!.id, settings: {}, engine: 'onnx' } as const;
    const { bytes, availableBytes, refusal } = await calls['training.estimate'](question);
    expect(bytes).toBeGreaterThan(100e6);
    expect(availableBytes).toBeGreaterThan(0);
    expect(refusal).toBeNull();
    const settings = { batchSize: 0 };
    await expectFailure(
      calls['training.estimate']({ ...question, settings }),
      'settings.outOfRange',
      { field: 'batchSize', value: 0, min: 1, max: 1024 },
    );
  },

  'training.forecast': async ({ calls }) => {
    const [corpus] = await calls['corpora.list']({});
    const settings = { epochs: 30, hiddenSize: 16 };
    const question = { corpusId: corpus!.id, settings, engine: 'onnx' } as const;
    const forecast = await calls['training.forecast'](question);
    expect(forecast).toMatchObject({ engine: 'onnx', isRough: false });
    expect(forecast!.seconds).toBeGreaterThan(30 * forecast!.secondsPerEpoch);
    const none = { ...settings, epochs: 0 };
    const asked = calls['training.forecast']({ ...question, settings: none });
    await expectFailure(asked, 'settings.outOfRange', {
      ...{ field: 'epochs', value: 0, min: 1, max: 100_000 },
    });
  },

  'training.goOn': async ({ calls, told }) => {
    const { runId } = await train(calls, { epochs: 3 });
    const { modelId } = await untilTold(told, runId, 'finished');
    const goOn = (moreEpochs?: number) => calls['training.goOn']({ id: modelId!, moreEpochs });
    await expectFailure(goOn(), 'settings.outOfRange', {
      ...{ field: 'epochs', value: 0 },
      ...{ min: 1, max: 99_997 },
    });
    const status = await goOn(2);
    expect(status).toMatchObject({ epochsBefore: 3, settings: { epochs: 5 } });
    const finished = await untilTold(told, status.runId, 'finished');
    expect(finished).toMatchObject({ modelId, epochs: 5 });
    await expectFailure(calls['training.goOn']({ id: 'nothing' }), 'model.notFound', {
      id: 'nothing',
    });
  },

  'training.pause': async ({ calls, told }) => {
    await train(calls, { epochs: endless });
    expect(await calls['training.pause']({})).toMatchObject({ state: 'paused' });
    const { epochs } = await calls['training.status']({});
    await expectFailure(train(calls), 'training.running', {});
    expect(await calls['training.status']({})).toMatchObject({ state: 'paused', epochs });
    const { runId } = await calls['training.stop']({});
    await untilTold(told, runId, 'stopped');
    await expectFailure(calls['training.pause']({}), 'training.notRunning', {});
  },

  'training.resume': async ({ calls }) => {
    await train(calls, { epochs: endless });
    const { epochs } = await calls['training.pause']({});
    expect(await calls['training.resume']({})).toMatchObject({ state: 'training' });
    await vi.waitUntil(
      async () => (await calls['training.status']({})).epochs > epochs + 1,
      20_000,
    );
    await calls['training.stop']({});
    await expectFailure(calls['training.resume']({}), 'training.notRunning', {});
  },

  'training.change': async ({ calls }) => {
    await train(calls, { epochs: endless });
    // What is changed before the first step is what the run was begun with.
    await vi.waitUntil(async () => (await calls['training.status']({})).epochs > 0, 20_000);
    await expectFailure(calls['training.change']({ learningRate: 0 }), 'settings.outOfRange', {
      field: 'learningRate',
      value: 0,
      min: 1e-6,
      max: 10_000,
    });
    const { settings, changes } = await calls['training.change']({ learningRate: 7 });
    expect(settings.learningRate).toBe(7);
    expect(changes).toBe(2);
    const { changes: told } = await calls['training.history']({ epochsFrom: 0, samplesFrom: 0 });
    expect(told.map((change) => change.learningRate)).toEqual([100, 7]);
    await calls['training.stop']({});
    await expectFailure(calls['training.change']({ learningRate: 1 }), 'training.notRunning', {});
  },

  'training.stop': async ({ calls }) => {
    await train(calls, { epochs: endless });
    const { state, modelId } = await calls['training.stop']({});
    expect(state).toBe('stopped');
    expect((await calls['models.list']({})).map(({ id }) => id)).toContain(modelId);
    await expectFailure(calls['training.stop']({}), 'training.notRunning', {});
  },

  'training.save': async ({ calls }) => {
    await train(calls, { epochs: endless });
    const { state, modelId } = await calls['training.save']({});
    expect(state).toBe('training');
    expect((await calls['models.list']({})).map(({ id }) => id)).toContain(modelId);
    expect(await calls['training.stop']({})).toMatchObject({ state: 'stopped', modelId });
    await expectFailure(calls['training.save']({}), 'training.notRunning', {});
  },

  'training.discard': async ({ calls, told }) => {
    const { runId } = await train(calls, { epochs: 1 });
    await untilTold(told, runId, 'finished');
    await expectFailure(calls['training.discard']({}), 'training.notRunning', {}); // it is saved
  },

  'training.history': async ({ calls, told }) => {
    const { runId } = await train(calls, { epochs: 6, predPeriod: 3 });
    await untilTold(told, runId, 'finished');
    const all = await calls['training.history']({ epochsFrom: 0, samplesFrom: 0 });
    expect(all.runId).toBe(runId);
    expect(all.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(all.samples.map(({ epoch, prefix }) => [epoch, prefix])).toEqual([
      [3, '想要'],
      [6, '想要'],
    ]);
    expect(all.saves.at(-1)).toBe(6);
    const from = { epochsFrom: 4, samplesFrom: 1, savesFrom: all.saves.length };
    expect(await calls['training.history'](from)).toEqual({
      ...{ runId, saves: [], changes: all.changes },
      epochs: all.epochs.slice(4),
      samples: all.samples.slice(1),
      changes: [],
    });
  },

  'compute.status': async ({ calls }) => {
    expect(await calls['compute.status']({})).toEqual({ state: 'ready', lastCrash: null });
  },

  'compute.end': async ({ calls, told }) => {
    const { runId } = await train(calls, { epochs: endless });
    await calls['training.save']({});
    expect(await calls['compute.end']({})).toEqual({});
    const { failure, modelId } = await untilTold(told, runId, 'failed');
    expect(failure).toMatchObject({ code: 'compute.ended' });
    const models = await calls['models.list']({});
    expect(models.map(({ id }) => id)).toContain(modelId);
    const again = await train(calls, { epochs: 2 });
    await untilTold(told, again.runId, 'finished');
  },
};

function untilTold(
  told: Connection['told'],
  runId: string,
  state: TrainingStatus['state'],
): Promise<TrainingStatus> {
  const statuses = (): TrainingStatus[] =>
    told.filter(({ name }) => name === 'training').map(({ data }) => data as TrainingStatus);
  return vi.waitUntil(
    () => statuses().find((status) => status.runId === runId && status.state === state),
    20_000,
  );
}
