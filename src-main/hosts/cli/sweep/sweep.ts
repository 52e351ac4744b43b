/** `sweep`: the same text learnt with every combination of settings, one run after another or two at once, and one table of them. */
import { resolve } from 'node:path';
import type { Emit } from '../../../contract/api.ts';
import { toFailure, VerseloomError } from '../../../contract/errors.ts';
import type { Product } from '../../../services/product.ts';
import { readModel, saveModelAt, type ModelFile } from '../../../services/model-files.ts';
import { threadsOf } from '../../../services/engines/engines.ts';
import type { EstimatedText } from '../../../services/training/estimate.ts';
import type { TrainingText } from '../../../services/training/prepare.ts';
import type { Saving } from '../../../services/training/training.ts';
import {
  checkpointSecondsOf,
  engineOf,
  numberOf,
  settingsOf,
  powerOf,
  type Written,
} from '../arguments/flags.ts';
import { readingOf } from '../arguments/reading.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { readTexts, textsToRead } from '../commands/read-texts.ts';
import { SONGS } from '../commands/train.ts';
import { DONE, FAILED } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import { inSixDecimals, toJson } from '../reports/run-report.ts';
import { onInterruption } from '../surroundings/interruption.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';
import { axesOf, runsOf, type SweptRun } from './grid.ts';
import { secondsOf } from './sweep-time.ts';
import { SweepFolder, type Row, type SweepDescription } from './sweep-folder.ts';

/** Between two writings of the table, in milliseconds: thousands of short runs are not to spend their time on it. */
const TABLE_EVERY = 2000;
const MAX_SEEDS = 10_000;

/** A sweep as it is carried out. */
interface Sweep {
  readonly around: Surroundings;
  readonly folder: SweepFolder;
  readonly description: SweepDescription;
  readonly runs: readonly SweptRun[];
  readonly rows: Map<number, Row>;
  readonly text: TrainingText & EstimatedText;
  readonly checkpointSeconds: number;
  readonly insist: boolean;
  readonly isJson: boolean;
  /** Those that are still to be made. */
  readonly open: number[];
  isStopped: boolean;
}

