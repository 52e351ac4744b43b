/** What counting alone reaches on what a run holds out, and what that means, in sentences. */
import type { Language } from '../contract/preferences.ts';
import { countedPerplexity, type Counting, type TrainingStatus } from '../contract/training.ts';
import { perplexityFigure } from './numbers.ts';

/** Whatever makes a sentence. */
interface Speaker {
  readonly language: Language;
  readonly t: (key: string, params: Record<string, string | number>) => string;
}

const figure = (perplexity: number, language: Language): string =>
  perplexityFigure(perplexity, language, perplexity < 10 ? 2 : perplexity < 100 ? 1 : 0);

const factsOf = (found: Counting, language: Language) => ({
  perplexity: figure(countedPerplexity(found), language),
  order: found.perplexities.length,
  perplexities: found.perplexities
    .map((perplexity) => figure(perplexity, language))
    .join(language === 'zh' ? '、' : ', '),
});

/** @returns the figures alone, for a table */
export const countedInShort = (found: Counting, { t, language }: Speaker): string =>
  t('counting.short', factsOf(found, language));

/** @returns the lowest perplexity of an epoch on what is held out; null where nothing was read */
export const heldOutBest = ({ best, lastEpoch }: TrainingStatus): number | null =>
  lastEpoch === null || lastEpoch.validationPerplexity === null ? null : (best?.perplexity ?? null);

/** @param best of the run, on what is held out; null while there is none */
export function countingSentences(
  found: Counting,
  best: number | null,
  { t, language }: Speaker,
): string[] {
  const { characters } = found;
  const facts = factsOf(found, language);
  const counted = { count: characters, characters: characters.toLocaleString(language) };
  return [
    t('counting.meaning', { ...facts, ...counted }),
    t('counting.orders', facts),
    ...(best === null
      ? []
      : [
          t(`counting.${best < countedPerplexity(found) ? 'below' : 'above'}`, {
            best: figure(best, language),
          }),
        ]),
  ];
}
