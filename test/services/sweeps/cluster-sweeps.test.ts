/**
 * Sweeps on a cluster that an application shows: closing it stops nothing, and the next one finds them again; on a double whose jobs are really run.
 *
 * @module-tag long
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { EventData } from '../../../src-main/contract/api.ts';
import { describeText } from '../../../src-main/services/corpora/facts.ts';
import { ClusterSweeps } from '../../../src-main/services/sweeps/cluster/cluster-sweeps.ts';
import { ClusterList } from '../../../src-main/store/clusters/cluster-list.ts';
import { RayDouble } from '../../ray/ray-double.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { song } from '../open-product.ts';

const root = join(import.meta.dirname, '..', '..', '..');

let ray: RayDouble;
let folder: string;
let storage: string;
let told: { at: number; data: EventData<'clusterSweeps'> }[];
beforeEach(async () => {
  folder = await temporaryFolder();
  storage = await temporaryFolder();
  told = [];
  ray = await RayDouble.start({ cpus: 1 });
  ray.hasAllPackages = true;
  const clusters = await ClusterList.open(join(folder, 'clusters.json'));
  const { address } = ray;
  await clusters.save({ name: 'lab', address, storage, there: null }, null);
  return () => ray.close();
});

async function open(): Promise<ClusterSweeps> {
  const sweeps = await ClusterSweeps.open({
    files: { clusters: join(folder, 'clusters.json'), shown: join(folder, 'cluster-sweeps.json') },
    installed: { root, programs: join(root, 'dist', 'main'), packed: null },
    textOf: async (id) => {
      const text = new TextEncoder().encode(song);
      return { ...(await describeText(text)), id, name: '../可爱: 女人?', text };
    },
    emit: (_, data) =>
      told.push({ at: performance.now(), data: data as EventData<'clusterSweeps'> }),
    sentenceOf: ({ code }) => code,
  });
  onTestFinished(() => sweeps.close());
  return sweeps;
}

const small = { hiddenSize: 12, timeSteps: 10, batchSize: 10, predPeriod: 100_000, predLength: 5 };
const begin = (sweeps: ClusterSweeps, epochs: number, rates = [1, 10]) =>
  sweeps.begin({
    ...{ cluster: 'lab', corpusId: 'any', fields: ['learningRate'], agreed: true },
    ...{ settings: { ...small, epochs }, withText: true, threads: 1, factor: null },
    runs: rates.map((learningRate) => ({ values: { learningRate }, settings: { learningRate } })),
  });
const soon = { timeout: 60_000 };

it('go on when the application is closed, and are found again by the next one', async () => {
  const sweeps = await open();
  const { id, folder: path } = await begin(sweeps, 2000);
  // After the corpus, whatever it is called, and in the folder of the cluster.
  expect(path).toBe(join(storage, '可爱- 女人-sweep'));
  await expect.poll(() => sweeps.list()[0]?.atWork, soon).toBe(1);
  await sweeps.close();
  const { length } = told;
  expect(ray.running()).toHaveLength(1);

  const next = await open();
  expect(next.list()).toMatchObject([{ id, cluster: 'lab', folder: path, state: 'finding' }]);
  await expect.poll(() => next.list()[0]?.state, soon).toBe('over');
  expect(next.list()).toMatchObject([{ over: 2, refused: 0, best: expect.any(Number) }]);
  // The one that is closed tells nothing more, and the other one twice a second at most.
  const times = told.slice(length).map(({ at }) => at);
  expect(times.length).toBeGreaterThan(1);
  for (const [i, at] of times.entries()) if (i > 0) expect(at - times[i - 1]!).toBeGreaterThan(400);
  const table = await readFile(join(path, 'results.csv'), 'utf8');
  expect(table.trim().split('\n')).toHaveLength(3);
});

it('tell that their folder is gone, and are followed again once it is there', async () => {
  const sweeps = await open();
  const { id, folder: path } = await begin(sweeps, 2);
  await expect.poll(() => sweeps.list()[0]?.state, soon).toBe('over');
  await sweeps.close();
  await rename(path, `${path}-away`);
  const next = await open();
  await expect.poll(() => next.list()[0]?.state).toBe('lost');
  expect(next.list()).toMatchObject([{ failure: { code: 'sweep.notFound', params: { path } } }]);
  expect(next.get(id).rows(0, 10, 'best')).toEqual({ total: 0, rows: [] });
  await rename(`${path}-away`, path);
  await next.get(id).goOn();
  await expect.poll(() => next.list()[0]?.state, soon).toBe('over');
  expect(next.list()).toMatchObject([{ over: 2, failure: null }]);
});

it('say so, where the machines of the cluster do not find the folder', async () => {
  const clusters = await ClusterList.open(join(folder, 'clusters.json'));
  await clusters.save({ name: 'lab', address: ray.address, storage, there: '/elsewhere' }, 'lab');
  const sweeps = await open();
  const { id, name } = await begin(sweeps, 2);
  await expect.poll(() => sweeps.list()[0]?.state, soon).toBe('lost');
  expect(sweeps.list()[0]?.failure).toEqual({
    ...{ code: 'sweep.notSeen', params: { path: `/elsewhere/${name}` } },
  });
  await sweeps.get(id).stop();
  await expect.poll(() => sweeps.list()[0]?.state, soon).toBe('stopped');
});
