/** `sweep`: the same text learnt with every combination of settings, one run after another or two at once, and one table of them. */
import { resolve } from 'node:path';
import type { Emit } from '../../../contract/api.ts';
import type { Product } from '../../../services/product.ts';
import { threadsOf } from '../../../services/engines/engines.ts';
import { placed, shareOfWork } from '../../../services/sweeps/halving.ts';
import { makeRun } from '../../../services/sweeps/make-run.ts';
import {
  hasCome,
  progressByRow,
  progressOf,
  rowAfter,
  untilOf,
  type RunProgress,
} from '../../../services/sweeps/progress.ts';
import { SweepFolder, type SweepDescription } from '../../../services/sweeps/sweep-folder.ts';
import { rowWithout, type Row, type SweptRun } from '../../../services/sweeps/swept-run.ts';
import type { EstimatedText } from '../../../services/training/estimate.ts';
import type { TrainingText } from '../../../services/training/prepare.ts';
import {
  checkpointSecondsOf,
  engineOf,
  numberOf,
  powerOf,
  type Written,
} from '../arguments/flags.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { FAILED } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import { toJson } from '../reports/run-report.ts';
import { onInterruption } from '../surroundings/interruption.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';
import { askedOf, outOf, tellCells } from './asked.ts';
import { isOnCluster, sweepOnCluster } from './cluster-sweep.ts';
import { halvingSentence, tellEnd, tellRow } from './row-words.ts';
import { lasting, secondsOf } from './sweep-time.ts';

/** Between two writings of the table, in milliseconds: thousands of short runs are not to spend their time on it. */
const TABLE_EVERY = 2000;

/** A sweep as it is carried out. */
interface Sweep {
  readonly around: Surroundings;
  readonly folder: SweepFolder;
  readonly description: SweepDescription;
  readonly runs: readonly SweptRun[];
  /** How far each run has come that was begun. */
  readonly known: Map<number, RunProgress>;
  /** Those of them that were made before this command. */
  readonly before: Set<number>;
  /** Of those that are over. */
  readonly rows: Map<number, Row>;
  readonly text: TrainingText & EstimatedText;
  readonly checkpointSeconds: number;
  readonly insist: boolean;
  readonly isJson: boolean;
  /** Those that are still to be made, of this rung where they are halved. */
  open: number[];
  isStopped: boolean;
}

/** @returns the exit code: 0 when every run is a row, those that diverged, too */
export async function sweep(
  around: Surroundings,
  corpus: readonly string[],
  written: Written,
): Promise<number> {
  if (isOnCluster(written)) return sweepOnCluster(around, corpus, written);
  const { output, translator } = around;
  const jobs = numberOf(written, 'jobs', { min: 1, max: 2, whole: true }, 1);
  const { threads: chosen, leavesRoom } = powerOf(written);
  if (jobs > 1 && chosen !== null && chosen > 1) throw new UsageError('sweepThreads', {});
  const asked = await askedOf(around, corpus, written);
  const { read, text, settings, axes, runs, cells, withText, halving } = asked;
  const choice = engineOf(written);
  const path = resolve(around.folder, outOf(written) ?? `${asked.name}-sweep`);
  const carry = async (products: readonly Product[], takeSignalsOver: () => void) => {
    const usual = products[0]!.usualEngine();
    const engine = choice === 'auto' ? usual : choice;
    const threads = chosen ?? (jobs > 1 ? 1 : threadsOf(engine, null, leavesRoom));
    const { folder, description, isNew } = await SweepFolder.open(
      path,
      {
        ...{ version: 1, corpusHash: text.hash, settings, axes, withText, halving },
        ...(choice !== 'auto' && { engine: choice }),
        ...(chosen !== null && { threads: chosen }),
      },
      { engine, threads },
    );
    const state: Sweep = {
      ...{ around, folder, description, runs, text, isStopped: false },
      ...{ known: new Map(), before: new Set(), rows: new Map(), open: [] },
      checkpointSeconds: checkpointSecondsOf(written),
      insist: written['insist'] === true,
      isJson: written['json'] === true,
    };
    if (!isNew) await findDone(state);
    state.open = [...runs.keys()].filter((i) => !state.before.has(i));
    const release = onInterruption(output, (how) => {
      state.isStopped = true;
      if (how === 'insists') {
        for (const { supervisor } of products) supervisor.kill();
        process.exit(FAILED);
      }
      if (how !== 'reader') output.notice(translator.t('cli.stopping'));
      for (const { training } of products) training.stopForGood().catch(() => {}); // none is under way
    });
    takeSignalsOver();
    try {
      tellCells(around, cells);
      await announce(state, products[0]!, jobs);
      read.tellReading();
      try {
        await climb(state, products);
      } catch (error) {
        await tellLeft(state);
        throw error;
      }
      return await conclude(state);
    } finally {
      release();
    }
  };
  const emit: Emit = () => {};
  // The threads of a folder that is there are in it: an engine goes on with those that a model names, and begins with these.
  const threads = (await SweepFolder.threadsOf(path)) ?? chosen ?? (jobs > 1 ? 1 : null);
  const power = { threads, leavesRoom };
  return withProduct(
    around,
    emit,
    (first, takeOver) =>
      jobs === 1
        ? carry([first], takeOver)
        : withProduct(
            around,
            emit,
            (second, takeOverToo) =>
              carry([first, second], () => {
                takeOver();
                takeOverToo();
              }),
            power,
          ),
    power,
  );
}

