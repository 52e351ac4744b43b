/** The sentences of the screens in the language of the moment; what is shown through `t` follows a change at once. */
import type { TFunction } from 'i18next';
import type { Language } from '../../src-main/contract/preferences.ts';
import { createCatalogue } from '../../resources/messages/catalogue.ts';
import type * as en from '../../resources/messages/en.ts';

type Single<Key extends string> = Key extends `${infer Stem}_${'one' | 'other'}` ? Stem : Key;
type Leaves<Tree, Path extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? `${Path}${Single<Key>}`
    : Leaves<Tree[Key], `${Path}${Key}.`>;
}[keyof Tree & string];

/** The path of a message, without its plural ending. */
export type MessageKey = Leaves<typeof en>;
export type MessageParams = Record<string, string | number>;

const catalogue = createCatalogue();

class Messages {
  language = $state<Language>('en');
  readonly translate: TFunction = $derived(catalogue.getFixedT(this.language));

  /** In a language that need not be the one of the screens. */
  in(language: Language, key: MessageKey): string {
    return catalogue.getFixedT(language)(key);
  }
}

/** The one instance: a language is a matter of the whole window. */
export const messages = new Messages();

export function t(key: MessageKey, params: MessageParams = {}): string {
  return messages.translate(key, params);
}

/** Sentences one after another, without the empty ones; Chinese has no space between them. */
export const passage = (...sentences: readonly string[]): string =>
  sentences.filter((one) => one !== '').join(messages.language === 'zh' ? '' : ' ');

/** Facts of one sentence, without the empty ones. */
export const listed = (...facts: readonly string[]): string =>
  facts.filter((one) => one !== '').join(t('app.punctuation.between'));

/** Things of one kind, one after another. */
export const several = (things: readonly string[]): string =>
  things.join(t('app.punctuation.several'));

/** What is said of something, after its name. */
export const saidOf = (subject: string, text: string): string =>
  t('app.punctuation.said', { subject, text });

/** What is remarked besides, as a sentence of its own. */
export const aside = (text: string): string => t('app.punctuation.aside', { text });
