/** The line that shows on a terminal how far a run has come. */
import { epochsDone, type TrainingStatus } from '../../../contract/training.ts';
import type { Translator } from '../../../messages/translator.ts';
import { displayWidth } from './display-width.ts';

/** Columns of the bar; with fewer free ones there is none. */
const WIDEST_BAR = 40;
const NARROWEST_BAR = 8;

/** @param columns that there are; a line that is too long for them all the same is cut where it is shown */
export function progressLine(status: TrainingStatus, columns: number, { t }: Translator): string {
  const { lastEpoch, underWay } = status;
  const { epochs } = status.settings;
  const text = [
    t('cli.progress.epoch', { epoch: status.epochs, epochs }),
    lastEpoch && t('cli.progress.perplexity', { perplexity: lastEpoch.perplexity.toPrecision(4) }),
    underWay &&
      t('cli.progress.underWay', {
        ...{ step: underWay.steps, steps: underWay.of },
        perplexity: underWay.perplexity.toPrecision(4),
      }),
    status.secondsPerEpoch > 0 && t('cli.progress.left', { time: clock(status.secondsLeft) }),
  ]
    .filter(Boolean)
    .join('  ');
  const free = Math.min(WIDEST_BAR, columns - displayWidth(text) - '[]  '.length);
  if (free < NARROWEST_BAR) return text;
  const done = Math.round((free * epochsDone(status)) / epochs);
  // ASCII: many terminals with a Chinese font draw block characters in two columns.
  return `[${'#'.repeat(done)}${'-'.repeat(free - done)}]  ${text}`;
}

/** @returns `0:07`, `12:30` or `1:02:03`; a dash for what is no time */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const all = Math.ceil(seconds);
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
