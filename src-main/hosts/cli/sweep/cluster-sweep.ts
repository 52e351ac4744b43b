/** `sweep --on`: the same sweep on a Ray cluster; `--attach`, which finds it again from any machine that sees its folder; `--stop`. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { VerseloomError, type Failure } from '../../../contract/errors.ts';
import { MAX_PACKAGE_MB } from '../../../contract/sweeps/cluster.ts';
import { comparedBy } from '../../../contract/training.ts';
import type { RayJobs } from '../../../ray/ray-jobs.ts';
import { CLUSTER_ENGINE, rayAt } from '../../../services/sweeps/cluster/cluster.ts';
import { follow, type Followed } from '../../../services/sweeps/cluster/follow.ts';
import {
  endJobs,
  findLaid,
  jobsOf,
  layDown,
  TABLE_EVERY,
  writeTable,
  type LaidSweep,
} from '../../../services/sweeps/cluster/laid-sweep.ts';
import { sweepsIn } from '../../../services/sweeps/cluster/lying.ts';
import { findPackage } from '../../../services/sweeps/cluster/package.ts';
import { findPlatform } from '../../../services/sweeps/cluster/platform.ts';
import { Storage, type Plan } from '../../../services/sweeps/cluster/storage.ts';
import { secondsLeft } from '../../../services/sweeps/cluster/time-left.ts';
import { epochsOf } from '../../../services/sweeps/progress.ts';
import type { Row, RowReason } from '../../../services/sweeps/swept-run.ts';
import { checkpointSecondsOf, engineOf, numberOf, type Written } from '../arguments/flags.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { DONE } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import { toJson } from '../reports/run-report.ts';
import { onInterruption } from '../surroundings/interruption.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { quoted } from '../terminal/shell.ts';
import { askedOf, outOf, tellCells } from './asked.ts';
import { halvingSentence, tellEnd, tellRow } from './row-words.ts';
import { lasting } from './sweep-time.ts';

/** Threads of a job; of one operation, one thread does the most with a machine's time where there are many runs. */
const THREADS = { min: 1, max: 64, whole: true } as const;
const JOBS = { min: 1, max: 10_000, whole: true } as const;
const LEASE = { min: 3, max: 3600, whole: false } as const;

export const isOnCluster = (written: Written): boolean =>
  ['on', 'attach', 'stop', 'storage'].some((name) => written[name] !== undefined);

interface Sweep extends LaidSweep {
  readonly around: Surroundings;
  readonly isJson: boolean;
}

/** @returns the exit code: 0 when every run is a row, or nobody looks any more; 1 where rows are missing or could not be made */
export async function sweepOnCluster(
  around: Surroundings,
  corpus: readonly string[],
  written: Written,
): Promise<number> {
  const { attach, stop, on, storage } = written;
  if (typeof storage !== 'string') throw new UsageError('sweepNoStorage', {});
  if (attach === true && stop === true)
    throw new UsageError('exclusive', { first: '--attach', second: '--stop' });
  if (attach === true || stop === true) {
    if (corpus.length > 0) throw new UsageError('sweepNoTexts', {});
    const sweep = await found(around, storage, written);
    return stop === true ? stopIt(sweep, written) : followIt(sweep, written);
  }
  if (typeof on !== 'string') throw new UsageError('sweepNoCluster', {});
  return begin(around, corpus, written, { on, storage });
}

/** Finds a sweep: the folder itself, or the only one in it. @throws VerseloomError `sweep.notFound`, `sweep.several`, `file.*` */
async function found(around: Surroundings, named: string, written: Written): Promise<Sweep> {
  const path = resolve(around.folder, named);
  const out = outOf(written);
  const paths =
    out === undefined ? (await sweepsIn(path)).map((lying) => lying.path) : [join(path, out)];
  if (paths.length === 0) throw new VerseloomError('sweep.notFound', { path });
  if (paths.length > 1)
    throw new VerseloomError('sweep.several', {
      ...{ path, count: paths.length },
      choices: paths.map((one) => basename(one)).join(', '),
    });
  const laid = await findLaid(paths[0]!);
  return { ...laid, around, isJson: written['json'] === true };
}

