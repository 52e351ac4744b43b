/** What a run is asked for takes hold between two steps; where the step under way takes long, the run says what waits for it. */
import type { TrainingStatus } from '../../contract/training.ts';
import { secondsPerStep, type Run } from './run.ts';

export type Wait = NonNullable<TrainingStatus['waiting']>['for'];

/** Nobody takes less for a wait. */
const UNSAID_MS = 1000;

/**
 * @param done what is waited for
 * @param tell that the run has changed
 */
export async function whileWaiting<Result>(
  run: Run,
  what: Wait,
  done: Promise<Result>,
  tell: () => void,
): Promise<Result> {
  const say = setTimeout(() => {
    run.waiting = { for: what, secondsPerStep: secondsPerStep(run) };
    tell();
  }, UNSAID_MS);
  try {
    return await done;
  } finally {
    clearTimeout(say);
    if (run.waiting?.for === what) {
      run.waiting = null;
      tell();
    }
  }
}
