/** Changes of a run's settings while it goes on. */
import { VerseloomError } from '../../contract/errors.ts';
import {
  moreEpochsRange,
  parseSettings,
  trainingSettings,
  type Changing,
} from '../../contract/settings.ts';
import { MAX_CHANGES, type SettingsChange } from '../../contract/training.ts';
import type { Run } from './run.ts';

/** What a person wants changed. */
export interface ChangeRequest {
  readonly learningRate?: number | undefined;
  readonly clippingThreshold?: number | undefined;
  readonly predPeriod?: number | undefined;
  /** Epochs to make beyond those that are wanted by now. */
  readonly moreEpochs?: number | undefined;
}

/**
 * @returns what is to be changed
 * @throws VerseloomError `settings.*`, with the field at fault
 */
export function settingsFor(run: Run, { moreEpochs, ...others }: ChangeRequest): Partial<Changing> {
  const { settings } = run.prepared;
  if (run.changes.length >= MAX_CHANGES)
    throw new VerseloomError('settings.tooManyChanges', { max: MAX_CHANGES });
  const changed: Partial<Changing> = Object.fromEntries(
    Object.entries(others).filter(([, value]) => value !== undefined),
  );
  if (moreEpochs !== undefined) {
    const { min, max } = moreEpochsRange(settings.epochs);
    if (moreEpochs < min || moreEpochs > max)
      throw new VerseloomError('settings.outOfRange', {
        ...{ field: 'moreEpochs', value: moreEpochs, min, max },
      });
    changed.epochs = settings.epochs + moreEpochs;
  }
  parseSettings({ ...settings, ...changed }, trainingSettings);
  return changed;
}

/** Keeps in mind what the compute process does from now on. */
export function noteChange(
  run: Run,
  { changes, settings }: { changes: readonly SettingsChange[]; settings: Changing },
): void {
  run.changes = changes;
  run.prepared = { ...run.prepared, settings: { ...run.prepared.settings, ...settings } };
}
