/** What a terminal is told of the end of a run: what it waits for, and what is left of one that is broken off. */
import type { TrainingStatus } from '../contract/training.ts';
import type { Translator } from './translator.ts';

/** @returns why a stop takes a while, and how not to wait; undefined where it does not wait for a step */
export function waitSentence(
  { waiting }: Pick<TrainingStatus, 'waiting'>,
  { t, language }: Translator,
): string | undefined {
  if (waiting?.for !== 'stop') return undefined;
  const { secondsPerStep } = waiting;
  if (secondsPerStep < 1) return t('train.ending.waiting'); // not known, or not what takes so long
  const count = Number(secondsPerStep.toPrecision(2));
  return t('train.ending.waitingForStep', { count, seconds: count.toLocaleString(language) });
}

/** @param path of the model. @returns when it was saved, and how far it had come by then; or that it was not */
export function lastSaveSentence(
  { savedAt, savedEpochs: epochs }: Pick<TrainingStatus, 'savedAt' | 'savedEpochs'>,
  path: string,
  { t, language }: Translator,
): string {
  if (savedAt === null) return t('train.ending.neverSaved');
  return t('train.ending.lastSave', {
    path,
    time: new Date(savedAt).toLocaleTimeString(language),
    epochs,
  });
}