async function begin(
  around: Surroundings,
  corpus: readonly string[],
  written: Written,
  { on, storage: named }: { readonly on: string; readonly storage: string },
): Promise<number> {
  const ray = rayAt(on, await around.openClusters());
  const choice = engineOf(written);
  if (choice !== 'auto' && choice !== CLUSTER_ENGINE) throw new UsageError('sweepEngine', {});
  const threads = numberOf(written, 'threads', THREADS, 1);
  numberOf(written, 'jobs', JOBS, undefined); // before anything is read or made
  const checkpointSeconds = checkpointSecondsOf(written);
  const leaseSeconds = numberOf(written, 'leaseSeconds', LEASE, undefined);
  const asked = await askedOf(around, corpus, written);
  const { read, text, axes, runs, settings, withText, halving, cells } = asked;
  const name = outOf(written) ?? `${asked.name}-sweep`;
  const storage = resolve(around.folder, named);
  const path = join(storage, name);
  if (dirname(path) !== storage) throw new UsageError('sweepOutside', { name });
  await ray.version();
  await tellNewFolder(around, storage);
  await agree(around, written, { ray, text, path, runs: runs.length });
  around.output.status(around.translator.t('cli.cluster.asking'));
  const before = await new Storage(path).plan();
  const platform = before?.address === ray.address ? before.platform : await findPlatform(ray);
  const files = await findPackage(around.installation, platform);
  around.output.status('');
  const laid = await layDown({
    ...{ path, text, runs, leaseSeconds, checkpointSeconds },
    ...{ address: ray.address, package: files.name, platform, insist: written['insist'] === true },
    there: typeof written['storageThere'] === 'string' ? join(written['storageThere'], name) : path,
    description: { settings, axes, withText, halving, threads },
  });
  tellCells(around, cells);
  read.tellReading();
  return followIt({ ...laid, around, isJson: written['json'] === true }, written, ray);
}

/** Says so where the folder that all see is not there: it may be misspelt, or a drive that is away. */
async function tellNewFolder({ output, translator }: Surroundings, path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) output.notice(translator.t('cli.cluster.newFolder', { path }));
}

/**
 * Says what leaves this computer, and asks whether it may: once for each cluster.
 * @throws VerseloomError `cluster.unasked` where there is nobody to ask, or they say no
 */
async function agree(
  around: Surroundings,
  written: Written,
  {
    ray,
    text,
    path,
    runs,
  }: {
    readonly ray: RayJobs;
    readonly text: { readonly name: string; readonly characters: number };
    readonly path: string;
    readonly runs: number;
  },
): Promise<void> {
  const { output, input, translator } = around;
  const { t } = translator;
  const clusters = await around.openClusters();
  if (clusters.hasAgreed(ray.address)) return;
  output.notice(t('cli.cluster.sent.head', { address: ray.address, path }));
  output.notice(t('cli.cluster.sent.text', { name: text.name, count: text.characters, path }));
  output.notice(t('cli.cluster.sent.settings', { count: runs, path }));
  output.notice(t('cli.cluster.sent.program', { address: ray.address, max: MAX_PACKAGE_MB }));
  output.notice(t('cli.cluster.sent.open'));
  if (written['yes'] !== true) {
    if (input.isTTY !== true) throw new VerseloomError('cluster.unasked', { address: ray.address });
    const asking = createInterface({ input: input as unknown as Readable, output: process.stderr });
    const said = await asking.question(`${t('cli.cluster.sent.ask')} `);
    asking.close();
    if (!/^\s*(y|yes|是|好)\s*$/i.test(said))
      throw new VerseloomError('cluster.unasked', { address: ray.address });
  }
  await clusters.agree(ray.address);
}

async function stopIt(sweep: Sweep, written: Written): Promise<number> {
  const { around, storage, plan, runs, description } = sweep;
  const { output, translator } = around;
  await storage.stop();
  output.notice(translator.t('cli.stopping'));
  const { signal } = new AbortController();
  let last: Followed | undefined;
  for await (const now of follow({
    ...{ storage, plan, signal, runs: runs.length, halving: description.halving },
  })) {
    last = now;
  }
  try {
    await endJobs(rayAt(addressOf(written, plan), await around.openClusters()), plan);
  } catch (error) {
    if (!(error instanceof VerseloomError)) throw error;
    output.notice(failureSentence(error, translator)); // what works sees the folder, and has ended
  }
  return conclude(sweep, last);
}

const addressOf = (written: Written, plan: Plan): string =>
  typeof written['on'] === 'string' ? written['on'] : plan.address;

