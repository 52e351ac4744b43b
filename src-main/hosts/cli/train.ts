/** `train`: from a file of lyrics to a model file. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Emit } from '../../contract/api.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { TrainingStatus } from '../../contract/training.ts';
import { corpusName } from '../../services/corpora/corpus-name.ts';
import { checkWritable, readCorpus } from '../../services/model-files.ts';
import type { Training } from '../../services/training.ts';
import { DONE, FAILED } from './exit-codes.ts';
import { failureSentence, UsageError } from './failures.ts';
import { engineOf, settingsOf, type Written } from './flags.ts';
import { onInterruption } from './interruption.ts';
import { ModelKeeper } from './model-keeper.ts';
import { engineNotice, leftOutNotice } from './notices.ts';
import { progressLine } from './progress-line.ts';
import { RunReader } from './run-reader.ts';
import { bookReport, jsonReport, type RunReport } from './run-report.ts';
import { resolvePath, withProduct, type Surroundings } from './surroundings.ts';

/** @returns the exit code */
export async function train(
  around: Surroundings,
  corpus: string,
  written: Written,
): Promise<number> {
  const path = resolvePath(around, corpus);
  const [settings, engine] = [settingsOf(written), engineOf(written)];
  const text = await readCorpus(path);
  const out = await placeOf(around, path, written);
  await checkWritable(out); // now, so that hours of training are not lost

  const keeper = new ModelKeeper(out, around.modelsFolder);
  const print = (line: string): void => around.output.line(line);
  const report = written['json'] ? jsonReport(print) : bookReport(print);
  let follow = (_status: TrainingStatus): void => {};
  const emit: Emit = (name, data) => {
    if (name === 'training') follow(data as TrainingStatus);
  };
  return withProduct(around, emit, async ({ training }) => {
    const release = onInterruption(around.output, (byReader) =>
      interrupt(around, training, byReader),
    );
    const started = await training.start(text, settings, engine, keeper.save);
    announce(around, started);
    report.start(started);
    follow = follower(around, training, report, started);
    const ended = await training.ended();
    follow(ended);
    around.output.status('');
    release();
    return conclude(around, ended, keeper, report);
  });
}

/** @returns the path of the model: as named, or by the corpus's name in the folder that is named or where the person stands */
async function placeOf(around: Surroundings, corpus: string, { out }: Written): Promise<string> {
  const named = resolvePath(around, typeof out === 'string' ? out : '.');
  const isFolder = (await stat(named).catch(() => undefined))?.isDirectory();
  const place = isFolder ? join(named, `${corpusName(corpus)}.verse`) : named;
  const [model, text] = await Promise.all(
    [place, corpus].map((path) => stat(path).catch(() => undefined)),
  );
  if (model && text && model.ino === text.ino && model.dev === text.dev)
    throw new UsageError('outIsCorpus', { path: place });
  return place;
}

function interrupt(
  { output, translator }: Surroundings,
  training: Training,
  byReader: boolean,
): void {
  const { state } = training.status();
  if (state === 'preparing') {
    if (!byReader) output.notice(translator.t('cli.nothingSaved'));
    process.exit(FAILED); // what it has started ends with it
  }
  if (!byReader) output.notice(translator.t('cli.stopping'));
  training.stop().catch(() => {}); // it has ended by itself
}

function announce({ output, translator }: Surroundings, { engine, leftOut }: TrainingStatus): void {
  if (engine) output.notice(engineNotice(engine, translator));
  if (leftOut.length > 0) output.notice(leftOutNotice(leftOut, translator));
}

/** @returns what is to be done whenever the run has changed */
function follower(
  { output, translator }: Surroundings,
  training: Training,
  report: RunReport,
  { settings }: TrainingStatus,
): (status: TrainingStatus) => void {
  const reader = new RunReader((epochs, samples) => training.history(epochs, samples), settings);
  return (status) => {
    for (const event of reader.read()) report.tell(event);
    if (output.statusWidth > 0) output.status(progressLine(status, output.statusWidth, translator));
  };
}

/** Says how it ended and where the model is. @returns the exit code */
function conclude(
  { output, translator }: Surroundings,
  ended: TrainingStatus,
  { path, refusal }: ModelKeeper,
  report: RunReport,
): number {
  const { state, failure, epochs } = ended;
  if (state === 'failed' && failure) throw new VerseloomError(failure.code, failure.params);
  report.done(ended, path);
  if (failure) output.notice(failureSentence(failure, translator));
  if (refusal) output.notice(failureSentence(refusal, translator));
  output.notice(
    translator.t(state === 'stopped' ? 'cli.savedEarly' : 'cli.saved', { path, epochs }),
  );
  return failure || refusal ? FAILED : DONE;
}
