/** What a person asks of a sweep: its text, its runs, and whether they are halved; the same wherever it is made. */
import { parseSettings } from '../../../contract/settings.ts';
import type { EstimatedText } from '../../../services/training/estimate.ts';
import type { TrainingText } from '../../../services/training/prepare.ts';
import { FACTORS, halvingOf, type Halving } from '../../../services/sweeps/halving.ts';
import { epochsOf } from '../../../services/sweeps/progress.ts';
import type { Axis, SweptRun } from '../../../services/sweeps/swept-run.ts';
import { numberOf, settingsOf, type Written } from '../arguments/flags.ts';
import { readingOf } from '../arguments/reading.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { readTexts, textsToRead, type TextRead } from '../commands/read-texts.ts';
import { SONGS } from '../commands/train.ts';
import { unusedNotices } from '../reports/unused.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { axesOf, runsOf } from './grid.ts';

const MAX_SEEDS = 10_000;

export interface Asked {
  readonly read: TextRead;
  readonly text: TrainingText & EstimatedText;
  /** After the text, unless the person names a folder; undefined where the text has none and they do. */
  readonly name: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly axes: readonly Axis[];
  readonly runs: readonly SweptRun[];
  /** What was made of settings that do not suit every run. */
  readonly cells: Omit<ReturnType<typeof runsOf>, 'runs'> & { readonly unused: readonly string[] };
  readonly withText: boolean;
  readonly halving: Halving | null;
}

/** @returns the folder that the person names */
export const outOf = (written: Written): string | undefined =>
  typeof written['out'] === 'string' ? written['out'] : undefined;

/** @throws UsageError, VerseloomError for what is not understood, and for texts that cannot be read or learnt */
export async function askedOf(
  around: Surroundings,
  corpus: readonly string[],
  written: Written,
): Promise<Asked> {
  const seeds = numberOf(written, 'seeds', { min: 1, max: MAX_SEEDS, whole: true }, undefined);
  const given = settingsOf(written);
  const { seed } = given;
  const sets = (written['set'] as string[] | undefined) ?? [];
  const axes = axesOf(sets, seeds, typeof seed === 'number' ? seed : 1);
  const reading = readingOf(written);
  if (corpus.length === 0) throw new UsageError('sweepNoCorpus', {});
  const named = await textsToRead(around, corpus, reading);
  if (outOf(written) === undefined && named.name === undefined)
    throw new UsageError('sweepNoName', {});
  const read = await readTexts(around, named, reading);
  const text = { ...read.text, name: named.name ?? read.text.name };
  const settings = { ...(read.isPlain ? {} : SONGS), ...given };
  const { runs, ...cells } = runsOf(axes, settings);
  const withText = written['corpus'] !== false;
  const halving = halvingFor(written, runs);
  const fields = [...Object.keys(given), ...axes.map(({ field }) => field)];
  const each = runs.map((run) => parseSettings(run.settings));
  return {
    ...{ read, text, name: named.name, settings, axes, runs, withText, halving },
    cells: { ...cells, unused: unusedNotices(fields, each, around.translator) },
  };
}

/** Tells what was made of an activation that not every cell has, of a learning rate that does not suit every optimiser, and of what no run uses. */
export function tellCells(
  { output, translator: { t } }: Surroundings,
  { ownActivation, leftOut, ownRate, tooFast, unused }: Asked['cells'],
): void {
  if (ownActivation > 0) output.notice(t('cell.ownActivation', { count: ownActivation }));
  if (leftOut > 0) output.notice(t('cell.leftOut', { count: leftOut }));
  if (ownRate > 0) output.notice(t('optimiser.ownRate', { count: ownRate }));
  if (tooFast > 0) output.notice(t('optimiser.tooFast', { count: tooFast }));
  for (const notice of unused) output.notice(notice);
}

/** @throws UsageError for fewer runs or epochs than can be halved; VerseloomError as `numberOf` */
function halvingFor(written: Written, runs: readonly SweptRun[]): Halving | null {
  const factor = numberOf(written, 'halving', FACTORS, undefined);
  if (factor === undefined) return null;
  const epochs = Math.min(...runs.map(epochsOf));
  const halving = halvingOf(factor, runs.length, epochs);
  if (!halving)
    throw new UsageError('sweepHalving', {
      ...{ factor: String(factor), runs: String(runs.length), epochs: String(epochs) },
    });
  return halving;
}
