/**
 * The part of a sweep's folder that the machines of a cluster share. Whoever sees the folder can work on the sweep or follow it: there is no
 * server beside it.
 *
 * `plan.json` what is to be made, and how; `corpus.txt` the text; `runs.json` the settings of each run; `leases/0001.2.json` the second
 * attempt at the first run, made for one worker alone; `reports/0001.0.json` how far that run has come by its first rung (or its end);
 * `models/` what is saved on the way; `workers/` who works, and on what; `stop.json` once all are to stop. A file is written whole or not at
 * all. A lease and a report are written once and never changed: whatever two machines do at the same moment, the first one counts.
 */
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { unreadable, unwritable } from '../../../contract/disk-errors.ts';
import { errorCode, errorParams, toFailure, VerseloomError } from '../../../contract/errors.ts';
import { clusterPlatform } from '../../../contract/sweeps/cluster.ts';
import {
  AS_USUAL,
  readBytes,
  readJson,
  writeFileAtomically,
} from '../../../store/files/atomic-file.ts';
import { asNew, replacing } from '../../../store/files/put-in-place.ts';
import { nameOf } from '../sweep-folder.ts';
import type { SweptRun } from '../swept-run.ts';

/** Of the sweep's folder. */
export const SHARED = 'cluster';
/** Of the text: more than any corpus may have. */
const MAX_TEXT = 2 ** 31 - 1;
const MAX_RUNS_BYTES = 64 * 1024 * 1024;

const count = z.int().min(0);
const place = z.object({ machine: z.string(), processor: z.string() });
const reason = z.object({ code: errorCode, params: errorParams });

export const plan = z.object({
  version: z.literal(1),
  /** Of this sweep, so that a job can tell that it sees the folder that is meant. */
  id: z.string(),
  /** What people call it. */
  name: z.string(),
  /** The text's name and its first lines, as the library would have them. */
  text: z.object({ name: z.string(), hash: z.string() }),
  checkpointSeconds: z.number(),
  insist: z.boolean(),
  /** After which a worker that has said nothing counts as gone. */
  leaseSeconds: z.number().positive(),
  /** Of Ray's dashboard. */
  address: z.string(),
  /** The folder as the machines of the cluster call it. */
  there: z.string(),
  /** What the machines are. */
  platform: clusterPlatform.default('linux-x64'),
  /** The package that the jobs run, by its name on the cluster. */
  package: z.string(),
  createdAt: z.string(),
});
export type Plan = Readonly<z.infer<typeof plan>>;

const sweptRun = z.object({
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Those that differ from the sweep's. */
  settings: z.record(z.string(), z.unknown()),
});

export const lease = z.object({
  worker: z.string(),
  rung: count,
  place,
  /** Epochs and steps that were made when it began: an attempt that comes no further than the one before has failed. */
  from: z.tuple([count, count]),
});
export type Lease = Readonly<z.infer<typeof lease>>;

/** Why an attempt ended before its run did. */
export const failedAttempt = z.object({ reason });

const row = z.object({
  run: z.int().min(1),
  outcome: z.enum(['finished', 'diverged', 'refused', 'halved', 'failed']),
  perplexity: z.number().nullable(),
  validationPerplexity: z.number().nullable(),
  countingPerplexity: z.number().nullable(),
  bestEpoch: z.int().nullable(),
  epochs: count,
  seconds: z.number(),
  engine: z.string(),
  engineVersion: z.string(),
  threads: z.int(),
  model: z.string(),
  places: z.array(place),
  reason: reason.nullable(),
});
export const report = z.object({
  isEnded: z.boolean(),
  epochs: count,
  lowest: z.array(z.number().nullable()),
  row,
});
export type Report = Readonly<z.infer<typeof report>>;

export const worker = z.object({
  id: z.string(),
  /** Of the job, as Ray calls it. */
  job: z.string(),
  place,
  /** Goes up each time: it is alive while this changes. */
  beat: count,
  /** It has ended properly, and works on nothing any more. */
  isOver: z.boolean(),
  /** What it works on. */
  run: z
    .object({
      index: count,
      rung: count,
      epoch: count,
      epochs: count,
      /** Of the last epoch; null before the first, and where that is no number. */
      perplexity: z.number().nullable(),
    })
    .nullable(),
});
export type WorkerState = Readonly<z.infer<typeof worker>>;

