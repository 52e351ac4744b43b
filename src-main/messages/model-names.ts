/** The words for the parts of names that the product gives, out of the catalogue. */
import type { NameWords, NameWordsOf } from '../contract/model-name.ts';
import { createTranslator, type Translator } from './translator.ts';

export const nameWords = ({ t, language }: Pick<Translator, 't' | 'language'>): NameWords => ({
  setting: (name, value) =>
    t(
      name === 'maxCharacters' && value === 0 ? 'models.named.wholeText' : `models.named.${name}`,
      name === 'sampling' ? { value: t(`models.named.${value}`) } : { value },
    ),
  heldOut: (heldOut) => t(`models.named.heldOut.${heldOut.by}`, heldOut),
  parent: t('models.named.parent'),
  epochs: (count) => t('models.named.epochs', { count }),
  severalFiles: (name, count) => {
    const others = new Intl.NumberFormat(language).format(count);
    return t('corpus.severalFiles', { name, count, others });
  },
});

export const nameWordsOf = (): NameWordsOf => ({
  zh: nameWords(createTranslator('zh')),
  en: nameWords(createTranslator('en')),
});
