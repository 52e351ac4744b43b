/** The sentences in both languages, of which one is chosen by its key, its facts and how many things it counts. */
import { createInstance, type i18n } from 'i18next';
import * as en from './en.ts';
import * as zh from './zh.ts';

/** @returns one whose language is English until another is chosen */
export function createCatalogue(): i18n {
  const catalogue = createInstance();
  void catalogue.init({
    ...{ lng: 'en', fallbackLng: 'en' },
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false }, // nothing here is HTML, and Svelte escapes
    initAsync: false,
  });
  // Chinese has no plural, so that its sentence of one would never be chosen: but it may say something else of one alone.
  const plurals = catalogue.services.pluralResolver as { getSuffix: typeof suffixOf };
  plurals.getSuffix = suffixOf;
  return catalogue;
}

const suffixOf = (_language: string, count: number): '_one' | '_other' =>
  count === 1 ? '_one' : '_other';
