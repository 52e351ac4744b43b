/** What is wrong with settings, as the host would say it. */
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { parseSettings, type TrainingSettings } from '../../../src-main/contract/settings.ts';

/** Patience is nothing without a part that is held out. */
export const refusePatience = ({
  patience,
  heldOut,
}: TrainingSettings): VerseloomError | undefined =>
  refuse({ patience, ...(heldOut.by !== 'none' && { heldOut: { by: 'last', percent: 10 } }) });

/** @returns why the settings cannot be, which may be some alone; undefined where they can */
export function refuse(settings: unknown): VerseloomError | undefined {
  try {
    parseSettings(settings);
    return undefined;
  } catch (error) {
    if (error instanceof VerseloomError) return error;
    throw error;
  }
}
