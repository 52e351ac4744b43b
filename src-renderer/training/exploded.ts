/** Whether the weights of a run have exploded although it was let go on: what it came to is to be looked at, and writes nothing. */
import { EXPLODED, type TrainingStatus } from '../../src-main/contract/training.ts';

export const hasExploded = ({
  lastEpoch,
  kept,
  vocabularySize,
}: Pick<TrainingStatus, 'lastEpoch' | 'kept' | 'vocabularySize'>): boolean =>
  lastEpoch !== null &&
  kept === null && // else it has the weights of an epoch before
  vocabularySize > 0 &&
  lastEpoch.perplexity > EXPLODED * vocabularySize;
