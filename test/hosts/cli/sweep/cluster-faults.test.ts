/**
 * `sweep --on` whose jobs and whose head are killed, and which nobody looks at meanwhile: it comes to the same bits, nothing twice and nothing lost.
 *
 * @module-tag long
 */
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { RayJobs } from '../../../../src-main/ray/ray-jobs.ts';
import { follow } from '../../../../src-main/services/sweeps/cluster/follow.ts';
import { findLaid, jobsOf } from '../../../../src-main/services/sweeps/cluster/laid-sweep.ts';
import { RayDouble } from '../../../ray/ray-double.ts';
import { root } from '../verseloom.ts';
import { ClusterDesk, eventsOf, longRuns } from './cluster-desk.ts';

// Terms have to lapse, and each sweep is made twice: beside other tests that takes a while.
vi.setConfig({ testTimeout: 300_000 });

let at: ClusterDesk;
beforeEach(async () => {
  at = await ClusterDesk.set();
  return () => at.clear();
});

const grid = longRuns(2500);

it('goes on where jobs were killed, from what they had saved', async () => {
  const following = at.desk.start(at.onCluster(...grid));
  for (let kill = 0; kill < 2; kill++) {
    await at
      .begun()
      .toContainEqual(
        expect.objectContaining({ epoch: expect.toSatisfy((at: number) => at > 100) }),
      );
    for (const job of at.ray.running()) at.ray.kill(job);
    await expect.poll(() => at.ray.running().length, { timeout: 60_000 }).toBeGreaterThan(0);
  }
  const made = await following.ended;
  expect(made).toMatchObject({ code: 0 });
  expect(eventsOf(made).filter((event) => event === 'run')).toHaveLength(4);
  expect((await at.desk.run(at.here(...grid))).code).toBe(0);
  await at.expectSame();
  const leases = await readdir(join(at.folder, 'cluster', 'leases'));
  expect(leases.length).toBeGreaterThan(4);
});

it('goes on without anybody who looks, and is found again from elsewhere, by a new head', async () => {
  const following = at.desk.start(at.onCluster(...grid));
  await at.begun().not.toEqual([]);
  following.child.kill('SIGKILL');
  await following.ended;
  const { port } = at.ray;
  await expect
    .poll(async () => (await readdir(join(at.folder, 'cluster', 'reports'))).length, {
      timeout: 60_000,
    })
    .toBeGreaterThan(0);
  const attach = ['sweep', '--attach', '--storage', at.storage, '--json', '--lang', 'en'];
  const attached = at.desk.start(attach, { VERSELOOM_DATA: at.desk.path('other-data') });
  await attached.said(/"event":"start"/);
  await at.ray.close();
  await attached.said(/cannot be reached \(nothing answers there\)/);
  at.ray = await RayDouble.start({ cpus: 2, port });
  at.ray.hasAllPackages = true;
  const made = await attached.ended;
  expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('answers again') });
  expect((await at.desk.run(at.here(...grid))).code).toBe(0);
  await at.expectSame();
});

it('tells what is made from the logs of the jobs while the folder is away', async () => {
  const begun = at.desk.start(at.onCluster(...grid));
  await at.begun().not.toEqual([]);
  begun.child.kill('SIGKILL');
  await begun.ended;
  const laid = await findLaid(at.folder);
  const ray = new RayJobs(at.ray.address, null, '');
  const installed = { root, programs: join(root, 'dist', 'main'), packed: null };
  const jobs = jobsOf(laid, ray, installed, { max: 4, sends: () => {} });
  const { storage, plan, runs, description } = laid;
  const { signal } = new AbortController();
  const { halving } = description;
  let isAway = false;
  let before: number | undefined;
  for await (const now of follow({ storage, plan, jobs, signal, runs: runs.length, halving })) {
    const epochs = now.workers.flatMap(({ run }) => run?.epoch ?? []);
    if (!isAway && epochs.length > 0 && now.jobs.running > 0) {
      isAway = true;
      await rename(at.storage, `${at.storage}-away`);
    }
    if (now.trouble === null || epochs.length === 0) continue;
    expect(now.trouble.code).toMatch(/^file\./);
    before ??= Math.max(...epochs);
    if (Math.max(...epochs) > before) break;
  }
  await rename(`${at.storage}-away`, at.storage);
});
