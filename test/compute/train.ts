/** A run for tests and bench: its text on the way to a compute process, and the call that learns it right behind. */
import type { Calls } from '../../src-main/contract/api.ts';
import type {
  ComputeApi,
  TrainingJob,
  TrainingOutcome,
} from '../../src-main/contract/compute-api.ts';

let texts = 0;

export function train(
  calls: Calls<ComputeApi>,
  { ids, ...job }: Omit<TrainingJob, 'text'> & { ids: Int32Array },
): Promise<TrainingOutcome> {
  const text = `text ${++texts}`;
  calls.read({ text, length: ids.length, ids }).catch(() => {}); // `train` fails for the same reason
  return calls.train({ ...job, text });
}

export function score(
  calls: Calls<ComputeApi>,
  key: string,
  ids: Int32Array,
): Promise<{ perplexity: number }> {
  const text = `text ${++texts}`;
  calls.read({ text, length: ids.length, ids }).catch(() => {});
  return calls.score({ key, text });
}
