/** The words for the parts of a model's name, out of the catalogue. */
import type { NameWords, NameWordsOf } from '../contract/model-name.ts';
import { createTranslator, type Translator } from './translator.ts';

export const nameWords = ({ t }: Pick<Translator, 't'>): NameWords => ({
  setting: (name, value) =>
    t(
      name === 'maxCharacters' && value === 0 ? 'models.named.wholeText' : `models.named.${name}`,
      name === 'sampling' ? { value: t(`models.named.${value}`) } : { value },
    ),
  heldOut: (heldOut) => t(`models.named.heldOut.${heldOut.by}`, heldOut),
  parent: t('models.named.parent'),
  epochs: (count) => t('models.named.epochs', { count }),
});

export const nameWordsOf = (): NameWordsOf => ({
  zh: nameWords(createTranslator('zh')),
  en: nameWords(createTranslator('en')),
});
