/** What the web host itself says in a browser, in both languages: which one the person reads is known only to the page that is not let in yet. */
import { createTranslator } from '../../messages/translator.ts';

const translators = [createTranslator('zh'), createTranslator('en')];

export type WebSentence =
  | 'notOurs'
  | 'needsCode'
  | 'codeUsed'
  | 'claimed'
  | 'onlyPages'
  | 'noBody'
  | 'noAddress'
  | 'notFound'
  | 'internal';

export const inBothLanguages = (name: WebSentence): string =>
  translators.map(({ t }) => `${t(`web.${name}`)}\n`).join('');
