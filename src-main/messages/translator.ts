/** The product's sentences outside of the window: for the command line, the terminal and the native menu. */
import type { TFunction } from 'i18next';
import { createCatalogue } from '../../resources/messages/catalogue.ts';
import * as en from '../../resources/messages/en.ts';
import * as zh from '../../resources/messages/zh.ts';
import { nameIn, translateReason, type Failure } from '../contract/errors.ts';
import { matchLanguage, type Language } from '../contract/preferences.ts';

const reasons: Record<Language, Record<string, string>> = { en: en.reasons, zh: zh.reasons };

export interface Translator {
  readonly language: Language;
  readonly t: TFunction;
  /**
   * The sentence for an error.
   * @param label what the field in its parameters is called, where that is not its label on the screens
   */
  sentence(failure: Failure, label?: string): string;
  /** An English phrase that tells why, as errors and files that are left out carry one. */
  readonly reason: (phrase: string) => string;
}

export function createTranslator(language: Language): Translator {
  const t = createCatalogue().getFixedT(language);
  const reasonIn = (phrase: string): string => translateReason(phrase, reasons[language]);
  return {
    language,
    t,
    reason: reasonIn,
    sentence: (failure, label) => {
      const { code, params } = failure;
      const { field, reason, why, engine } = params;
      const name = nameIn(failure, language);
      return t(`errors.${code}`, {
        ...params,
        ...(name !== undefined && { name }),
        ...(typeof engine === 'string' && { engine: t(`train.${engine}`, engine) }),
        ...(typeof reason === 'string' && { reason: reasonIn(reason) }),
        ...(typeof why === 'string' && { why: reasonIn(why) }),
        // A field may have a sentence of its own for an error.
        ...(typeof field === 'string' && {
          label: label ?? t(`settings.${field}.label`, field),
          context: field,
        }),
      });
    },
  };
}

/** The language of the system, as its locale says. */
export const systemLanguage = (): Language =>
  matchLanguage([Intl.DateTimeFormat().resolvedOptions().locale]);