const folders = ['leases', 'reports', 'models', 'workers'] as const;
type Folder = (typeof folders)[number];

export class Storage {
  /** The sweep's own folder. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  #in(...names: string[]): string {
    return join(this.path, SHARED, ...names);
  }

  /**
   * Lays down what the cluster needs, the plan at last: whoever sees that sees all.
   * @throws VerseloomError `file.unwritable`
   */
  async begin(made: Plan, text: Uint8Array, runs: readonly SweptRun[]): Promise<void> {
    try {
      for (const folder of folders) await mkdir(this.#in(folder), { recursive: true });
    } catch (error) {
      throw unwritable(this.#in(), error);
    }
    await writeFileAtomically(this.#in('corpus.txt'), text, AS_USUAL);
    const write = (name: string, value: unknown): Promise<void> =>
      writeFileAtomically(this.#in(name), `${JSON.stringify(value)}\n`, AS_USUAL);
    await write('runs.json', runs);
    await write('plan.json', made);
  }

  /**
   * Sees to it that the folder is there: where a drive is not mounted, a folder of the same name may be, and what is written would be lost in it.
   * @throws VerseloomError `file.unwritable`
   */
  async check(): Promise<void> {
    try {
      await stat(this.#in('plan.json'));
    } catch (error) {
      throw unwritable(this.#in('plan.json'), error);
    }
  }

  /** Changes what a plan says of the cluster. @throws VerseloomError `file.unwritable` */
  replan(made: Plan): Promise<void> {
    return this.#write('plan.json', made);
  }

  /** @returns undefined where no cluster has been asked to work here. @throws VerseloomError `file.unreadable` */
  plan(): Promise<Plan | undefined> {
    return readJson(this.#in('plan.json'), plan);
  }

  text(): Promise<Uint8Array> {
    return readBytes(this.#in('corpus.txt'), MAX_TEXT);
  }

  /** @param base settings of the sweep. @throws VerseloomError `file.*` */
  async runs(base: SweptRun['settings']): Promise<SweptRun[]> {
    const read = await readJson(this.#in('runs.json'), z.array(sweptRun), MAX_RUNS_BYTES);
    if (!read) throw new VerseloomError('file.notFound', { path: this.#in('runs.json') });
    return read.map(({ values, settings }) => ({ values, settings: { ...base, ...settings } }));
  }

  /** @returns numbers of the attempts at each run, by its index, from the first on. @throws VerseloomError `file.unreadable` */
  async leases(): Promise<Map<number, number[]>> {
    const byRun = new Map<number, number[]>();
    for (const [index, attempt] of await this.#numbers('leases')) {
      const attempts = byRun.get(index);
      if (attempts) attempts.push(attempt);
      else byRun.set(index, [attempt]);
    }
    for (const attempts of byRun.values()) attempts.sort((a, b) => a - b);
    return byRun;
  }

  lease(index: number, attempt: number): Promise<Lease | undefined> {
    return readJson(this.#in('leases', `${nameOf(index)}.${attempt}.json`), lease);
  }

  /** @returns whether nobody else has made this attempt. @throws VerseloomError `file.unwritable` */
  claim(index: number, attempt: number, made: Lease): Promise<boolean> {
    return this.#writeOnce(join('leases', `${nameOf(index)}.${attempt}.json`), made);
  }

  /** Tells why an attempt has ended. @throws VerseloomError `file.unwritable` */
  async fail(index: number, attempt: number, why: z.infer<typeof failedAttempt>): Promise<void> {
    await this.#writeOnce(join('leases', `${nameOf(index)}.${attempt}.failed`), why);
  }

  failure(index: number, attempt: number): Promise<z.infer<typeof failedAttempt> | undefined> {
    return readJson(this.#in('leases', `${nameOf(index)}.${attempt}.failed`), failedAttempt);
  }

  /** @returns run and rung of each report that is there. @throws VerseloomError `file.unreadable` */
  reports(): Promise<[index: number, rung: number][]> {
    return this.#numbers('reports');
  }

  report(index: number, rung: number): Promise<Report | undefined> {
    return readJson(this.#in('reports', `${nameOf(index)}.${rung}.json`), report);
  }

  /** @returns whether there was none yet. @throws VerseloomError `file.unwritable` */
  tell(index: number, rung: number, made: Report): Promise<boolean> {
    return this.#writeOnce(join('reports', `${nameOf(index)}.${rung}.json`), made);
  }

  /** Forgets that a run has failed, and its attempts: it is tried anew from what they have saved. */
  async retry(index: number): Promise<void> {
    for (const folder of ['leases', 'reports'] as const)
      for (const name of await this.#names(folder))
        if (name.startsWith(`${nameOf(index)}.`)) await rm(this.#in(folder, name), { force: true });
  }

  /** Of a run that is over. */
  modelOf(index: number): string {
    return join(this.path, `${nameOf(index)}.verse`);
  }

  /** Of a run while an attempt at it is under way. */
  onTheWay(index: number, attempt: number): string {
    return this.#in('models', `${nameOf(index)}.g${attempt}.verse`);
  }

  /** Of a run as a rung has found it. */
  atRung(index: number, rung: number): string {
    return this.#in('models', `${nameOf(index)}.r${rung}.verse`);
  }

  /** @returns whether there was something to copy. @throws VerseloomError `file.*` */
  async copy(from: string, to: string): Promise<boolean> {
    try {
      await copyFile(from, `${to}.part`);
      await rename(`${to}.part`, to);
      return true;
    } catch (error) {
      if (toFailure(unreadable(from, error)).code === 'file.notFound') return false;
      throw unwritable(to, error);
    }
  }

  /** @returns whether there was something to move. @throws VerseloomError `file.unwritable` */
  async move(from: string, to: string): Promise<boolean> {
    try {
      await rename(from, to);
      return true;
    } catch (error) {
      if (toFailure(unreadable(from, error)).code === 'file.notFound') return false;
      throw unwritable(to, error);
    }
  }

  /**
   * Removes what was saved on the way of a run that has been reported: of so many attempts, and at so many rungs. It does not throw: what is
   * left is in nobody's way.
   */
  async clear(index: number, attempts: number, rungs: number): Promise<void> {
    const from = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
    const paths = [
      ...from(attempts).map((i) => this.onTheWay(index, i + 1)),
      ...from(rungs).map((rung) => this.atRung(index, rung)),
    ];
    for (const path of paths) await rm(path, { force: true }).catch(() => {});
  }

  async workers(): Promise<WorkerState[]> {
    const names = await this.#names('workers');
    const states = await Promise.all(
      names
        .filter((name) => /^[\w-]+\.json$/.test(name))
        .map((name) => readJson(this.#in('workers', name), worker)),
    );
    return states.filter((state) => state !== undefined);
  }

  /** @throws VerseloomError `file.unwritable` */
  beat(state: WorkerState): Promise<void> {
    return this.#write(join('workers', `${state.id}.json`), state);
  }

  /** Takes back what a worker has said. It does not throw: then its silence says so. */
  async leave(id: string): Promise<void> {
    await rm(this.#in('workers', `${id}.json`), { force: true }).catch(() => {});
  }

  async isStopped(): Promise<boolean> {
    return (await this.#names('.')).includes('stop.json');
  }

  /** @throws VerseloomError `file.unwritable` */
  stop(): Promise<void> {
    return this.#write('stop.json', {});
  }

  /** Lets a sweep go on that was stopped. */
  async goOn(): Promise<void> {
    await rm(this.#in('stop.json'), { force: true });
  }

  async #names(folder: Folder | '.'): Promise<string[]> {
    try {
      return await readdir(this.#in(folder));
    } catch (error) {
      throw unreadable(this.#in(folder), error);
    }
  }

  async #numbers(folder: Folder): Promise<[number, number][]> {
    return (await this.#names(folder)).flatMap((name): [number, number][] => {
      const [, run, number] = /^(\d{4,5})\.(\d+)\.json$/.exec(name) ?? [];
      return run === undefined ? [] : [[Number(run) - 1, Number(number)]];
    });
  }

  #write(name: string, value: unknown): Promise<void> {
    return this.#put(name, value, replacing);
  }

  async #writeOnce(name: string, value: unknown): Promise<boolean> {
    try {
      await this.#put(name, value, asNew);
      return true;
    } catch (error) {
      if (toFailure(error).params['errno'] === 'EEXIST') return false;
      throw error;
    }
  }

  async #put(name: string, value: unknown, how: typeof replacing): Promise<void> {
    await this.check();
    await writeFileAtomically(this.#in(name), `${JSON.stringify(value)}\n`, AS_USUAL, how);
  }
}
