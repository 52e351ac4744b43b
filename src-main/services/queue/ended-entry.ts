/** What an entry of the queue is once its run has ended, broken off, or was found after a crash. */
import type { Failure } from '../../contract/errors.ts';
import type { QueueEntry } from '../../contract/runs/queue.ts';
import { hasExploded, type TrainingStatus } from '../../contract/training.ts';

/** A run that breaks off with its process is tried once more. */
const ATTEMPTS = 2;

/** What waits once more: with its model, it is gone on with. */
export const againAs = (modelId: string | null) => (modelId === null ? 'waiting' : 'interrupted');

/** A run that has broken off with its process: it is tried once more. */
export function brokenOff(
  entry: QueueEntry,
  modelId: string | null,
  failure: Failure | null,
): Partial<QueueEntry> {
  const attempts = entry.attempts + 1;
  const state = attempts < ATTEMPTS ? againAs(modelId) : 'skipped';
  return { state, attempts, modelId, failure };
}

export function resultOf(
  status: Pick<TrainingStatus, 'lastEpoch' | 'epochs' | 'kept' | 'vocabularySize'>,
  outcome: 'finished' | 'stopped' | 'diverged',
): NonNullable<QueueEntry['result']> {
  const { lastEpoch, epochs } = status;
  // One that was let explode may have finished.
  const isGood = outcome !== 'diverged' && !hasExploded(status);
  return {
    ...{ outcome, epochs },
    perplexity: isGood ? (lastEpoch?.perplexity ?? null) : null,
    validationPerplexity: isGood ? (lastEpoch?.validationPerplexity ?? null) : null,
  };
}

/** A run's model after a crash. */
export interface Found {
  readonly modelId: string;
  readonly isDone: boolean;
  readonly result: NonNullable<QueueEntry['result']>;
}

/** What an entry is whose run was under way when the product ended. */
export function afterCrash(entry: QueueEntry, found: Found | undefined): QueueEntry {
  if (!found) return { ...entry, state: 'waiting', modelId: null };
  const { modelId, isDone, result } = found;
  return isDone
    ? { ...entry, state: 'done', modelId, result }
    : { ...entry, state: 'interrupted', modelId };
}
