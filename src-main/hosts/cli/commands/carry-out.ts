/** A run from its first step to its model file, as this host tells it: what `train` and `resume` have in common. */
import type { Emit } from '../../../contract/api.ts';
import { EXPLODED, hasExploded, type TrainingStatus } from '../../../contract/training.ts';
import { countingSentences, heldOutBest } from '../../../messages/counting.ts';
import { byHeartSentences, endSentences } from '../../../messages/ends.ts';
import { perplexityFigure } from '../../../messages/numbers.ts';
import { lastSaveSentence, waitSentence } from '../../../messages/ending.ts';
import type { Product } from '../../../services/product.ts';
import type { Save, Training } from '../../../services/training/training.ts';
import { DONE, exitCodeOf, FAILED } from '../reports/exit-codes.ts';
import { failureSentence, passage } from '../reports/failures.ts';
import type { ModelPlace } from '../arguments/find-model.ts';
import { powerOf, type Written } from '../arguments/flags.ts';
import { onInterruption, type Interruption } from '../surroundings/interruption.ts';
import { ModelKeeper } from './model-keeper.ts';
import { engineNotice, goOnNotice, leftOutNotice, slowdownNotice } from '../reports/notices.ts';
import { count } from '../terminal/formats.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { RunReader, type Before } from '../reports/run-reader.ts';
import { bookReport, jsonReport, type RunReport } from '../reports/run-report.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';

/**
 * @param place of the model file
 * @param begin starts the run, or goes on with one
 * @param before what that one had come to
 * @returns the exit code
 */
export async function carryOut(
  around: Surroundings,
  written: Written,
  place: ModelPlace,
  begin: (training: Training, save: Save) => Promise<TrainingStatus>,
  before?: Before,
): Promise<number> {
  const print = (line: string): void => around.output.line(line);
  const report = written['json'] ? jsonReport(print) : bookReport(print);
  let follow = (_status: TrainingStatus): void => {};
  const emit: Emit = (name, data) => {
    if (name === 'training') follow(data as TrainingStatus);
  };
  const carry = async (product: Product, takeSignalsOver: () => void): Promise<number> => {
    const { training } = product;
    const keeper = new ModelKeeper(place, around, written['overwrite'] === true);
    const release = onInterruption(around.output, (how) => interrupt(around, product, keeper, how));
    takeSignalsOver();
    try {
      const started = await begin(training, keeper.save);
      announce(around, started);
      report.start(started);
      const reader = new RunReader((epochs, samples) => training.history(epochs, samples), before);
      follow = follower(around, reader, report);
      const ended = await training.ended();
      follow(ended);
      around.output.status('');
      return conclude(around, ended, keeper, report);
    } finally {
      release();
    }
  };
  return withProduct(around, emit, carry, powerOf(written));
}

function interrupt(
  around: Surroundings,
  { training, supervisor }: Product,
  { path }: ModelKeeper,
  how: Interruption,
): void {
  const { output, translator } = around;
  const status = training.status();
  const hasBegun = status.state !== 'preparing';
  if (how === 'insists' || !hasBegun) {
    supervisor.kill(); // it may be one that hears nothing
    output.status('');
    if (how !== 'reader')
      output.notice(translator.t(hasBegun ? 'train.ending.atOnce' : 'cli.nothingSaved'));
    if (how !== 'reader' && hasBegun) tellLastSave(around, status, path);
    process.exit(FAILED);
  }
  if (how !== 'reader') output.notice(translator.t('cli.stopping'));
  training.stopForGood(how === 'person').catch(() => {}); // it has ended by itself
}

/** Of a run that does not end as it should: what is left of it, and how to go on. */
function tellLastSave(around: Surroundings, status: TrainingStatus, path: string): void {
  const { output, translator } = around;
  output.notice(lastSaveSentence(status, path, translator));
  if (status.savedAt !== null) output.notice(goOnNotice(around, path));
}

