/** What a storage may say no with, and for how long it is worth waiting then. */
import { toFailure, type Failure } from '../../../contract/errors.ts';

/** Seconds for which a run that cannot be saved is held in memory: the storage may come back. */
const HOLD = 10 * 60;
/** And where it is full, which seldom passes by itself. */
const HOLD_FULL = 30;

/** @returns undefined for a model that is not there, or was damaged: it is made anew. @throws VerseloomError `file.*` */
export async function readable<Read>(reading: Promise<Read>): Promise<Read | undefined> {
  try {
    return await reading;
  } catch (error) {
    const { code } = toFailure(error);
    if (code === 'file.notFound' || code.startsWith('model.')) return undefined;
    throw error;
  }
}

/** @returns whether a storage that says this may take what it is given by and by. @param waited milliseconds by now */
export function isWorthWaiting({ params }: Failure, waited: number): boolean {
  const isFull = ['ENOSPC', 'EDQUOT'].includes(String(params['errno']));
  return waited < (isFull ? HOLD_FULL : HOLD) * 1000;
}
