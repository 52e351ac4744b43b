/** The part of the contract that is about clusters and the sweeps on them: a case a name, on a double of a cluster whose jobs are really run. */
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { ClusterSweep } from '../../src-main/contract/sweeps/cluster-sweep.ts';
import { RayDouble } from '../ray/ray-double.ts';
import { expectFailure, expectTold, type Case } from './contract-cases.ts';
import { importFile } from './corpus-cases.ts';

type ClusterCall = Extract<keyof ApiCalls, `clusters.${string}` | `clusterSweeps.${string}`>;

/** Of a corpus that no other case has imported, under whatever name. */
const words = new TextEncoder().encode('雪落在窗上\n灯下有人数着一二三四\n'.repeat(20));

interface Around {
  readonly ray: RayDouble;
  readonly storage: string;
  readonly corpusId: string;
}

/** @param cpus of the cluster; without any, its jobs wait, which is soon done with */
/** Processors that no job of a sweep has enough of, and the question what the machines are has. */
const NO_ROOM = 0.5;

async function withCluster(
  calls: ApiCalls,
  use: (around: Around) => Promise<void>,
  cpus = NO_ROOM,
): Promise<void> {
  const storage = await mkdtemp(join(tmpdir(), 'verseloom-storage-'));
  const ray = await RayDouble.start({ cpus });
  ray.hasAllPackages = true;
  const { id: corpusId } = await importFile(calls, 'swept.txt', words);
  try {
    await calls['clusters.save']({
      ...{ name: 'lab', address: ray.address, storage, there: null, was: null },
    });
    await use({ ray, storage, corpusId });
  } finally {
    for (const { id } of await calls['clusterSweeps.list']({}))
      await calls['clusterSweeps.forget']({ id });
    for (const { name } of await calls['clusters.list']({}))
      await calls['clusters.remove']({ name });
    await ray.close();
    await rm(storage, { recursive: true, force: true });
  }
}

const settings = { epochs: 4, hiddenSize: 12, timeSteps: 10, batchSize: 10, predLength: 5 };
const request = (corpusId: string, rates: readonly number[] = [1, 10]) => ({
  ...{ cluster: 'lab', corpusId, settings, fields: ['learningRate'], agreed: true },
  runs: rates.map((learningRate) => ({ values: { learningRate }, settings: { learningRate } })),
});

const sweepOf = async (calls: ApiCalls, id: string): Promise<ClusterSweep | undefined> =>
  (await calls['clusterSweeps.list']({})).find((sweep) => sweep.id === id);
const stateOf = (calls: ApiCalls, id: string) =>
  expect.poll(async () => (await sweepOf(calls, id))?.state, { timeout: 60_000 });

