/** What is left of a run that broke off: never more than was put on disk. */
import type { TrainingStatus } from '../../src-main/contract/training.ts';
import { count, timeOfDay } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';

type Saved = Pick<TrainingStatus, 'modelId' | 'savedAt' | 'savedEpochs' | 'epochsBefore'>;

export function savedSentence({ modelId, savedAt, savedEpochs, epochsBefore }: Saved): string {
  if (modelId === null) return t('train.neverSaved');
  const epochs = savedAt === null ? epochsBefore : savedEpochs;
  if (epochs === 0) return t('train.savedBegun');
  const epoch = count(epochs);
  if (savedAt === null) return t('train.savedUpTo', { epoch });
  return t('train.savedUpToAt', { epoch, time: timeOfDay(savedAt) });
}

/** Whether it broke off since its process was lost, and with it what was not saved. */
export const isOfProcess = ({ failure }: Pick<TrainingStatus, 'failure'>): boolean =>
  failure?.code.startsWith('compute.') ?? false;
