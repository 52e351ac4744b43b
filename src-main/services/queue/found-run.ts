/** What is left of a queued run after the product has ended in the middle of it. */
import { isDeepStrictEqual } from 'node:util';
import type { ModelInfo } from '../../contract/model.ts';
import type { QueueEntry } from '../../contract/runs/queue.ts';
import { isSenseless } from '../../contract/training.ts';
import type { Found } from './ended-entry.ts';

/**
 * @param models of the library
 * @returns the model of the run: the one that is remembered, or else one that was begun since then with the same settings
 */
export function foundRun(entry: QueueEntry, models: readonly ModelInfo[]): Found | undefined {
  const { modelId, startedAt } = entry;
  const model =
    modelId === null
      ? models.find((one) => startedAt !== null && one.createdAt >= startedAt && isOf(entry, one))
      : models.find(({ id }) => id === modelId);
  if (!model || model.damage !== null) return undefined;
  const { id, outcome, epochs, epochsWanted } = model;
  const isGood = !isSenseless(model.perplexity, model.vocabularySize);
  return {
    modelId: id,
    isDone: outcome !== 'stopped' || epochs >= epochsWanted,
    result: {
      ...{ outcome, epochs },
      perplexity: isGood ? model.perplexity : null,
      validationPerplexity: isGood ? model.validationPerplexity : null,
    },
  };
}

/** What the request leaves open, the run has chosen. */
const isOf = ({ request }: QueueEntry, { settings }: ModelInfo): boolean =>
  Object.entries(request.settings).every(([field, value]) =>
    isDeepStrictEqual(value, (settings as Record<string, unknown> | null)?.[field]),
  );