/** @returns the exit code: 0 when every run is a row, those that diverged, too */
export async function sweep(
  around: Surroundings,
  corpus: readonly string[],
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const jobs = numberOf(written, 'jobs', { min: 1, max: 2, whole: true }, 1);
  const seeds = numberOf(written, 'seeds', { min: 1, max: MAX_SEEDS, whole: true }, undefined);
  const given = settingsOf(written);
  const { seed } = given;
  const sets = (written['set'] as string[] | undefined) ?? [];
  const axes = axesOf(sets, seeds, typeof seed === 'number' ? seed : 1);
  const choice = engineOf(written);
  const { threads: chosen, leavesRoom } = powerOf(written);
  if (jobs > 1 && chosen !== null && chosen > 1) throw new UsageError('sweepThreads', {});
  const reading = readingOf(written);
  const named = await textsToRead(around, corpus, reading);
  const out = typeof written['out'] === 'string' ? written['out'] : undefined;
  if (out === undefined && named.name === undefined) throw new UsageError('sweepNoName', {});
  const path = resolve(around.folder, out ?? `${named.name}-sweep`);
  const read = await readTexts(around, named, reading);
  const text = { ...read.text, name: named.name ?? read.text.name };
  const settings = { ...(read.isPlain ? {} : SONGS), ...given };
  const { runs, ...cells } = runsOf(axes, settings);
  const withText = written['corpus'] !== false;
  const carry = async (products: readonly Product[], takeSignalsOver: () => void) => {
    const usual = products[0]!.usualEngine();
    const engine = choice === 'auto' ? usual : choice;
    const threads = chosen ?? (jobs > 1 ? 1 : threadsOf(engine, null, leavesRoom));
    const { folder, description, isNew } = await SweepFolder.open(
      path,
      {
        ...{ version: 1, corpusHash: text.hash, settings, axes, withText },
        ...(choice !== 'auto' && { engine: choice }),
        ...(chosen !== null && { threads: chosen }),
      },
      { engine, threads },
    );
    const state: Sweep = {
      ...{ around, folder, description, runs, text, isStopped: false },
      ...{ rows: new Map<number, Row>(), open: [] },
      checkpointSeconds: checkpointSecondsOf(written),
      insist: written['insist'] === true,
      isJson: written['json'] === true,
    };
    if (!isNew) await findDone(state);
    for (const i of runs.keys()) if (!state.rows.has(i)) state.open.push(i);
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
        await Promise.all(products.map((product) => work(state, product)));
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

async function findDone({ folder, runs, rows }: Sweep): Promise<void> {
  for (const i of runs.keys()) {
    const row = await folder.rowOf(i);
    if (row) rows.set(i, row);
  }
}

/** Tells what was made of an activation that not every cell has, and of a learning rate that does not suit every optimiser. */
function tellCells(
  { output, translator: { t } }: Surroundings,
  { ownActivation, leftOut, ownRate, tooFast }: Omit<ReturnType<typeof runsOf>, 'runs'>,
): void {
  if (ownActivation > 0) output.notice(t('cell.ownActivation', { count: ownActivation }));
  if (leftOut > 0) output.notice(t('cell.leftOut', { count: leftOut }));
  if (ownRate > 0) output.notice(t('optimiser.ownRate', { count: ownRate }));
  if (tooFast > 0) output.notice(t('optimiser.tooFast', { count: tooFast }));
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
  const inAll = seconds === null ? null : seconds / jobs;
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
}

/** @returns how long something takes, as a person would say it */
function lasting(seconds: number, { t }: Surroundings['translator']): string {
  const minutes = seconds / 60;
  if (minutes < 1.5) return t('cli.sweep.seconds', { count: Math.max(1, Math.round(seconds)) });
  if (minutes < 90) return t('cli.sweep.minutes', { count: Math.round(minutes) });
  return t('cli.sweep.hours', { count: Math.round(minutes / 60) });
}

/** Makes one run after another, until none is left. */
async function work(state: Sweep, product: Product): Promise<void> {
  let writtenAt = 0;
  for (let i = state.open.shift(); i !== undefined; i = state.open.shift()) {
    if (state.isStopped) return;
    const row = await make(state, product, i);
    if (!row) return;
    state.rows.set(i, row);
    tell(state, i, row);
    if (Date.now() - writtenAt < TABLE_EVERY) continue;
    await state.folder.writeResults(state.runs, state.rows);
    writtenAt = Date.now();
  }
}

/** @returns the row of a run; undefined for one that was stopped */
async function make(state: Sweep, { training }: Product, i: number): Promise<Row | undefined> {
  const { around, folder, description, runs, text, checkpointSeconds, insist } = state;
  const { values, settings } = runs[i]!;
  const path = folder.modelOf(i);
  const models = await around.modelsFolder().catch(() => undefined);
  const beginning = {
    save: async (file: ModelFile, { isRecordAlone }: Pick<Saving, 'isRecordAlone'>) => {
      if (isRecordAlone) {
        await folder.keepRecord(i, file);
        return { id: null, name: file.manifest.name };
      }
      await saveModelAt(path, file, undefined, models);
      return { id: path, name: file.manifest.name };
    },
    ...{ beside: () => path, withText: description.withText, checkpointSeconds, insist },
  };
  try {
    if (await folder.has(i)) {
      const file = await readModel(path);
      await training.goOn(text, undefined, undefined, {
        ...beginning,
        goesOn: { file, id: path },
      });
    } else {
      const { engine } = description;
      const name = `${text.name} ${labelOf(values)}`.slice(0, 200);
      await training.start(text, { ...settings }, engine, { ...beginning, name });
    }
    const ended = await training.ended();
    const { state: end, failure } = ended;
    if (end === 'failed') throw new VerseloomError(failure!.code, failure!.params);
    return await folder.rowOf(i);
  } catch (error) {
    const failure = toFailure(error);
    // What is wrong with the disk or the process is wrong with all of them.
    if (!/^(settings|corpus|prefix|text)\./.test(failure.code)) {
      state.isStopped = true;
      throw error;
    }
    return {
      ...{ run: i + 1, outcome: 'refused', perplexity: null, validationPerplexity: null },
      countingPerplexity: null,
      ...{ bestEpoch: null, epochs: 0, seconds: 0, engine: description.engine },
      ...{ threads: description.threads, model: '' },
      refusal: failureSentence(failure, around.translator),
    };
  }
}

const labelOf = (values: SweptRun['values']): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

function tell({ around, runs, isJson }: Sweep, i: number, row: Row): void {
  const { output, translator } = around;
  const { values } = runs[i]!;
  if (isJson) return output.line(toJson({ event: 'run', ...row, values }));
  const { outcome, perplexity, epochs, seconds, refusal } = row;
  const place = `${i + 1}/${runs.length}  ${labelOf(values)}`;
  if (outcome === 'refused') return output.line(`${place}  ${refusal}`);
  const said =
    perplexity === null
      ? translator.t('cli.sweep.diverged', { count: epochs })
      : `perplexity ${inSixDecimals(perplexity)}`;
  const ending = outcome === 'diverged' && perplexity !== null ? ' (diverged)' : '';
  output.line(`${place}  ${said}${ending}, epochs ${epochs}, time ${seconds.toFixed(2)} sec`);
}

/** What has gone wrong, such as with the disk, may keep the table from being written, too; its rows are told by what is in the folder. */
async function tellLeft({ around, folder, runs, rows }: Sweep): Promise<void> {
  const { output, translator } = around;
  await folder.writeResults(runs, rows).catch(() => {});
  output.notice(translator.t('cli.sweep.left', { count: runs.length - rows.size }));
}

async function conclude(state: Sweep): Promise<number> {
  const { around, folder, runs, rows, isJson } = state;
  const { output, translator } = around;
  await folder.writeResults(runs, rows);
  const refused = [...rows.values()].filter(({ outcome }) => outcome === 'refused').length;
  const isDone = rows.size === runs.length && refused === 0;
  if (isJson)
    output.line(
      toJson({
        ...{ event: 'done', runs: runs.length, rows: rows.size, refused },
        results: folder.results,
      }),
    );
  output.notice(translator.t('cli.sweep.results', { path: folder.results, count: rows.size }));
  if (refused > 0) output.notice(translator.t('cli.sweep.refused', { count: refused }));
  if (rows.size < runs.length)
    output.notice(translator.t('cli.sweep.left', { count: runs.length - rows.size }));
  return isDone ? DONE : FAILED;
}
