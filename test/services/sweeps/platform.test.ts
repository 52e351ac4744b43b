/** What the machines of a cluster are: asked of one that works, or of the head; on a double whose jobs are really run. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toFailure } from '../../../src-main/contract/errors.ts';
import { RayJobs } from '../../../src-main/ray/ray-jobs.ts';
import { findPlatform } from '../../../src-main/services/sweeps/cluster/platform.ts';
import { RayDouble } from '../../ray/ray-double.ts';

let double: RayDouble;
beforeEach(async () => {
  double = await RayDouble.start({ cpus: 1 });
});
afterEach(() => double.close());
const find = (patience?: number) => findPlatform(new RayJobs(double.address, null, ''), patience);

it('is told by a job, which is all that is sent', { tags: ['long'] }, async () => {
  expect(await find()).toBe(`${process.platform}-${process.arch}`);
  double.machine = 'Linux aarch64';
  expect(await find()).toBe('linux-arm64');
  double.machine = 'Darwin arm64';
  expect(await find()).toBe('darwin-arm64');
  // Nothing is left of it in the cluster's list.
  expect([double.packages.size, double.jobs.size]).toEqual([0, 0]);
});

it('is the head’s where no machine has room', async () => {
  await double.close();
  double = await RayDouble.start({ cpus: 0 });
  double.machine = 'Linux x86_64';
  expect(await find(100)).toBe('linux-x64');
  expect([...double.jobs.values()].map(({ cpus, status }) => [cpus, status])).toEqual([
    [0.01, 'STOPPED'],
  ]);
});

it('is refused where there is no program for it, in the machine’s own words', async () => {
  double.machine = 'Linux riscv64';
  expect(await find().catch(toFailure)).toEqual({
    code: 'cluster.platform',
    params: { said: 'Linux riscv64', choices: 'Linux x86_64, Linux aarch64, Darwin arm64' },
  });
});
