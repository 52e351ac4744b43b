/**
 * `sweep --on` that is stopped, and a run of it that breaks off again and again.
 *
 * @module-tag long
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { ClusterDesk, longRuns } from './cluster-desk.ts';
import { rowsIn } from './sweep-table.ts';

// Terms have to lapse, and each sweep is made twice: beside other tests that takes a while.
vi.setConfig({ testTimeout: 300_000 });

let at: ClusterDesk;
beforeEach(async () => {
  at = await ClusterDesk.set();
  return () => at.clear();
});

const grid = longRuns(3000);

it('ends at a wish, keeps what is learned, and goes on from there by the same command', async () => {
  const following = at.desk.start(at.onCluster(...grid));
  await at
    .begun()
    .toContainEqual(expect.objectContaining({ epoch: expect.toSatisfy((at: number) => at > 100) }));
  const stopped = await at.desk.run(['sweep', '--stop', '--storage', at.folder, '--lang', 'en']);
  expect([stopped.code, stopped.stderr]).toEqual([
    1,
    expect.stringMatching(/\d runs? (is|are) left/),
  ]);
  expect((await following.ended).code).toBe(1);
  expect(at.ray.running()).toEqual([]);
  const kept = await readdir(join(at.folder, 'cluster', 'models'));
  expect(kept.length).toBeGreaterThan(0);
  const made = await at.desk.run(at.onCluster(...grid));
  expect(made).toMatchObject({ code: 0 });
  expect((await at.desk.run(at.here(...grid))).code).toBe(0);
  await at.expectSame();
});

it('makes a row of a run that breaks off three times, with its reason', async () => {
  const one = ['--set', 'eta=1', '--epochs', '100000', '--checkpoint-seconds', '0'];
  const following = at.desk.start(at.onCluster(...one));
  for (let kill = 1; kill <= 3; kill++) {
    const shared = join(at.folder, 'cluster');
    const lease = join(shared, 'leases', `0001.${kill}.json`);
    await expect
      .poll(() => readFile(lease, 'utf8').catch(() => ''), { timeout: 60_000 })
      .not.toBe('');
    const { worker } = JSON.parse(await readFile(lease, 'utf8')) as { worker: string };
    const state = await readFile(join(shared, 'workers', `${worker}.json`), 'utf8');
    at.ray.kill(at.ray.jobs.get((JSON.parse(state) as { job: string }).job)!);
  }
  const made = await following.ended;
  expect([made.code, made.stderr]).toEqual([1, expect.stringContaining('1 run could not be made')]);
  const [row] = await rowsIn(at.folder);
  expect(row).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('ended 3 times'),
  });
  // By the same command, it is tried anew.
  const again = at.desk.start(at.onCluster(...one));
  await expect
    .poll(() => readdir(join(at.folder, 'cluster', 'leases')), { timeout: 60_000 })
    .toEqual(['0001.1.json']);
  expect(await readdir(join(at.folder, 'cluster', 'reports'))).toEqual([]);
  again.child.kill('SIGINT');
  expect(await again.ended).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('The sweep continues on the cluster'),
  });
});
