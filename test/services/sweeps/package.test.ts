/** The program that is sent to a cluster: one name for the same files, and no other files by that name. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { toFailure } from '../../../src-main/contract/errors.ts';
import type { ClusterPlatform } from '../../../src-main/contract/sweeps/cluster.ts';
import { RayJobs } from '../../../src-main/ray/ray-jobs.ts';
import { ensurePackage } from '../../../src-main/services/sweeps/cluster/cluster.ts';
import { findPackage } from '../../../src-main/services/sweeps/cluster/package.ts';
import { root } from '../../hosts/cli/verseloom.ts';
import { RayDouble } from '../../ray/ray-double.ts';

const installed = { root, programs: join(root, 'dist', 'main'), packed: null };

/** That of this machine: another's Node would have to be got from npm. */
const here = `${process.platform}-${process.arch}` as ClusterPlatform;

it('is called after what is in it', { tags: ['long'] }, async () => {
  const [one, other] = [await findPackage(installed, here), await findPackage(installed, here)];
  expect(one.name).toMatch(/^_ray_pkg_[0-9a-f]{32}\.zip$/);
  expect(other).toEqual(one);
  expect(one.files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['node', 'dist/main/cli.cjs', 'dist/main/compute.cjs', 'package.json']),
  );
});

it('is not sent by the name of another', async () => {
  const double = await RayDouble.start();
  onTestFinished(() => double.close());
  const plan = {
    ...{ version: 1 as const, id: 'a', name: 'a', text: { name: 'a', hash: '' }, insist: false },
    ...{
      checkpointSeconds: 10,
      leaseSeconds: 60,
      address: double.address,
      there: '/',
      createdAt: '',
    },
    ...{ platform: here, package: '_ray_pkg_of_yesterday.zip' },
  };
  let hasBegun = false;
  const sent = ensurePackage(new RayJobs(double.address, null, ''), plan, installed, () => {
    hasBegun = true;
  });
  expect(await sent.catch((error: unknown) => toFailure(error).code)).toBe('cluster.otherPackage');
  expect([hasBegun, double.packages.size]).toEqual([false, 0]);
});
