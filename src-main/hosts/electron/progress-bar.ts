/** The bar on the taskbar or dock, as `setProgressBar` takes it. */
import type { BrowserWindow } from 'electron';
import { epochsDone, isResting, type TrainingStatus } from '../../contract/training.ts';

type ProgressBar = Parameters<BrowserWindow['setProgressBar']>;

const NONE = -1;
/** Anything above 1 is a bar that moves without a share. */
const BUSY = 2;

export function progressBar(
  status: Pick<TrainingStatus, 'state' | 'epochs' | 'underWay' | 'settings'>,
): ProgressBar {
  const { state, settings } = status;
  if (isResting(state)) return [NONE];
  if (state === 'preparing') return [BUSY];
  return [epochsDone(status) / settings.epochs, { mode: state === 'paused' ? 'paused' : 'normal' }];
}
