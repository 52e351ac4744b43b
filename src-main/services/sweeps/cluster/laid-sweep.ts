/** A sweep as it lies in its folder for a cluster: laid down there once, or found there by whoever sees it, from a window or a command. */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { VerseloomError } from '../../../contract/errors.ts';
import type { RayJobs } from '../../../ray/ray-jobs.ts';
import { SweepFolder, type SweepDescription } from '../sweep-folder.ts';
import type { Row, RowReason, SweptRun } from '../swept-run.ts';
import { CLUSTER_ENGINE, ensurePackage, entrypointOf } from './cluster.ts';
import { Jobs } from './jobs.ts';
import type { Installed } from './package.ts';
import { Storage, type Plan } from './storage.ts';

const LEASE_SECONDS = 60;
/** Milliseconds between two writings of the table of a sweep that is followed. */
export const TABLE_EVERY = 5000;

export interface LaidSweep {
  readonly folder: SweepFolder;
  readonly storage: Storage;
  readonly description: SweepDescription;
  readonly plan: Plan;
  readonly runs: readonly SweptRun[];
}

export interface SweepToLay extends Pick<
  Plan,
  'address' | 'there' | 'checkpointSeconds' | 'insist' | 'package' | 'platform'
> {
  /** Of its folder, which is made, or holds the same sweep. */
  readonly path: string;
  readonly text: { readonly name: string; readonly hash: string; readonly text: Uint8Array };
  readonly description: Pick<
    SweepDescription,
    'settings' | 'axes' | 'withText' | 'halving' | 'threads'
  >;
  /** Each with all of its settings. */
  readonly runs: readonly SweptRun[];
  /** Left out, as it was, or as usual. */
  readonly leaseSeconds?: number | undefined;
}

/**
 * Puts into its folder all that the machines of the cluster need. One that is there already, also one that was stopped, goes on.
 * @throws VerseloomError `sweep.other`, `sweep.notEmpty`, `file.*`
 */
export async function layDown(asked: SweepToLay): Promise<LaidSweep> {
  const { path, text, runs, leaseSeconds, address, there, checkpointSeconds, insist } = asked;
  const { threads } = asked.description;
  const { folder, description, isNew } = await SweepFolder.open(
    path,
    { ...asked.description, version: 1, corpusHash: text.hash, engine: CLUSTER_ENGINE },
    { engine: CLUSTER_ENGINE, threads },
  );
  const storage = new Storage(path);
  const before = isNew ? undefined : await storage.plan();
  const plan: Plan = {
    ...{ version: 1, id: before?.id ?? randomUUID(), name: basename(path) },
    text: { name: text.name, hash: text.hash },
    ...{ checkpointSeconds, insist },
    leaseSeconds: leaseSeconds ?? before?.leaseSeconds ?? LEASE_SECONDS,
    ...{ address, there, package: asked.package, platform: asked.platform },
    createdAt: before?.createdAt ?? new Date().toISOString(),
  };
  if (before) await storage.replan(plan);
  else await storage.begin(plan, text.text, runs.map(differing(description.settings)));
  if (before && !description.halving) await retryFailed(storage);
  await storage.goOn();
  return { folder, storage, description, plan, runs };
}

/** What broke off again and again is tried once more when it is asked for again; where runs are halved, the others have been compared without it. */
async function retryFailed(storage: Storage): Promise<void> {
  for (const [index, rung] of await storage.reports())
    if ((await storage.report(index, rung))?.row.outcome === 'failed') await storage.retry(index);
}

/** @returns a run with the settings alone that the sweep does not have */
const differing =
  (base: Readonly<Record<string, unknown>>) =>
  ({ values, settings }: SweptRun): SweptRun => ({
    values,
    settings: Object.fromEntries(
      Object.entries(settings).filter(([field, value]) => base[field] !== value),
    ),
  });

/** @returns the sweep that lies in a folder. @throws VerseloomError `sweep.notFound` {path}, `sweep.other`, `file.*` */
export async function findLaid(path: string): Promise<LaidSweep> {
  const storage = new Storage(path);
  const plan = await storage.plan();
  if (!plan) throw new VerseloomError('sweep.notFound', { path });
  const { folder, description } = await SweepFolder.existing(path);
  const runs = await storage.runs(description.settings);
  return { folder, storage, description, plan, runs };
}

/**
 * Writes the rows that are known into the sweep's folder.
 * @param sentenceOf what stands in the table for a reason
 * @throws VerseloomError `file.unwritable`, also where the folder is away: nothing is made in its place
 */
export async function writeTable(
  { storage, folder, runs }: LaidSweep,
  rows: ReadonlyMap<number, Row>,
  sentenceOf: (reason: RowReason) => string,
): Promise<void> {
  await storage.check();
  await folder.writeResults(runs, rows, sentenceOf);
}

/**
 * @param max at once
 * @param sends called before the program is sent, which takes a while
 * @returns the jobs that make a sweep on a cluster
 */
export const jobsOf = (
  { plan, description }: LaidSweep,
  ray: RayJobs,
  installed: Installed,
  { max, sends }: { readonly max: number; readonly sends: () => void },
): Jobs =>
  new Jobs(ray, plan, {
    ...{ max, cpus: description.threads, entrypoint: entrypointOf(plan) },
    ensurePackage: () => ensurePackage(ray, plan, installed, sends),
  });

/** Asks the jobs of a sweep to end, and of no other. @throws VerseloomError `cluster.*` */
export const endJobs = (ray: RayJobs, { id }: Plan): Promise<void> =>
  ray.stopAll((metadata) => metadata['verseloom-sweep'] === id);
