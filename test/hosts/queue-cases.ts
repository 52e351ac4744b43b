/** The part of the contract that is about the queue: a case a name. */
import { expect } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { expectFailure, expectTold, lyrics, type Case } from './contract-cases.ts';
import { importFile } from './corpus-cases.ts';

type QueueCall =
  Extract<keyof ApiCalls, `queue.${string}`> | `training.${'beside' | 'show' | 'twoAtOnce'}`;

/** Puts runs into a queue that waits. @returns their ids, and one of the requests */
async function queued(calls: ApiCalls, count: number) {
  await calls['queue.pause']({});
  const { id: corpusId } = await importFile(calls, 'queued.txt', lyrics);
  const request = (seed: number) => ({
    ...{ corpusId, engine: 'onnx' as const, withText: true },
    settings: { epochs: 2, hiddenSize: 12, timeSteps: 10, batchSize: 10, seed },
  });
  const runs = Array.from({ length: count }, (_, seed) => ({ request: request(seed) }));
  return { ids: (await calls['queue.add']({ runs })).ids, request };
}
const idsIn = async (calls: ApiCalls): Promise<string[]> =>
  (await calls['queue.list']({})).entries.map(({ id }) => id);
const clear = async (calls: ApiCalls, ids: string[]): Promise<void> => {
  await calls['queue.remove']({ ids });
};

export const queueCases: Record<QueueCall, Case> = {
  'queue.list': async ({ calls }) => {
    expect(await calls['queue.list']({})).toMatchObject({ entries: [], sweeps: [], failure: null });
    const { ids, request } = await queued(calls, 2);
    expect(await calls['queue.list']({})).toMatchObject({
      paused: 'person',
      entries: ids.map((id, seed) => ({
        ...{ id, revision: 1, state: 'waiting', request: request(seed) },
      })),
    });
    await clear(calls, ids);
  },

  'queue.add': async ({ calls, told }) => {
    const { ids, request } = await queued(calls, 1);
    const { entries, revision } = await calls['queue.list']({});
    // Only what is new is told, and where it stands.
    await expectTold(told, 'queue', {
      ...{ revision, changed: entries, order: ids, sweeps: [], paused: 'person', failure: null },
    });
    const { ids: more, sweepId } = await calls['queue.add']({
      runs: [{ request: request(9), values: { seed: 9 } }],
      sweep: { name: 'seeds', fields: ['seed'], jobs: 2 },
    });
    const { sweeps } = await calls['queue.list']({});
    expect(sweeps).toMatchObject([
      { id: sweepId, name: 'seeds', fields: ['seed'], jobs: 2, threads: 1 },
    ]);
    const wrong = { ...request(1), settings: { seed: -1 } };
    await expectFailure(calls['queue.add']({ runs: [{ request: wrong }] }), 'settings.outOfRange', {
      ...{ field: 'seed', value: -1, min: 0, max: 4_294_967_295 },
    });
    await clear(calls, [...ids, ...more]);
  },

  'training.beside': async ({ calls, told }) => {
    expect(await calls['training.beside']({})).toBeNull();
    const { ids, request } = await queued(calls, 1);
    await clear(calls, ids);
    const long = (seed: number) => ({ ...request(seed).settings, epochs: 100_000 });
    const two = await calls['queue.add']({
      runs: [1, 2].map((seed) => ({ request: { ...request(seed), settings: long(seed) } })),
      sweep: { name: 'seeds', fields: ['seed'], jobs: 2 },
    });
    await calls['queue.resume']({});
    await expect.poll(() => calls['training.beside']({})).not.toBeNull();
    const beside = (await calls['training.beside']({}))!;
    expect(two.ids).toContain(beside.entryId);
    await expectTold(told, 'beside', expect.objectContaining({ entryId: beside.entryId }));
    const shown = await calls['training.status']({});
    expect(shown.runId).not.toBe(beside.status.runId);
    for (let left = 2; left > 0; left -= 1) await calls['training.stop']({});
    await expect.poll(() => calls['training.beside']({})).toBeNull();
    await clear(calls, two.ids);
  },

  'training.twoAtOnce': async ({ calls }) => {
    const { ids, request } = await queued(calls, 1);
    await clear(calls, ids);
    const { corpusId, engine, settings } = request(1);
    const asked = { corpusId, engine, settings };
    expect(await calls['training.twoAtOnce'](asked)).toEqual({ engine, share: expect.any(Number) });
  },

  'training.show': async ({ calls }) => {
    await expectFailure(calls['training.show']({ runId: 'none' }), 'training.notRunning', {});
  },

  'queue.edit': async ({ calls }) => {
    const { ids, request } = await queued(calls, 1);
    const edit = () => calls['queue.edit']({ id: ids[0]!, revision: 1, request: request(7) });
    expect(await edit()).toMatchObject({ revision: 2, request: { settings: { seed: 7 } } });
    await expectFailure(edit(), 'queue.changedElsewhere', {});
    await clear(calls, ids);
    await expectFailure(edit(), 'queue.notFound', {});
  },

  'queue.move': async ({ calls }) => {
    const { ids } = await queued(calls, 3);
    const [first, second, third] = ids as [string, string, string];
    expect(await calls['queue.move']({ id: third, before: first })).toEqual({});
    expect(await idsIn(calls)).toEqual([third, first, second]);
    await calls['queue.move']({ id: third, before: null });
    expect(await idsIn(calls)).toEqual([first, second, third]);
    await clear(calls, ids);
  },

  'queue.remove': async ({ calls }) => {
    const { ids } = await queued(calls, 2);
    expect(await calls['queue.remove']({ ids: [ids[0]!] })).toEqual({});
    expect(await idsIn(calls)).toEqual([ids[1]]);
    await expectFailure(calls['queue.remove']({ ids: [ids[0]!] }), 'queue.notFound', {});
    await clear(calls, [ids[1]!]);
  },

  'queue.restore': async ({ calls }) => {
    const { ids } = await queued(calls, 3);
    await calls['queue.remove']({ ids: [ids[1]!] });
    expect(await calls['queue.restore']({ ids: [ids[1]!] })).toEqual({});
    expect(await idsIn(calls)).toEqual(ids);
    await clear(calls, ids);
  },

  'queue.pause': async ({ calls }) => {
    expect(await calls['queue.pause']({})).toEqual({});
    expect(await calls['queue.list']({})).toMatchObject({ paused: 'person' });
  },

  'queue.resume': async ({ calls }) => {
    await queued(calls, 1);
    expect(await calls['queue.resume']({})).toEqual({});
    await expect.poll(() => idsIn(calls), { timeout: 20_000 }).toEqual([]);
    const models = await calls['models.list']({});
    expect(models.some(({ settings }) => settings?.seed === 0)).toBe(true);
  },
};
