/** The part of the contract that is about what a model writes, and how it reads: a case a name. */
import { expect, vi } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { inNumbers } from '../../src-main/contract/writing/surprise.ts';
import { expectFailure, type Case } from './contract-cases.ts';
import { anyModel } from './trained.ts';

type WritingCall = Extract<keyof ApiCalls, `${'writing' | 'inside'}.${string}`>;

export const writingCases: Record<WritingCall, Case> = {
  'inside.moments': async ({ calls }) => {
    const modelId = await anyModel(calls);
    const seen = await calls['inside.moments']({ modelId, text: '想要' });
    expect(seen).toEqual({ characters: ['想', '要'], moments: [] });
    const missing = calls['inside.moments']({ modelId: 'nothing', text: '想要' });
    await expectFailure(missing, 'model.notFound', { id: 'nothing' });
    await expectFailure(calls['inside.moments']({ text: '想要' }), 'training.notRunning', {});
  },

  'inside.look': async ({ calls }) => {
    const modelId = await anyModel(calls);
    const seen = await calls['inside.look']({ modelId, text: '想要🙂有\n想要' });
    expect(seen).toMatchObject({ leftOut: ['🙂'], cut: 0, steps: 0, gradient: null });
    expect(seen.characters.join('')).toBe('想要有 想要');
    expect(seen.surprises).toHaveLength(5);
    expect(seen.likely.map((one) => one.length)).toEqual([10, 10, 10, 10, 10, 10]);
    expect(seen.states).toHaveLength(6 * seen.hiddenSize);
    expect(seen.units).toHaveLength(seen.hiddenSize);
    // Of one layer, whichever is asked for.
    const higher = await calls['inside.look']({ modelId, text: '想要🙂有\n想要', layer: 4 });
    expect(higher).toEqual(seen);
    expect(seen).toMatchObject({ layer: 1, layers: 1 });
    const long = await calls['inside.look']({ modelId, text: '想要'.repeat(300) });
    expect([long.characters.length, long.cut]).toEqual([400, 200]);
    const unknown = calls['inside.look']({ modelId, text: '🙂' });
    await expectFailure(unknown, 'text.unknown', {});
    const missing = calls['inside.look']({ modelId: 'nothing', text: '想要' });
    await expectFailure(missing, 'model.notFound', { id: 'nothing' });
    await expectFailure(calls['inside.look']({ text: '想要' }), 'training.notRunning', {});
  },

  'writing.write': async ({ calls, told }) => {
    const request = { prefix: '想要🙂', length: 20, temperature: 0, seed: 1 };
    const modelId = await anyModel(calls);
    const written = await calls['writing.write']({ ...request, id: 'piece', modelId });
    expect(written).toMatchObject({ prefix: '想要', leftOut: ['🙂'], cancelled: false });
    expect([...written.continuation]).toHaveLength(20);
    const told20 = (): string =>
      told
        .filter(({ name, data }) => name === 'writing' && idOf(data) === 'piece')
        .map(({ data }) => (data as { text: string }).text)
        .join('');
    await expect.poll(told20).toBe(written.continuation);
    const missing = { ...request, id: 'other', modelId: 'nothing' };
    await expectFailure(calls['writing.write'](missing), 'model.notFound', { id: 'nothing' });
  },

  'writing.lines': async ({ calls }) => {
    const modelId = await anyModel(calls);
    const form = { lines: [{ length: { min: 2, max: 3 } }] };
    const request = { id: 'lines', prefix: '想要🙂', temperature: 1, seed: 1, form };
    const ask = { ...request, modelId, count: 2, noCopy: null };
    const found = await calls['writing.lines'](ask);
    expect(found).toMatchObject({ prefix: '想要', leftOut: ['🙂'], inTheWay: [] });
    expect(found.readings.length).toBeGreaterThan(0);
    for (const { met } of found.readings) expect(met).toEqual([{ length: 'met' }]);
    const shown = found.readings.map(({ text }) => text);
    const more = await calls['writing.lines']({ ...ask, shown });
    for (const { text } of more.readings) expect(shown).not.toContain(text);
    const missing = { ...ask, modelId: 'nothing' };
    await expectFailure(calls['writing.lines'](missing), 'model.notFound', { id: 'nothing' });
  },

  'writing.next': async ({ calls }) => {
    const modelId = await anyModel(calls);
    const ask = { prefix: '想要🙂', temperature: 0, top: 3 };
    const { characters, leftOut } = await calls['writing.next']({ ...ask, modelId });
    expect(leftOut).toEqual(['🙂']);
    expect(characters.map(({ drawn }) => drawn)).toEqual([1, 0, 0]);
    const missing = { ...ask, modelId: 'nothing' };
    await expectFailure(calls['writing.next'](missing), 'model.notFound', { id: 'nothing' });
  },

  'writing.copied': async ({ calls }) => {
    const modelId = await anyModel(calls);
    const ask = { modelId, text: '🙂想要，有一架 直升机' };
    expect(await calls['writing.copied'](ask)).toEqual({ shortest: 6, runs: [] });
    const runs = [{ start: 8, length: 3, units: 3, song: '想要有直升机' }];
    expect(await calls['writing.copied']({ ...ask, units: 3 })).toMatchObject({
      runs: [{ start: 1, length: 4, units: 3 }, ...runs],
    });
    const everywhere = { ...ask, units: 3, everywhere: true };
    const [first] = (await calls['writing.copied'](everywhere)).runs!;
    expect(first).toMatchObject({ start: 1, units: 3 });
    const missing = { ...ask, modelId: 'nothing' };
    await expectFailure(calls['writing.copied'](missing), 'model.notFound', { id: 'nothing' });
  },

  'writing.rhymes': async ({ calls }) => {
    const modelId = await anyModel(calls);
    const ask = { modelId, end: '鸡', reading: null, system: 'eighteen' as const };
    const { corpus, dictionary } = await calls['writing.rhymes'](ask);
    expect(corpus!.rhymes.map(({ text }) => text)).toContain('直升机');
    expect(dictionary.rhymes.map(({ text }) => text)).toContain('衣');
    const none = await calls['writing.rhymes']({ ...ask, modelId: null });
    expect(none.corpus).toBeNull();
    expect(none.dictionary.rhymes.map(({ text }) => text)).toContain('机');
    const missing = { ...ask, modelId: 'nothing' };
    await expectFailure(calls['writing.rhymes'](missing), 'model.notFound', { id: 'nothing' });
  },

  'writing.surprise': async ({ calls }) => {
    const modelId = await anyModel(calls);
    const ask = { id: 'surprise', modelId, text: '🙂想要\n🙂想要' };
    const { surprises, cancelled } = await calls['writing.surprise'](ask);
    expect(cancelled).toBe(false);
    expect([...inNumbers(surprises)].map(Number.isNaN)).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
      false,
    ]);
    expect((await calls['writing.surprise']({ ...ask, text: '' })).surprises).toHaveLength(0);
    const missing = { ...ask, modelId: 'nothing' };
    await expectFailure(calls['writing.surprise'](missing), 'model.notFound', { id: 'nothing' });
  },

  'writing.cancel': async ({ calls, told }) => {
    const modelId = await anyModel(calls);
    const request = { prefix: '想要', length: 20_000, temperature: 1, seed: 1 };
    const writing = calls['writing.write']({ ...request, id: 'long', modelId });
    await vi.waitUntil(() => told.some(({ data }) => idOf(data) === 'long'), 20_000);
    expect(await calls['writing.cancel']({ id: 'long' })).toEqual({});
    const { cancelled, continuation } = await writing;
    expect(cancelled).toBe(true);
    expect(continuation.length).toBeLessThan(20_000);
    expect(await calls['writing.cancel']({ id: 'nothing' })).toEqual({});
  },
};

const idOf = (data: unknown): unknown => (data as { id?: unknown }).id;