async function followIt(sweep: Sweep, written: Written, known?: RayJobs): Promise<number> {
  const { around, folder, storage, description, plan, runs, isJson } = sweep;
  const { output, translator } = around;
  const { t } = translator;
  const ray = known ?? rayAt(addressOf(written, plan), await around.openClusters());
  const jobs = jobsOf(sweep, ray, around.installation, {
    max: numberOf(written, 'jobs', JOBS, JOBS.max),
    sends: () => output.notice(t('cli.cluster.sending')),
  });
  const told = (reason: RowReason): string => failureSentence(reason, translator);
  const left = new AbortController();
  const release = onInterruption(output, () => left.abort());
  if (isJson)
    output.line(
      toJson({
        ...{
          event: 'start',
          runs: runs.length,
          engine: description.engine,
          threads: description.threads,
        },
        ...{ folder: folder.path, cluster: ray.address },
      }),
    );
  output.notice(
    t('cli.cluster.follows', { count: runs.length, folder: folder.path, address: ray.address }),
  );
  if (description.halving) output.notice(halvingSentence(description.halving, runs, t));
  const epochs = runs.map(epochsOf);
  let last: Followed | undefined;
  let trouble: Failure | null = null;
  let writtenAt = 0;
  try {
    for await (const now of follow({
      ...{ storage, plan, jobs, signal: left.signal },
      ...{ runs: runs.length, halving: description.halving },
    })) {
      last = now;
      for (const row of now.fresh) tellRow(around, runs, row, isJson);
      if (now.trouble?.code !== trouble?.code) {
        if (now.trouble) output.notice(failureSentence(now.trouble, translator));
        else output.notice(t('cli.cluster.back'));
      }
      ({ trouble } = now);
      if (output.statusWidth > 0) output.status(liveLine(now, sweep, epochs));
      if (now.fresh.length === 0 || Date.now() - writtenAt < TABLE_EVERY) continue;
      await writeTable(sweep, now.rows, told).catch(() => {}); // the storage is away, which is told; the next one comes
      writtenAt = Date.now();
    }
  } catch (error) {
    if (last) await writeTable(sweep, last.rows, told).catch(() => {}); // the reason matters more
    throw error;
  } finally {
    output.status('');
    release();
  }
  if (!last?.isOver && !last?.isStopped) {
    if (last) await writeTable(sweep, last.rows, told).catch(() => {}); // whoever looks again writes it
    const { command } = around;
    const said = last && !hasWork(last) ? 'cli.cluster.notYet' : 'cli.cluster.goesOn';
    output.notice(t(said, { command, folder: quoted(folder.path) }));
    return DONE;
  }
  return conclude(sweep, last);
}

/** @returns whether a machine works on it, or a job waits for room: whoever leaves before has begun nothing */
const hasWork = ({ workers, jobs }: Followed): boolean =>
  workers.length + jobs.running + jobs.pending > 0;

/** @returns what is going on, in a line: what is over, who works, and the best so far */
function liveLine(followed: Followed, sweep: Sweep, epochs: readonly number[]): string {
  const { rows, runs, workers, jobs } = followed;
  const { t } = sweep.around.translator;
  const seconds = sweep.description.halving ? null : secondsLeft(followed, epochs);
  const left =
    seconds === null
      ? ''
      : t('cli.cluster.left', { time: lasting(seconds, sweep.around.translator) });
  const busy = workers.filter(({ run }) => run !== null);
  const values = [...rows.values()].flatMap((row) => comparedBy(row) ?? []);
  const best =
    values.length === 0
      ? ''
      : t('cli.cluster.best', { perplexity: Math.min(...values).toPrecision(4) });
  const now = busy
    .slice(0, 3)
    .map(({ run }) =>
      t('cli.cluster.now', { run: run!.index + 1, epoch: run!.epoch, epochs: run!.epochs }),
    )
    .join('  ');
  const line = t('cli.cluster.line', {
    ...{ done: rows.size, runs, count: busy.length, pending: jobs.pending },
  });
  return [line, best, left, now].filter(Boolean).join('  ');
}

async function conclude(sweep: Sweep, last: Followed | undefined): Promise<number> {
  const { around, folder, runs, isJson } = sweep;
  const rows = last?.rows ?? new Map<number, Row>();
  await writeTable(sweep, rows, (reason) => failureSentence(reason, around.translator));
  const code = tellEnd(around, folder, runs.length, rows, isJson);
  tellDifferences(sweep, rows);
  return code;
}

/** Bits repeat with one version of the engine, on one kind of processor: where there were several, it is said. */
function tellDifferences({ around }: Sweep, rows: ReadonlyMap<number, Row>): void {
  const { output, translator } = around;
  const versions = new Set([...rows.values()].map((row) => row.engineVersion).filter(Boolean));
  if (versions.size > 1)
    output.notice(
      translator.t('cli.cluster.versions', {
        versions: [...versions].join(translator.t('app.punctuation.several')),
      }),
    );
  const kindsOf = ({ places }: Row) => new Set(places.map(({ processor }) => processor));
  const kinds = new Set([...rows.values()].flatMap((row) => [...kindsOf(row)]));
  if (kinds.size < 2) return;
  const mixed = [...rows.values()].filter((row) => kindsOf(row).size > 1).length;
  output.notice(translator.t('cli.cluster.processors', { count: kinds.size, mixed }));
}
