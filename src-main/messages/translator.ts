/** The product's sentences outside of the window: for the command line, the terminal and the native menu. */
import { createInstance, type TFunction } from 'i18next';
import en from '../../resources/messages/en.json' with { type: 'json' };
import zh from '../../resources/messages/zh.json' with { type: 'json' };
import type { Failure } from '../contract/errors.ts';
import { matchLanguage, type Language } from '../contract/preferences.ts';

export interface Translator {
  readonly language: Language;
  readonly t: TFunction;
  /** The sentence for an error; a field in its parameters is called by its label. */
  sentence(failure: Failure): string;
}

export function createTranslator(language: Language): Translator {
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false }, // nothing here is HTML
    initAsync: false,
  });
  const { t } = i18n;
  return {
    language,
    t,
    sentence: ({ code, params }) => {
      const label =
        typeof params['field'] === 'string'
          ? t(`settings.${params['field']}.label`, params['field'])
          : '';
      return t(`errors.${code}`, { ...params, label });
    },
  };
}

/** The language of the system, as its locale says. */
export const systemLanguage = (): Language =>
  matchLanguage([Intl.DateTimeFormat().resolvedOptions().locale]);