export const clusterCases: Record<ClusterCall, Case> = {
  'clusters.list': async ({ calls }) => {
    expect(await calls['clusters.list']({})).toEqual([]);
    await withCluster(calls, async ({ ray: { address }, storage }) => {
      expect(await calls['clusters.list']({})).toEqual([
        { name: 'lab', address, storage, there: null, isAgreed: false, hasToken: false },
      ]);
    });
  },

  'clusters.save': async ({ calls }) => {
    await withCluster(calls, async ({ ray, storage }) => {
      const asked = { name: 'lab', address: ray.address, storage, there: '/mnt/lab', was: 'lab' };
      const save = (changes: object) => calls['clusters.save']({ ...asked, ...changes });
      // Written as people write it, and kept as it is asked.
      const address = ray.address.replace('http://', '');
      const kept = { name: 'lab 2', address: ray.address, storage, there: '/mnt/lab' };
      expect(await save({ address: `${address}/`, name: 'lab 2' })).toEqual({
        ...{ ...kept, isAgreed: false, hasToken: false },
      });
      expect(await calls['clusters.list']({})).toMatchObject([kept]);
      await save({ name: 'lab', was: null });
      await expectFailure(save({ was: 'lab 2' }), 'cluster.nameTaken', { name: 'lab' });
      await expectFailure(save({ was: 'none' }), 'cluster.nameTaken', { name: 'lab' });
      await expectFailure(save({ name: 'x', was: 'none' }), 'cluster.notFound', { name: 'none' });
      await expectFailure(save({ address: 'ftp://x' }), 'cluster.address', { address: 'ftp://x' });
      await expectFailure(save({ storage: 'here' }), 'cluster.folder', { path: 'here' });
      const gone = join(storage, 'gone');
      await expectFailure(save({ storage: gone }), 'cluster.folder', { path: gone });
      await expectFailure(save({ there: 'lab' }), 'cluster.folder', {
        path: 'lab',
        field: 'there',
      });
      // Who asks is told by a token, which is kept until another is given, and shown to nobody.
      ray.instead = ({ headers }) =>
        headers.authorization === 'Bearer abc' ? undefined : { status: 401, text: '' };
      const refused = ['cluster.unauthorised', { address: ray.address }] as const;
      await expectFailure(save({}), ...refused);
      await expectFailure(save({ token: 'other' }), ...refused);
      await expectFailure(save({ token: 'a b' }), 'cluster.token', {});
      expect(await save({ token: 'Bearer abc' })).toMatchObject({ name: 'lab', hasToken: true });
      expect(JSON.stringify(await calls['clusters.list']({}))).not.toContain('abc');
      expect((await save({})).hasToken).toBe(true);
      await expectFailure(save({ token: null }), ...refused);
      ray.instead = () => ({ status: 200, text: '<html>' });
      await expectFailure(save({}), 'cluster.notRay', { address: ray.address });
    });
  },

  'clusters.remove': async ({ calls }) => {
    await withCluster(calls, async () => {
      expect(await calls['clusters.remove']({ name: 'lab' })).toEqual({});
      expect(await calls['clusters.list']({})).toEqual([]);
      await expectFailure(calls['clusters.remove']({ name: 'lab' }), 'cluster.notFound', {
        name: 'lab',
      });
    });
  },

  'clusterSweeps.list': async ({ calls }) => {
    await withCluster(calls, async ({ corpusId, storage }) => {
      expect(await calls['clusterSweeps.list']({})).toEqual([]);
      const { id } = await calls['clusterSweeps.begin'](request(corpusId));
      await stateOf(calls, id).toBe('following');
      expect(await sweepOf(calls, id)).toEqual({
        ...{ id, name: 'swept-sweep', cluster: 'lab', folder: join(storage, 'swept-sweep') },
        ...{
          fields: ['learningRate'],
          runs: 2,
          over: 0,
          secondsLeft: null,
          refused: 0,
          atWork: 0,
          best: null,
        },
        ...{ waiting: expect.any(Number), rung: null, state: 'following', isSending: false },
        failure: null,
      });
    });
  },

  'clusterSweeps.sent': async ({ calls }) => {
    await withCluster(calls, async ({ corpusId, storage, ray }) => {
      const sent = () => calls['clusterSweeps.sent']({ cluster: 'lab', corpusId });
      const { characters } = (await calls['corpora.list']({})).find(({ id }) => id === corpusId)!;
      expect(await sent()).toEqual({
        ...{ isAgreed: false, address: ray.address, folder: join(storage, 'swept-sweep') },
        ...{ text: { name: 'swept', characters } },
      });
      // What comes with the product is called as on the page that asks.
      const builtIn = (await calls['corpora.list']({})).find((one) => one.builtIn)!;
      for (const language of ['zh', 'en'] as const) {
        const { text } = await calls['clusterSweeps.sent']({
          ...{ cluster: 'lab', corpusId: builtIn.id, language },
        });
        expect(text.name).toBe(builtIn.names![language]);
      }
      await calls['clusterSweeps.begin'](request(corpusId));
      // Agreed to once, and the next one gets a folder of its own.
      expect(await sent()).toMatchObject({
        isAgreed: true,
        folder: join(storage, 'swept-sweep-2'),
      });
      await rm(storage, { recursive: true });
      await expectFailure(sent(), 'cluster.folder', { path: storage });
      await mkdir(storage);
    });
  },

  'clusterSweeps.begin': async ({ calls, carry, told }) => {
    await withCluster(calls, async ({ corpusId, ray, storage }) => {
      const begin = (changes: object) =>
        calls['clusterSweeps.begin']({ ...request(corpusId), ...changes });
      await expectFailure(begin({ agreed: false }), 'cluster.unasked', {
        ...{ address: ray.address, field: 'agreed' },
      });
      await expectFailure(begin({ cluster: 'none' }), 'cluster.notFound', { name: 'none' });
      await expectFailure(begin({ corpusId: 'none' }), 'corpus.notFound', { id: 'none' });
      const wrong = { values: { seed: -1 }, settings: { seed: -1 } };
      await expectFailure(begin({ runs: [wrong] }), 'settings.outOfRange', {
        ...{ field: 'seed', value: -1, min: 0, max: 4_294_967_295 },
      });
      await expectFailure(begin({ factor: 3 }), 'sweep.halving', { factor: 3, runs: 2, epochs: 4 });
      for (const changes of [{ factor: 1 }, { runs: [] }])
        expect(
          await carry('clusterSweeps.begin', { ...request(corpusId), ...changes }),
        ).toMatchObject({ failure: { code: 'request.invalid' } });
      ray.instead = () => ({ status: 200, text: '<html>' });
      await expectFailure(begin({}), 'cluster.notRay', { address: ray.address });
      ray.instead = undefined;
      // Nothing of what was refused is there, or was sent.
      expect(await readdir(storage)).toEqual([]);
      expect(ray.workers().length).toBe(0);
      const sweep = await begin({ factor: 2 });
      await expect.poll(() => ray.workers().length).toBeGreaterThan(0);
      await stateOf(calls, sweep.id).toBe('following');
      expect((await sweepOf(calls, sweep.id))?.rung).toEqual({
        at: 1,
        of: 2,
        alive: 2,
        reported: 0,
      });
      await expectTold(told, 'clusterSweeps', {
        sweeps: [expect.objectContaining({ id: sweep.id, state: 'following' })],
      });
    });
  },

  'clusterSweeps.lying': async ({ calls }) => {
    await withCluster(calls, async ({ corpusId, storage }) => {
      expect(await calls['clusterSweeps.lying']({})).toEqual([]);
      const { id } = await calls['clusterSweeps.begin'](request(corpusId));
      expect(await calls['clusterSweeps.lying']({})).toEqual([]); // it is shown
      await mkdir(join(storage, 'no sweep'));
      await calls['clusterSweeps.forget']({ id });
      expect(await calls['clusterSweeps.lying']({})).toEqual([
        {
          ...{ folder: join(storage, 'swept-sweep'), name: 'swept-sweep', cluster: 'lab' },
          createdAt: expect.any(String),
        },
      ]);
      await rename(storage, `${storage}-away`);
      expect(await calls['clusterSweeps.lying']({})).toEqual([]);
      await rename(`${storage}-away`, storage);
    });
  },

  'clusterSweeps.add': async ({ calls }) => {
    await withCluster(
      calls,
      async ({ corpusId, storage }) => {
        const { id } = await calls['clusterSweeps.begin'](request(corpusId));
        await calls['clusterSweeps.forget']({ id });
        const folder = join(storage, 'swept-sweep');
        const add = (changes: object = {}) =>
          calls['clusterSweeps.add']({ folder, cluster: 'lab', ...changes });
        await expectFailure(add({ folder: storage }), 'sweep.notFound', { path: storage });
        await expectFailure(add({ cluster: 'other' }), 'sweep.notFound', { path: folder });
        const added = await add();
        expect(added).toMatchObject({ folder, cluster: 'lab', state: 'finding' });
        await expectFailure(add(), 'sweep.notFound', { path: folder }); // it is shown by now
        await stateOf(calls, added.id).toBe('over');
        expect(await sweepOf(calls, added.id)).toMatchObject({ over: 2, secondsLeft: null });
      },
      2,
    );
  },

  'clusterSweeps.rows': async ({ calls }) => {
    await withCluster(
      calls,
      async ({ corpusId }) => {
        const { id } = await calls['clusterSweeps.begin'](request(corpusId, [1, 10, 100]));
        const rows = (from: number, order: 'run' | 'best') =>
          calls['clusterSweeps.rows']({ id, from, count: 2, order });
        expect(await rows(0, 'run')).toMatchObject({
          total: 3,
          rows: [1, 2].map((run) => ({ run, reason: null, epochs: 0, hasModel: false })),
        });
        await stateOf(calls, id).toBe('over');
        expect(await sweepOf(calls, id)).toMatchObject({ over: 3, refused: 0, atWork: 0 });
        const all = [...(await rows(0, 'run')).rows, ...(await rows(2, 'run')).rows];
        expect(all).toMatchObject(
          [1, 10, 100].map((learningRate, i) => ({
            ...{ run: i + 1, values: { learningRate }, state: 'finished', epochs: 4 },
            ...{ perplexity: expect.any(Number), hasModel: true, reason: null },
            ...{ machines: [expect.any(String)], processors: [expect.any(String)] },
          })),
        );
        const perplexities = all.map(({ perplexity }) => perplexity!).sort((a, b) => a - b);
        const best = [...(await rows(0, 'best')).rows, ...(await rows(2, 'best')).rows];
        expect(best.map(({ perplexity }) => perplexity)).toEqual(perplexities);
        expect((await sweepOf(calls, id))?.best).toBe(perplexities[0]);
      },
      2,
    );
  },

  'clusterSweeps.stop': async ({ calls }) => {
    await withCluster(calls, async ({ corpusId, ray }) => {
      const { id } = await calls['clusterSweeps.begin'](request(corpusId));
      await expect.poll(() => ray.workers().length).toBeGreaterThan(0);
      expect(await calls['clusterSweeps.stop']({ id })).toEqual({});
      await stateOf(calls, id).toBe('stopped');
      expect(new Set(ray.workers().map(({ status }) => status))).toEqual(new Set(['STOPPED']));
    });
    await expectFailure(calls['clusterSweeps.stop']({ id: 'none' }), 'sweep.notShown', {});
  },

  'clusterSweeps.follow': async ({ calls }) => {
    await withCluster(calls, async ({ corpusId, ray, storage }) => {
      const { id } = await calls['clusterSweeps.begin'](request(corpusId));
      await calls['clusterSweeps.stop']({ id });
      await stateOf(calls, id).toBe('stopped');
      const before = ray.workers().length;
      expect(await calls['clusterSweeps.follow']({ id })).toEqual({});
      await stateOf(calls, id).toBe('following');
      await expect.poll(() => ray.workers().length, { timeout: 10_000 }).toBeGreaterThan(before);
      // A folder that is away is told, and looked for until it is there again.
      await rm(join(storage, 'swept-sweep'), { recursive: true });
      await expect
        .poll(async () => (await sweepOf(calls, id))?.failure?.code, { timeout: 10_000 })
        .toMatch(/^file\./);
      expect((await sweepOf(calls, id))?.state).toBe('following');
    });
  },

  'clusterSweeps.forget': async ({ calls }) => {
    await withCluster(calls, async ({ corpusId, ray, storage }) => {
      const { id } = await calls['clusterSweeps.begin'](request(corpusId));
      await expect.poll(() => ray.workers().length).toBeGreaterThan(0);
      expect(await calls['clusterSweeps.forget']({ id })).toEqual({});
      expect(await calls['clusterSweeps.list']({})).toEqual([]);
      expect(ray.workers().map(({ status }) => status)).toContain('PENDING');
      expect(await readdir(storage)).toEqual(['swept-sweep']);
      await expectFailure(calls['clusterSweeps.forget']({ id }), 'sweep.notShown', {});
    });
  },

  'clusterSweeps.show': async ({ calls }) => {
    await withCluster(calls, async ({ corpusId, storage }) => {
      const { id } = await calls['clusterSweeps.begin'](request(corpusId));
      const path = join(storage, 'swept-sweep');
      expect(await calls['clusterSweeps.show']({ id })).toEqual({ path });
    });
  },

  'clusterSweeps.take': async ({ calls, told }) => {
    await withCluster(
      calls,
      async ({ corpusId }) => {
        const { id } = await calls['clusterSweeps.begin'](request(corpusId, [1]));
        const take = (run: number) => calls['clusterSweeps.take']({ id, run, name: 'swept η 1' });
        await expectFailure(take(2), 'run.notFound', { id: '2' });
        await stateOf(calls, id).toBe('over');
        const taken = await take(1);
        expect(taken).toEqual({ id: expect.any(String), name: 'swept η 1', alreadyThere: false });
        await expectTold(told, 'models', {});
        const models = await calls['models.list']({});
        expect(models).toContainEqual(expect.objectContaining({ id: taken.id, name: taken.name }));
        expect(await take(1)).toEqual({ ...taken, alreadyThere: true });
        await calls['models.remove']({ id: taken.id });
      },
      2,
    );
  },
};
