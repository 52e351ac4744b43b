/** The words for the parts of names that the product gives, out of the catalogue. */
import type { NameWords, NameWordsOf } from '../contract/names/model-name.ts';
import { createTranslator, type Translator } from './translator.ts';

export const nameWords = ({ t, language }: Pick<Translator, 't' | 'language'>): NameWords => ({
  setting: (name, value) => {
    if (name === 'maxCharacters' && value === 0) return t('models.named.wholeText');
    if (name === 'firstWeights' && value === 'wide') return t('models.named.wideEmbedding');
    return t(`models.named.${name}`, { value: valueIn(t, name, value) });
  },
  heldOut: (heldOut) => t(`models.named.heldOut.${heldOut.by}`, heldOut),
  base: (name) => t(`models.named.base.${name}`),
  parent: t('models.named.parent'),
  epochs: (count) => t('models.named.epochs', { count }),
  severalFiles: (name, count) => {
    const others = new Intl.NumberFormat(language).format(count);
    return t('corpus.severalFiles', { name, count, others });
  },
});

/** Settings whose values have words of their own. */
const WORDS: readonly string[] = [
  'cell',
  'activation',
  'optimiser',
  'schedule',
  'clip',
  'firstWeights',
];

/** Those whose words are no names: they have a small letter in the middle of a line. */
const PLAIN_WORDS: readonly string[] = ['schedule', 'clip', 'firstWeights'];

function valueIn(
  t: Translator['t'],
  name: Parameters<NameWords['setting']>[0],
  value: number | string | boolean,
): number | string | boolean {
  if (name === 'sampling') return t(`models.named.${value}`);
  if (typeof value !== 'string' || !WORDS.includes(name)) return value;
  const word = t(`settings.${name}.${value}` as 'settings.cell.rnn');
  return PLAIN_WORDS.includes(name) ? word.charAt(0).toLowerCase() + word.slice(1) : word;
}

export const nameWordsOf = (): NameWordsOf => ({
  zh: nameWords(createTranslator('zh')),
  en: nameWords(createTranslator('en')),
});
