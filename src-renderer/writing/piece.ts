/** What a model has written, as a draft keeps it and says it. */
import type { DraftPiece } from '../../src-main/contract/writing/draft.ts';
import { exact } from '../text/format.ts';
import { listed, saidOf, t } from '../text/messages.svelte.ts';
import type { HowNumber } from './how.svelte.ts';
import { textOf, type Reading } from './offering.svelte.ts';

export const pieceOf = (reading: Reading): DraftPiece => ({
  id: reading.id,
  at: new Date().toISOString(),
  modelId: reading.model.id,
  modelName: reading.model.name,
  prefix: reading.prefix,
  text: textOf(reading),
  settings: { ...reading.numbers },
});

/** Of what was written elsewhere. */
export const newPiece = (piece: Omit<DraftPiece, 'id' | 'at'>): DraftPiece => ({
  ...piece,
  id: crypto.randomUUID(),
  at: new Date().toISOString(),
});

const said = ['temperature', 'topK', 'topP', 'repetition', 'seed'] as const satisfies HowNumber[];

/** With what it was written, in a line. */
export function pieceSaid({ modelName, settings, taken, chosen }: DraftPiece): string {
  if (taken) return listed(t('write.taken', { model: modelName }), taken.line);
  const facts = said.flatMap((name) => {
    const value = settings[name];
    return typeof value === 'number' ? [saidOf(t(`write.${name}`), exact(value))] : [];
  });
  const how = settings['temperature'] === 0 ? [t('write.greedy')] : facts;
  return listed(modelName, ...how, chosen ? t('write.words.next.chosen') : '');
}
