/** The bar on the taskbar or dock, as `setProgressBar` takes it. */
import type { BrowserWindow } from 'electron';
import { isResting, type TrainingStatus } from '../../contract/training.ts';

type ProgressBar = Parameters<BrowserWindow['setProgressBar']>;

const NONE = -1;
/** Anything above 1 is a bar that moves without a share. */
const BUSY = 2;

export function progressBar({
  state,
  epochs,
  settings,
}: Pick<TrainingStatus, 'state' | 'epochs' | 'settings'>): ProgressBar {
  if (isResting(state)) return [NONE];
  if (state === 'preparing') return [BUSY];
  return [epochs / settings.epochs, { mode: state === 'paused' ? 'paused' : 'normal' }];
}