function announce({ output, translator }: Surroundings, { engine, leftOut }: TrainingStatus): void {
  if (engine) output.notice(engineNotice(engine, translator));
  if (leftOut.length > 0) output.notice(leftOutNotice(leftOut, translator));
}

/** @returns what is to be done whenever the run has changed */
function follower(
  around: Surroundings,
  reader: RunReader,
  report: RunReport,
): (status: TrainingStatus) => void {
  const { output, translator } = around;
  const tellSaves = saveTeller(around);
  const tellWaits = waitTeller(around);
  let isSlownessTold = false;
  return (status) => {
    for (const event of reader.read()) report.tell(event);
    tellSaves(status);
    tellWaits(status);
    if (status.slowdown !== null && !isSlownessTold) {
      isSlownessTold = true;
      output.notice(slowdownNotice(status.slowdown, translator));
    }
    if (output.statusWidth > 0) output.status(progressLine(status, output.statusWidth, translator));
  };
}

/** Tells of a save on the way that fails, once for as long as it fails for the same reason, and of the first that works again. */
function saveTeller({ output, translator }: Surroundings): (status: TrainingStatus) => void {
  let told = '';
  return ({ state, saveFailure, modelId }) => {
    const sentence = saveFailure ? failureSentence(saveFailure, translator) : '';
    if (sentence === told) return;
    if (sentence) output.notice(`${sentence} ${translator.t('cli.savedLater')}`);
    else if (state === 'training') output.notice(translator.t('cli.savedAgain', { path: modelId }));
    told = sentence;
  };
}

/** Tells once that a stop waits for the step under way, and how not to wait. */
function waitTeller({ output, translator }: Surroundings): (status: TrainingStatus) => void {
  let isTold = false;
  return (status) => {
    const sentence = waitSentence(status, translator);
    if (sentence === undefined || isTold) return;
    isTold = true;
    output.notice(sentence);
  };
}

/** Says how it ended and where the model is. @returns the exit code */
function conclude(
  around: Surroundings,
  ended: TrainingStatus,
  { path, refusal, record, spared }: ModelKeeper,
  report: RunReport,
): number {
  const { output, translator } = around;
  const { state, failure, epochs } = ended;
  const hasFailed = state === 'failed' && failure !== null;
  if (!hasFailed) report.done(ended, { model: path, record });
  if (failure) output.notice(failureSentence(failure, translator));
  if (!hasFailed) tellEnd(around, ended);
  if (refusal) output.notice(failureSentence(refusal, translator));
  if (spared !== undefined) output.notice(translator.t('cli.spared', { path: spared }));
  if (hasFailed) {
    tellLastSave(around, ended, path);
    return exitCodeOf(failure.code);
  }
  if (record !== undefined) {
    output.notice(translator.t('cli.recordAlone', { command: around.command, id: record }));
    return FAILED;
  }
  const key = state === 'stopped' ? 'cli.savedEarly' : 'cli.saved';
  output.notice(translator.t(key, { path, count: epochs }));
  if (state === 'stopped') output.notice(goOnNotice(around, path));
  return failure || refusal ? FAILED : DONE;
}

/** By what the run has ended, and what its model has by heart. */
function tellEnd({ output, translator }: Surroundings, ended: TrainingStatus): void {
  for (const sentence of endSentences(ended, translator)) output.notice(sentence);
  if (hasExploded(ended) && ended.state !== 'diverged')
    output.notice(
      translator.t('train.letExploded', {
        perplexity: perplexityFigure(ended.lastEpoch!.perplexity, translator.language, 2),
        most: count(EXPLODED * ended.vocabularySize, translator.language),
      }),
    );
  if (ended.counting)
    output.notice(
      passage(countingSentences(ended.counting, heldOutBest(ended), translator), translator),
    );
  if (ended.verbatim)
    output.notice(passage(byHeartSentences(ended.verbatim, translator), translator));
}
