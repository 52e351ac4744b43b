/** The part of the contract that is about the models of the library: a case a name. */
import { expect } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { expectFailure, expectTold, lyrics, type Case } from './contract-cases.ts';
import { anyModel } from './trained.ts';

type ModelCall = Extract<keyof ApiCalls, `models.${string}`>;

export const modelCases: Record<ModelCall, Case> = {
  'models.list': async ({ calls }) => {
    const id = await anyModel(calls);
    const model = (await calls['models.list']({})).find((model) => model.id === id);
    expect(model).toMatchObject({ outcome: 'finished', engine: { name: 'onnx' }, damage: null });
  },

  'models.change': async ({ calls, carry, told }) => {
    const id = await anyModel(calls);
    const changes = { name: ' 河 ', tags: ['夜'], favourite: true, notes: ' 第一次\n' };
    expect(await calls['models.change']({ id, ...changes })).toMatchObject({
      ...{ id, name: '河', tags: ['夜'], favourite: true, notes: ' 第一次\n' },
    });
    expect(await calls['models.change']({ id, tags: [] })).toMatchObject({
      ...{ name: '河', tags: [], notes: ' 第一次\n' },
    });
    await expectTold(told, 'models', {});
    const missing = { id: 'nothing', name: 'x' };
    await expectFailure(calls['models.change'](missing), 'model.notFound', { id: 'nothing' });
    expect(await carry('models.change', { id: 7 })).toMatchObject({
      failure: { code: 'request.invalid', params: { name: 'models.change', field: 'id' } },
    });
  },

  'models.duplicate': async ({ calls }) => {
    const id = await anyModel(calls);
    const copy = await calls['models.duplicate']({ id, name: '复本' });
    expect(copy).toMatchObject({ name: '复本', epochs: expect.any(Number) });
    expect(copy.id).not.toBe(id);
    const missing = { id: 'nothing', name: 'x' };
    await expectFailure(calls['models.duplicate'](missing), 'model.notFound', { id: 'nothing' });
  },

  'models.takeBest': async ({ calls }) => {
    const id = await anyModel(calls); // whose last step is its best
    const best = await calls['models.takeBest']({ id, name: '最好的' });
    expect(best).toMatchObject({ name: '最好的', best: null });
    const missing = { id: 'nothing', name: 'x' };
    await expectFailure(calls['models.takeBest'](missing), 'model.notFound', { id: 'nothing' });
  },

  'models.history': async ({ calls }) => {
    const id = await anyModel(calls);
    const { epochs, samples } = await calls['models.history']({ id });
    expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, i) => i + 1));
    expect(epochs.length).toBeGreaterThan(0);
    expect(samples).toEqual(expect.any(Array));
    await expectFailure(calls['models.history']({ id: 'nothing' }), 'model.notFound', {
      id: 'nothing',
    });
  },

  'models.reveal': async ({ calls }) => {
    const id = await anyModel(calls);
    expect((await calls['models.reveal']({ id })).path).toMatch(new RegExp(`${id}\\.verse$`));
    await expectFailure(calls['models.reveal']({ id: 'nothing' }), 'model.notFound', {
      id: 'nothing',
    });
  },

  'models.score': async ({ calls }) => {
    const id = await anyModel(calls);
    const score = await calls['models.score']({ id, text: '想要🙂宇宙' });
    expect(score).toEqual({ perplexity: expect.any(Number), characters: 5, known: 4 });
    await expectFailure(calls['models.score']({ id, text: '🙂' }), 'text.tooShort', {
      ...{ characters: 1, known: 0 },
    });
  },

  'models.vocabulary': async ({ calls }) => {
    const id = await anyModel(calls);
    const { characters } = await calls['models.vocabulary']({ id });
    expect(characters).toContain('想');
    expect(new Set(characters).size).toBe([...characters].length);
    await expectFailure(calls['models.vocabulary']({ id: 'nothing' }), 'model.notFound', {
      id: 'nothing',
    });
  },

  'models.remove': async ({ calls }) => {
    const id = await anyModel(calls);
    expect(await calls['models.remove']({ id })).toEqual({ hasRecord: true });
    expect((await calls['models.list']({})).map((model) => model.id)).not.toContain(id);
    await expectFailure(calls['models.remove']({ id }), 'model.notFound', { id });
  },

  'models.restore': async ({ calls }) => {
    const id = await anyModel(calls);
    const before = (await calls['models.list']({})).find((model) => model.id === id);
    await calls['models.remove']({ id });
    expect(await calls['models.restore']({ id })).toEqual(before);
    await expectFailure(calls['models.restore']({ id: 'nothing' }), 'model.notFound', {
      id: 'nothing',
    });
  },

  'models.import': async ({ calls }) => {
    const file = await calls['models.export']({ id: await anyModel(calls) });
    const model = await calls['models.import']({ ...file, name: 'again.verse' });
    expect(model).toMatchObject({ outcome: 'finished', bytes: file.bytes.length });
    expect(model.alreadyThere).toBe(true);
    const name = 'other.verse';
    await expectFailure(calls['models.import']({ name, bytes: lyrics }), 'model.notOurs', {
      name,
    });
  },

  'models.export': async ({ calls }) => {
    const id = await anyModel(calls);
    const { name, bytes } = await calls['models.export']({ id });
    expect(name).toMatch(/\.verse$/);
    expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b]); // it is a zip
    const withoutText = await calls['models.export']({ id, withText: false });
    expect(withoutText.bytes.length).toBeLessThan(bytes.length);
    for (const kind of ['safetensors', 'onnx', 'csv', 'html'] as const) {
      const file = await calls['models.export']({ id, kind });
      expect(file.name.endsWith(`.${kind}`)).toBe(true);
      expect(file.bytes.length).toBeGreaterThan(50);
    }
    await expectFailure(calls['models.export']({ id: 'nothing' }), 'model.notFound', {
      id: 'nothing',
    });
  },
};
