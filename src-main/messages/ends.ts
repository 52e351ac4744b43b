/** How a run has ended, by what, and what its model has by heart, in sentences. */
import type { Language } from '../contract/preferences.ts';
import {
  copies,
  keptFromBefore,
  verbatimShare,
  type TrainingStatus,
  type Verbatim,
} from '../contract/training.ts';
import { passageKey } from '../contract/writing/copied-units.ts';
import { exact } from './numbers.ts';

/** Whatever makes a sentence: the program's translator, or the screens'. */
interface Speaker {
  readonly language: Language;
  readonly t: (key: string, params: Record<string, string | number>) => string;
}

function factsOf(
  found: Verbatim,
  { t, language }: Speaker,
): Record<string, string> & { what: string } {
  const percent = (share: number | null): string =>
    (share ?? 0).toLocaleString(language, { style: 'percent', maximumFractionDigits: 0 });
  const of = ({ units, copied }: Verbatim['greedy']): string =>
    units === 0 ? t('ends.heart.noUnits', {}) : percent(copied / units);
  return {
    ...{ share: percent(verbatimShare(found)), greedy: of(found.greedy) },
    ...{ tempered: of(found.tempered), temperature: found.temperature.toLocaleString(language) },
    what: t(passageKey(found), { shortest: found.shortest.toLocaleString(language) }),
  };
}

/** @returns the shares alone, for a table */
export const byHeart = (found: Verbatim, { t, language }: Speaker): string =>
  t('ends.heart.short', factsOf(found, { t, language }));

/** @returns what the share means, and how it comes about */
export function byHeartSentences(found: Verbatim, { t, language }: Speaker): [string, string] {
  const facts = factsOf(found, { t, language });
  return [t(`ends.heart.${copies(found)}`, facts), t('ends.heart.parts', facts)];
}

type Ended = Pick<
  TrainingStatus,
  'endedBy' | 'kept' | 'epochs' | 'settings' | 'state' | 'failure' | 'epochsBefore'
>;

/**
 * @returns by what a run that finished has ended, and which weights its model has where these are not the last; of one that diverged, what
 * it has from before it was gone on with
 */
export function endSentences(ended: Ended, { t, language }: Speaker): string[] {
  const { endedBy, kept, epochs, settings } = ended;
  if (!endedBy) {
    const before = keptFromBefore(ended);
    if (before === null) return [];
    return [before > 0 ? t('ends.keptBefore', { epoch: before }) : t('ends.keptFirst', {})];
  }
  const until = {
    epochs: settings.epochs,
    perplexity: settings.untilPerplexity,
    time: settings.untilSeconds,
    patience: settings.patience,
  }[endedBy];
  const number = (value: number): string => value.toLocaleString(language);
  const by = t(`ends.sentence.${endedBy}`, {
    ...{ count: endedBy === 'time' ? epochs : until, until: exact(until, language) },
    ...{ epoch: number(epochs), epochs: number(epochs) },
  });
  return [by, ...(kept === null ? [] : [t('ends.kept', { epoch: number(kept) })])];
}
