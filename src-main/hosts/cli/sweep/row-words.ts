/** The rows of a sweep, and its end, as they are written to a terminal or as JSON. */
import type { Translator } from '../../../messages/translator.ts';
import { epochAt, type Halving } from '../../../services/sweeps/halving.ts';
import { epochsOf } from '../../../services/sweeps/progress.ts';
import type { SweepFolder } from '../../../services/sweeps/sweep-folder.ts';
import { labelOf, type Row, type SweptRun } from '../../../services/sweeps/swept-run.ts';
import { DONE, FAILED } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import { inSixDecimals, toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/** @returns what has come of a run, such as `perplexity 1.234568, epochs 30, time 1.20 sec` */
function sentenceOf(row: Row, translator: Translator): string {
  const { outcome, perplexity, epochs, seconds, reason } = row;
  if (reason && outcome !== 'halved') return failureSentence(reason, translator);
  const said =
    perplexity === null
      ? translator.t('cli.sweep.diverged', { count: epochs })
      : `perplexity ${inSixDecimals(perplexity)}`;
  const ending = outcome === 'diverged' && perplexity !== null ? ' (diverged)' : '';
  const made = `${said}${ending}, epochs ${epochs}, time ${seconds.toFixed(2)} sec`;
  return reason ? `${made}. ${failureSentence(reason, translator)}` : made;
}

/** @returns a row for programs, with its reason as a sentence as well, as the table has it */
const tabular = ({ reason, ...row }: Row, translator: Translator) => ({
  ...row,
  reason: reason ? failureSentence(reason, translator) : '',
});

/** Tells a run that is over: in a line, or as JSON. */
export function tellRow(
  { output, translator }: Surroundings,
  runs: readonly SweptRun[],
  row: Row,
  isJson: boolean,
): void {
  const { values } = runs[row.run - 1]!;
  if (isJson) return output.line(toJson({ event: 'run', ...tabular(row, translator), values }));
  output.line(`${row.run}/${runs.length}  ${labelOf(values)}  ${sentenceOf(row, translator)}`);
}

/** @returns when the runs of a sweep are compared, and which of them continue */
export function halvingSentence(
  halving: Halving,
  runs: readonly SweptRun[],
  t: Translator['t'],
): string {
  const epochs = Math.min(...runs.map(epochsOf));
  const rungs = Array.from({ length: halving.rungs }, (_, rung) => epochAt(rung, epochs, halving));
  return t('cli.sweep.halving', {
    epochs: rungs.join(t('app.punctuation.several')),
    factor: halving.factor,
  });
}

/**
 * Tells what has come of a whole sweep, and where it stands.
 * @param runs how many there are to be
 * @returns the exit code: 0 when every run was made
 */
export function tellEnd(
  { output, translator }: Surroundings,
  { results }: Pick<SweepFolder, 'results'>,
  runs: number,
  rows: ReadonlyMap<number, Row>,
  isJson: boolean,
): number {
  const of = (outcome: Row['outcome']): number =>
    [...rows.values()].filter((row) => row.outcome === outcome).length;
  const [refused, failed] = [of('refused'), of('failed')];
  const left = runs - rows.size;
  if (isJson)
    output.line(toJson({ event: 'done', runs, rows: rows.size, refused, failed, results }));
  output.notice(translator.t('cli.sweep.results', { path: results, count: rows.size }));
  if (refused + failed > 0)
    output.notice(translator.t('cli.sweep.refused', { count: refused + failed }));
  if (left > 0) output.notice(translator.t('cli.sweep.left', { count: left }));
  return left === 0 && refused + failed === 0 ? DONE : FAILED;
}
