/** A run as it is told on stdout: in the book's own lines, or as one JSON object a line. */
import {
  type EpochReport,
  type Sample,
  type TrainingStatus,
  countedPerplexity,
  verbatimShare,
} from '../../../contract/training.ts';
import { onOneLine } from '../../../contract/corpus/song-text.ts';
import type { RunEvent } from './run-reader.ts';

export interface RunReport {
  start(status: TrainingStatus): void;
  tell(event: RunEvent): void;
  /** Called once, when the model is saved. */
  done(status: TrainingStatus, kept: Kept): void;
}

/** What is left of a run: the path of its model, or the id of a record alone. */
export interface Kept {
  readonly model: string;
  readonly record: string | undefined;
}

type Print = (line: string) => void;

/** The book prints an epoch once in a period; the last one is printed in any case. */
export function bookReport(print: Print): RunReport {
  let isPrinted = (_epoch: number): boolean => true;
  let last: EpochReport | undefined;
  return {
    start: ({ settings }) => {
      const { predPeriod, epochs } = settings;
      isPrinted = (epoch) => epoch % predPeriod === 0 || epoch === epochs;
    },
    tell: (told) => {
      if (told.event === 'sample') return print(sampleLine(told.sample));
      last = told.report;
      if (isPrinted(last.epoch)) print(epochLine(last));
    },
    done: () => {
      if (last && !isPrinted(last.epoch)) print(epochLine(last));
    },
  };
}

export function jsonReport(print: Print): RunReport {
  let seconds = 0;
  return {
    start: ({ corpusName, epochsBefore, vocabularySize, ...run }) =>
      print(
        toJson({
          event: 'start',
          corpus: corpusName,
          from: epochsBefore,
          vocabularySize,
          predictionsPerEpoch: run.predictionsPerEpoch,
          engine: run.engine,
          settings: run.settings,
          leftOut: run.leftOut,
        }),
      ),
    tell: (told) => {
      if (told.event === 'sample') return print(toJson({ event: 'sample', ...told.sample }));
      seconds += told.report.seconds;
      print(toJson({ event: 'epoch', ...told.report }));
    },
    done: (ended, { model, record }) => {
      const { state, endedBy, epochs, lastEpoch, verbatim, counting } = ended;
      print(
        toJson({
          ...{ event: 'done', outcome: state, endedBy },
          ...(record === undefined ? { model } : { model: null, record }),
          epochs,
          perplexity: lastEpoch?.perplexity ?? null,
          validationPerplexity: lastEpoch?.validationPerplexity ?? null,
          countingPerplexity: counting && countedPerplexity(counting),
          counting,
          bestEpoch: bestEpochOf(ended),
          verbatimShare: verbatim && verbatimShare(verbatim),
          seconds,
        }),
      );
    },
  };
}

/** Of a run that diverged, none that was senseless itself. */
function bestEpochOf({ state, best, failure }: TrainingStatus): number | null {
  const kept = state === 'diverged' ? Number(failure?.params['kept'] ?? 0) : best?.epoch;
  return kept || null;
}

/** `epoch %d, perplexity %f, time %.2f sec`; with `validation perplexity %f` where something is held out. */
export function epochLine({
  epoch,
  perplexity,
  validationPerplexity: held,
  seconds,
}: EpochReport): string {
  const validation = held === null ? '' : `validation perplexity ${inSixDecimals(held)}, `;
  return `epoch ${epoch}, perplexity ${inSixDecimals(perplexity)}, ${validation}time ${seconds.toFixed(2)} sec`;
}

/** `%f` of every number, and of what is none; a perplexity beyond all numbers is reported as the largest one. */
export function inSixDecimals(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  const size = Math.abs(value);
  if (size >= Number.MAX_VALUE) return value > 0 ? 'inf' : '-inf';
  return size < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`; // from there on `toFixed` writes powers of ten
}

export const sampleLine = ({ prefix, continuation }: Sample): string =>
  ` - ${onOneLine(prefix + continuation)}`;

/**
 * On one line. JSON has no infinity, which the perplexity of a run that diverges may reach: the largest number stands for it.
 * For what is no number, it has null.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part === Infinity || part === -Infinity ? Math.sign(part) * Number.MAX_VALUE : part,
  );
}
