/** The part of the contract that is about runs, with a model or without: a case a name. */
import { expect } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { expectFailure, expectTold, type Case } from './contract-cases.ts';
import { anyModel } from './trained.ts';

type RunCall = Extract<keyof ApiCalls, `runs.${string}`>;

const find = async (calls: ApiCalls, id: string) =>
  (await calls['runs.list']({})).find((run) => run.id === id);

/** @returns a run whose model was deleted, so that there is its record alone */
async function anyRecord(calls: ApiCalls): Promise<string> {
  const id = await anyModel(calls);
  await calls['models.remove']({ id });
  return id;
}

export const runCases: Record<RunCall, Case> = {
  'runs.list': async ({ calls }) => {
    const id = await anyModel(calls);
    const [model] = (await calls['models.list']({})).filter((one) => one.id === id);
    expect(await find(calls, id)).toEqual({ ...model, hasModel: true });
    await calls['models.remove']({ id });
    expect(await find(calls, id)).toMatchObject({
      ...{ hasModel: false, canGoOn: false, hasText: false, name: model!.name },
      ...{ settings: model!.settings, curve: model!.curve, perplexity: model!.perplexity },
    });
    expect((await calls['models.list']({})).some((one) => one.id === id)).toBe(false);
    await calls['models.restore']({ id });
    expect(await find(calls, id)).toEqual({ ...model, hasModel: true });
  },

  'runs.history': async ({ calls }) => {
    const id = await anyModel(calls);
    const told = await calls['models.history']({ id });
    expect(told.epochs).not.toEqual([]);
    expect(told.samples).not.toEqual([]);
    expect(await calls['runs.history']({ id })).toEqual(told);
    await calls['models.remove']({ id });
    expect(await calls['runs.history']({ id })).toEqual(told);
    const nothing = calls['runs.history']({ id: 'nothing' });
    await expectFailure(nothing, 'model.notFound', { id: 'nothing' });
  },

  'runs.change': async ({ calls, told }) => {
    const id = await anyRecord(calls);
    const changes = { name: '炸了', tags: ['θ'], favourite: true, notes: '学习率太大' };
    expect(await calls['runs.change']({ id, ...changes })).toMatchObject({ ...changes, id });
    expect(await find(calls, id)).toMatchObject({ ...changes, hasModel: false });
    await expectTold(told, 'models', {});
    const model = await anyModel(calls);
    await calls['runs.change']({ id: model, name: '织机', notes: '第一次' });
    expect(await find(calls, model)).toMatchObject({
      ...{ name: '织机', notes: '第一次', hasModel: true },
    });
    await calls['runs.remove']({ id: model });
    expect(await find(calls, model)).toMatchObject({ notes: '第一次', hasModel: false });
    const notes = '字'.repeat(10_001);
    await expect(calls['runs.change']({ id: model, notes })).rejects.toMatchObject({
      ...{ code: 'request.invalid', params: { name: 'runs.change', field: 'notes' } },
    });
  },

  'runs.remove': async ({ calls }) => {
    const id = await anyModel(calls);
    await calls['runs.remove']({ id });
    expect(await find(calls, id)).toMatchObject({ hasModel: false });
    await calls['runs.remove']({ id });
    expect(await find(calls, id)).toBeUndefined();
    await expectFailure(calls['runs.remove']({ id }), 'model.notFound', { id });
  },

  'runs.restore': async ({ calls }) => {
    const id = await anyRecord(calls);
    const before = await find(calls, id);
    await calls['runs.remove']({ id });
    expect(await calls['runs.restore']({ id })).toEqual(before);
    expect(await calls['runs.restore']({ id })).toMatchObject({ id, hasModel: true });
    const nothing = calls['runs.restore']({ id: 'nothing' });
    await expectFailure(nothing, 'model.notFound', { id: 'nothing' });
  },

  'runs.export': async ({ calls }) => {
    const id = await anyModel(calls);
    const notes = '一行,\n“两行”';
    await calls['runs.change']({ id, notes, tags: ['a b', 'c'] });
    const runs = await calls['runs.list']({});
    const lines = async (kind: 'csv' | 'jsonl'): Promise<string[]> => {
      const { name, bytes } = await calls['runs.export']({ kind });
      expect(name).toBe(`verseloom-runs.${kind}`);
      return new TextDecoder().decode(bytes).trimEnd().split(/\r?\n/);
    };
    const csv = await lines('csv');
    expect(csv[0]).toMatch(/^id,name,outcome,hasModel,corpus,/);
    expect(csv.filter((line) => /^[\w-]+,/.test(line))).toHaveLength(runs.length + 1);
    expect(csv.join('\n')).toContain(`,a b; c,false,"${notes}"`);
    const rows = (await lines('jsonl')).map((line) => JSON.parse(line) as Record<string, unknown>);
    const run = runs.find((one) => one.id === id)!;
    expect(rows.find((row) => row['id'] === id)).toMatchObject({
      ...{ outcome: 'finished', hiddenSize: 12, seed: 1, perplexity: run.perplexity },
      ...{ sampling: 'random', heldOut: 'none', epochsMade: 2, hasModel: true },
      ...{ notes, tags: ['a b', 'c'], settingsChanges: 0 },
    });
  },
};
