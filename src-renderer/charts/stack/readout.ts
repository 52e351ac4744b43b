/** What the curves say at a place of the lower axis. */
import type { ChartOptions } from '../../../src-main/contract/charts.ts';
import { clock, count, figure, share } from '../../text/format.ts';
import { listed, t } from '../../text/messages.svelte.ts';
import { figures, type FigureName } from '../plot/figures.ts';
import { unitOf, type DrawnRun } from '../plot/plot-of.ts';
import { nearestAt, placesOf } from '../series/across.ts';

export interface Reading {
  readonly epoch: number;
  /** Where that stands along the lower axis, and what is drawn there. */
  readonly place: number;
  readonly value: number;
  readonly text: string;
}

/** @returns what a run has at a place; null where it has nothing, or ended before */
export function readingAt(
  figureName: FigureName,
  run: DrawnRun,
  cursor: number,
  options: ChartOptions,
): Reading | null {
  const { columns } = run.curves;
  const places = placesOf(columns, options.over, run.stepsPerEpoch);
  const at = nearestAt(places, cursor);
  if (at < 0) return null;
  const apart = at > 0 ? places[at]! - places[at - 1]! : places[at]!;
  if (cursor > places[at]! + apart) return null; // the run has not come so far
  const { column, validation } = figures[figureName];
  const isPerplexity = figureName === 'perplexity';
  const raw = columns.of(column)[at]!;
  const value = isPerplexity ? unitOf(raw, options) : raw;
  const facts = [figure(value)];
  const heldOut = validation ? columns.of(validation)[at]! : Number.NaN;
  if (!Number.isNaN(heldOut))
    facts.push(t('charts.heldOutAt', { value: figure(unitOf(heldOut, options)) }));
  if (figureName === 'gradientNorm')
    facts.push(clippedInWords(columns.of('clipped')[at]!, run.stepsPerEpoch, options));
  return { epoch: columns.of('epoch')[at]!, place: places[at]!, value, text: listed(...facts) };
}

/** By steps they are counted; which of an epoch's they were nobody has noted. */
function clippedInWords(clipped: number, steps: number, { over }: ChartOptions): string {
  if (over !== 'step' || !Number.isInteger(steps))
    return t('charts.clippedAt', { share: share(clipped) });
  const words = { clipped: count(Math.round(clipped * steps)), steps: count(steps) };
  return t('charts.clippedOf', { count: steps, ...words });
}

/** @returns where the cursor is, in words */
export function placeInWords(run: DrawnRun, cursor: number, options: ChartOptions): string {
  const { columns } = run.curves;
  const at = nearestAt(placesOf(columns, options.over, run.stepsPerEpoch), cursor);
  if (at < 0) return '';
  const epoch = columns.of('epoch')[at]!;
  const facts = [t('train.chartPoint', { epoch: count(epoch) })];
  if (options.over === 'step')
    facts.push(t('charts.stepAt', { step: count(epoch * run.stepsPerEpoch) }));
  if (options.over === 'time') facts.push(clock(columns.of('time')[at]!));
  return listed(...facts);
}
