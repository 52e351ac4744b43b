/** What a job on a cluster is: its package, which is sent once, and the line that starts it there. */
import { VerseloomError } from '../../../contract/errors.ts';
import { RayJobs } from '../../../ray/ray-jobs.ts';
import type { ClusterList } from '../../../store/clusters/cluster-list.ts';
import { findPackage, NODE, PROGRAM, zipPackage, type Installed } from './package.ts';
import { onlyOn } from './platform.ts';
import type { Plan } from './storage.ts';

export type { Installed } from './package.ts';
export type { ClusterList };

/** @param clusters of which one may have a token for it. @throws VerseloomError `cluster.address`, `cluster.headers`, `cluster.token` */
export const rayAt = (address: string, clusters: ClusterList): RayJobs =>
  new RayJobs(address, clusters.tokenOf(RayJobs.addressOf(address)));

/** The only engine that a package has. */
export const CLUSTER_ENGINE = 'onnx';

/**
 * @returns the line that a job runs, by the name that it gets. Its data folder is its own: it keeps nothing on its machine, and two jobs on
 * one are in nobody's way.
 */
export const entrypointOf =
  ({ id, there, platform }: Plan) =>
  (job: string): string =>
    [
      onlyOn(platform),
      'd=$(mktemp -d) &&',
      `VERSELOOM_DATA="$d" ./${NODE} ${PROGRAM} sweep-worker ${quoted(there)}`,
      `--sweep ${quoted(id)} --job ${quoted(job)} --lang en; c=$?; rm -rf "$d"; exit $c`,
    ].join(' ');

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * Makes the package and sends it, unless the cluster has it.
 * @param sends called before it does, since that takes a while
 * @throws VerseloomError `cluster.*`, among them `cluster.otherPackage` where this installation is another than the sweep was begun with
 */
export async function ensurePackage(
  ray: RayJobs,
  plan: Plan,
  installed: Installed,
  sends: () => void,
): Promise<void> {
  if (await ray.hasPackage(plan.package)) return;
  const files = await findPackage(installed, plan.platform);
  // Its name says what is in it, and other jobs may go by that name.
  if (files.name !== plan.package) throw new VerseloomError('cluster.otherPackage', {});
  sends();
  await ray.putPackage(plan.package, await zipPackage(files));
}
