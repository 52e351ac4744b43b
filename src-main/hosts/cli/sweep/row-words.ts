/** The rows of a sweep as they are written to a terminal or as JSON. */
import type { Translator } from '../../../messages/translator.ts';
import { epochAt, type Halving } from '../../../services/sweeps/halving.ts';
import { epochsOf } from '../../../services/sweeps/progress.ts';
import { labelOf, type Row, type SweptRun } from '../../../services/sweeps/swept-run.ts';
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

/** @returns when the runs of a sweep are compared, and which of them learn on */
export function halvingSentence(
  halving: Halving,
  runs: readonly SweptRun[],
  t: Translator['t'],
): string {
  const epochs = Math.min(...runs.map(epochsOf));
  const rungs = Array.from({ length: halving.rungs }, (_, rung) => epochAt(rung, epochs, halving));
  return t('cli.sweep.halving', { epochs: rungs.join(', '), factor: halving.factor });
}