/** Finds out how far the runs have come that are in the folder. */
async function findDone({ folder, description, runs, known, before, rows }: Sweep): Promise<void> {
  const { halving } = description;
  for (const i of runs.keys()) {
    const found = await folder.find(i);
    if (!found) continue;
    const progress = progressOf(found, runs[i]!, halving);
    known.set(i, progress);
    if (progress.isEnded) rows.set(i, progress.row);
    if (hasCome(progress, untilOf(runs[i]!, 0, halving))) before.add(i);
  }
}

async function announce(state: Sweep, product: Product, jobs: number): Promise<void> {
  const { around, runs, open, description, folder, text, isJson } = state;
  const { output, translator } = around;
  const { t } = translator;
  const { engine, threads } = description;
  const seconds = await secondsOf(
    product,
    text,
    open.map((i) => runs[i]!),
    engine,
  );
  const share = description.halving ? shareOfWork(description.halving) : 1;
  const inAll = seconds === null ? null : (seconds * share) / jobs;
  if (isJson)
    output.line(
      toJson({
        ...{ event: 'start', runs: runs.length, done: runs.length - open.length },
        ...{ seconds: inAll, engine, threads, jobs, folder: folder.path },
      }),
    );
  const facts = { count: open.length, folder: folder.path };
  output.notice(
    inAll === null
      ? t('cli.sweep.begins', facts)
      : t('cli.sweep.beginsFor', { ...facts, time: lasting(inAll, translator) }),
  );
  if (open.length < runs.length)
    output.notice(t('cli.sweep.done', { count: runs.length - open.length }));
  if (description.halving) output.notice(halvingSentence(description.halving, runs, t));
}

/** Makes all runs, rung by rung where they are halved. */
async function climb(state: Sweep, products: readonly Product[]): Promise<void> {
  const { runs, description, known, rows } = state;
  const { halving } = description;
  let alive = [...runs.keys()];
  for (let rung = 0; ; rung++) {
    const until = (i: number) => untilOf(runs[i]!, rung, halving);
    const isMade = (i: number): boolean => {
      const progress = known.get(i);
      return progress !== undefined && hasCome(progress, until(i));
    };
    state.open = alive.filter((i) => !isMade(i));
    await Promise.all(products.map((product) => work(state, product, until)));
    if (state.isStopped || !halving || rung === halving.rungs) return;
    const placings = placed(
      alive.map((index) => ({ index, perplexity: known.get(index)!.lowest[rung]! })),
      halving,
    );
    const kept = alive.filter((i) => placings.get(i)!.isKept);
    for (const i of alive) {
      const placing = placings.get(i)!;
      const wasTold = rows.has(i);
      if (placing.isKept) continue;
      rows.set(i, rowAfter(known.get(i)!, placing, rung, alive.length, kept.length));
      if (!wasTold && !state.before.has(i)) tell(state, rows.get(i)!);
    }
    alive = kept;
  }
}

/** Makes one run after another, until none is left. */
async function work(
  state: Sweep,
  product: Product,
  until: (i: number) => number | undefined,
): Promise<void> {
  let writtenAt = 0;
  for (let i = state.open.shift(); i !== undefined; i = state.open.shift()) {
    if (state.isStopped) return;
    const progress = await make(state, product, i, until(i));
    if (!progress) return;
    state.known.set(i, progress);
    state.before.delete(i);
    if (!progress.isEnded) continue; // the others of its rung say what becomes of it
    state.rows.set(i, progress.row);
    tell(state, progress.row);
    if (Date.now() - writtenAt < TABLE_EVERY) continue;
    await writeTable(state);
    writtenAt = Date.now();
  }
}

/** @returns how far a run has come; undefined for one that was stopped */
async function make(
  state: Sweep,
  { training }: Product,
  index: number,
  until: number | undefined,
): Promise<RunProgress | undefined> {
  const { around, folder, description, runs, text, checkpointSeconds, insist } = state;
  const run = runs[index]!;
  const models = await around.modelsFolder().catch(() => undefined);
  const path = folder.modelOf(index);
  try {
    const refusal = await makeRun(training, {
      ...{ folder, description, text, run, index, until, path, checkpointSeconds, insist, models },
    });
    if (refusal)
      return progressByRow(
        rowWithout(index, 'refused', description, refusal, []),
        description.halving,
      );
    const found = await folder.find(index);
    const progress = found && progressOf(found, run, description.halving);
    return progress && hasCome(progress, until) ? progress : undefined;
  } catch (error) {
    state.isStopped = true;
    throw error;
  }
}

const tell = ({ around, runs, isJson }: Sweep, row: Row): void =>
  tellRow(around, runs, row, isJson);

const writeTable = ({ around, folder, runs, rows }: Sweep): Promise<void> =>
  folder.writeResults(runs, rows, (reason) => failureSentence(reason, around.translator));

/** What has gone wrong, such as with the disk, may keep the table from being written, too; its rows are told by what is in the folder. */
async function tellLeft(state: Sweep): Promise<void> {
  const { around, runs, rows } = state;
  const { output, translator } = around;
  await writeTable(state).catch(() => {});
  output.notice(translator.t('cli.sweep.left', { count: runs.length - rows.size }));
}

async function conclude(state: Sweep): Promise<number> {
  const { around, folder, runs, rows, isJson } = state;
  await writeTable(state);
  return tellEnd(around, folder, runs.length, rows, isJson);
}
