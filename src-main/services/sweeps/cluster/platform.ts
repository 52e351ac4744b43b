/** What the machines of a cluster are, by a job of their own that tells: the dashboard does not say. */
import { randomBytes } from 'node:crypto';
import { VerseloomError } from '../../../contract/errors.ts';
import type { ClusterPlatform } from '../../../contract/sweeps/cluster.ts';
import type { RayJobs } from '../../../ray/ray-jobs.ts';
import { jobFailure, lastWords } from './spoken.ts';

/** As `uname -sm` calls them. */
const NAMES: Readonly<Record<ClusterPlatform, string>> = {
  'linux-x64': 'Linux x86_64',
  'linux-arm64': 'Linux aarch64',
  'darwin-arm64': 'Darwin arm64',
};
/** A job's exit code on a machine that its program is not made for. */
export const OTHER_MACHINE = 4;
/** Of a processor: enough to be given to a machine that works, and little enough to find room. */
const LITTLE = 0.01;
const PATIENCE = 15_000;
/** Milliseconds that an answer may take in all. */
const PATIENCE_ALL = 120_000;

/** @returns the start of a job's line, which ends it on a machine of another platform and says what that is */
export const onlyOn = (platform: ClusterPlatform): string =>
  `m=$(uname -sm); [ "$m" = '${NAMES[platform]}' ] || { echo "$m"; exit ${OTHER_MACHINE}; };`;

/**
 * Asks a machine that works; where there is no room, the head.
 * @param patience milliseconds until the head is asked in place of a machine that works: there is no room on those
 * @throws VerseloomError `cluster.*`, among them `cluster.platform` {said, choices} for machines that there is no program for
 */
export async function findPlatform(ray: RayJobs, patience = PATIENCE): Promise<ClusterPlatform> {
  const asked = [await ask(ray, LITTLE)];
  const since = performance.now();
  for (;;) {
    for (const id of asked) {
      const job = await ray.job(id);
      if (job?.status === 'SUCCEEDED') {
        const log = await ray.logs(id);
        await ray.forget(id);
        for (const other of asked) if (other !== id) await ray.stop(other);
        return read(log);
      }
      if (job?.status === 'FAILED')
        throw VerseloomError.of(jobFailure(id, await ray.logs(id), job.message ?? ''));
    }
    const waited = performance.now() - since;
    if (waited > patience && asked.length === 1) asked.push(await ask(ray, 0));
    if (waited <= PATIENCE_ALL) continue;
    for (const id of asked) await ray.stop(id);
    throw new VerseloomError('cluster.silent', { address: ray.address });
  }
}

async function ask(ray: RayJobs, cpus: number): Promise<string> {
  const id = `verseloom-which-machine-${randomBytes(4).toString('hex')}`;
  await ray.submit({ entrypoint: 'uname -sm', cpus, metadata: { name: 'verseloom' }, id });
  return id;
}

/** @param log what was told, as the last line */
function read(log: string): ClusterPlatform {
  const said = lastWords(log);
  const [found] = (Object.keys(NAMES) as ClusterPlatform[]).filter((one) => NAMES[one] === said);
  if (found) return found;
  throw new VerseloomError('cluster.platform', {
    said: said.slice(0, 100),
    choices: Object.values(NAMES).join(', '),
  });
}
