/** Whether a run is far slower than its engine was measured to be. */
import type { Run } from './run.ts';

/** A step that takes so many times what was measured is far slower; the first epochs tell, as many and as long as this. */
const FAR_SLOWER = 2;
const FIRST_EPOCHS = 3;
const FIRST_SECONDS = 10;

/**
 * Once, from the first epochs: what was measured was not so, or is not so any more.
 * @returns whether it was noted, and so is told
 */
export function noteSlowness(run: Run): boolean {
  const { secondsPerStep, prepared, epochs, epochsBefore } = run;
  if (secondsPerStep === undefined) return false;
  const own = epochs.slice(epochsBefore);
  const seconds = own.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const isEnough = own.length >= FIRST_EPOCHS || seconds >= FIRST_SECONDS;
  if (own.length === 0 || !isEnough) return false;
  run.secondsPerStep = undefined; // it is judged
  const { batchSize, timeSteps } = prepared.settings;
  const steps = (own.length * prepared.predictionsPerEpoch) / (batchSize * timeSteps);
  const slowdown = seconds / steps / secondsPerStep;
  if (slowdown < FAR_SLOWER) return false;
  run.slowdown = slowdown;
  return true;
}
