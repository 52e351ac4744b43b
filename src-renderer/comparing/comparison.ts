/** A comparison of runs as plain text: what they are, what each has written, and how well each guesses a text. */
import type { Failure } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';
import type { Sample } from '../../src-main/contract/training.ts';
import type { LineBreaks } from '../../src-main/contract/settings.ts';
import { characterList, count, exact, figure, NOTHING } from '../text/format.ts';
import { aside, listed, saidOf, t } from '../text/messages.svelte.ts';
import { failureSentence } from '../text/sentences.ts';
import { apart, asLines } from '../paper/verse.ts';

interface Round {
  readonly prefixes: readonly string[];
  readonly length: number;
  readonly temperature: number;
  readonly seed: number;
}
interface Piece {
  readonly prefix: string;
  readonly text: string;
  readonly leftOut: readonly string[];
  readonly state: 'writing' | 'done' | 'cancelled' | 'broken';
  readonly failure: Failure | null;
}
interface Score {
  readonly perplexity: number;
  readonly characters: number;
  readonly known: number;
}
interface Comparison {
  readonly runs: readonly RunInfo[];
  /** The prefixes as they are shown: those of the round, unless it is of other models. */
  readonly rows: readonly string[];
  readonly round: Round | null;
  readonly scores: {
    readonly text: string;
    readonly of: Readonly<Record<string, Score | Failure>>;
  } | null;
  readonly best: readonly string[];
  pieceOf(modelId: string, row: number): Piece | undefined;
}

/** How the texts of a round were written. */
export const roundLine = ({ length, temperature, seed }: Round): string =>
  temperature === 0
    ? t('compare.roundGreedy', { count: length, length: count(length) })
    : t('compare.roundSampled', {
        count: length,
        length: count(length),
        temperature: exact(temperature),
        seed: String(seed),
      });

/** @returns sentences on what is to be known of a piece besides its text */
export function remarksOn({ leftOut, state, failure }: Piece): string[] {
  const remarks: string[] = [];
  if (leftOut.length > 0)
    remarks.push(t('compare.leftOut', { characters: characterList(leftOut) }));
  if (state === 'cancelled') remarks.push(t('write.cancelled'));
  if (failure) remarks.push(failureSentence(failure));
  else if (state === 'broken') remarks.push(t('write.failedMidway'));
  return remarks;
}

/**
 * What a run without a model has to show of a prefix: the last that it wrote from it.
 * @returns undefined where it has written nothing from that
 */
export function sampledPiece(samples: readonly Sample[], prefix: string): ShownPiece | undefined {
  const last = samples.findLast((sample) => sample.prefix === prefix);
  return last && { ...DONE, prefix, text: last.continuation, written: last };
}

const DONE = { leftOut: [], state: 'done', failure: null } as const;
/** With when it was written, where that was on the way of a run. */
export type ShownPiece = Piece & { readonly written?: Pick<Sample, 'epoch' | 'step'> };

/** Whether the models have learnt line breaks as different things. */
export const lineBreaksDiffer = (models: readonly Pick<ModelInfo, 'lineBreaks'>[]): boolean =>
  new Set(models.map(({ lineBreaks }) => lineBreaks)).size > 1;

export const perplexityOf = ({ perplexity }: ModelInfo): string =>
  perplexity === null ? NOTHING : figure(perplexity);

export function comparisonText(compare: Comparison): string {
  const { runs, rows, round, scores } = compare;
  const differ = lineBreaksDiffer(runs);
  const sections = [runs.map((run) => factsOf(run, differ)).join('\n')];
  if (round && rows === round.prefixes) {
    sections.push(roundLine(round));
    rows.forEach((prefix, row) => {
      sections.push(`【${prefix}】`);
      for (const { id, name, lineBreaks } of runs) {
        const piece = compare.pieceOf(id, row);
        if (piece)
          sections.push([saidOf(name, '').trimEnd(), ...linesOf(piece, lineBreaks)].join('\n'));
      }
    });
  }
  const characters = Array.from(scores?.text ?? '').length;
  if (scores)
    sections.push(
      [
        t('compare.copyScored', { count: characters, characters: count(characters) }),
        ...runs.flatMap((run) => scoreOf(run, compare)),
      ].join('\n'),
    );
  return sections.join('\n\n');
}

function linesOf(piece: Piece, lineBreaks: LineBreaks): string[] {
  const text = apart(piece.prefix, piece.text, lineBreaks, asLines).join('');
  return [...(text === '' ? [] : [text]), ...remarksOn(piece).map(aside)];
}

function factsOf(model: RunInfo, differ: boolean): string {
  const facts = [
    ...(model.hasModel ? [] : [t('runs.record.mark')]),
    `${t('compare.perplexity')} ${perplexityOf(model)}`,
    `${t('compare.epochs')} ${count(model.epochs)}`,
    `${t('settings.cell.label')} ${t(`settings.cell.${model.cell}`)}`,
    `${t('compare.hidden')} ${count(model.hiddenSize)}`,
    `${t('compare.corpus')} ${model.corpusName}`,
    ...(differ
      ? [`${t('settings.lineBreaks.label')} ${t(`settings.lineBreaks.${model.lineBreaks}`)}`]
      : []),
  ];
  return saidOf(model.name, listed(...facts));
}

function scoreOf({ id, name }: ModelInfo, { scores, best }: Comparison): string[] {
  const result = scores?.of[id];
  if (!result) return [];
  if ('code' in result) return [saidOf(name, failureSentence(result))];
  const parts = [
    figure(result.perplexity),
    `${t('compare.known')} ${knownOf(result)}`,
    ...(best.includes(id) ? [t('compare.best')] : []),
  ];
  return [saidOf(name, listed(...parts))];
}

export const knownOf = ({ known, characters }: Omit<Score, 'perplexity'>): string =>
  t('compare.knownOf', { known: count(known), characters: count(characters) });
