/** Makes the sentence of an error, in the person's language, with the facts of the case. */
import * as en from '../../resources/messages/en.ts';
import * as zh from '../../resources/messages/zh.ts';
import {
  nameIn,
  toFailure,
  translateReason,
  VerseloomError,
  type Failure,
} from '../../src-main/contract/errors.ts';
import { engineName } from '../../src-main/contract/engine.ts';
import { limitToRaise } from '../../src-main/contract/corpus/limits.ts';
import type { Language } from '../../src-main/contract/preferences.ts';
import { count, exact } from './format.ts';
import { messages, passage, t, type MessageKey, type MessageParams } from './messages.svelte.ts';

/** The names of fields that errors mention and that have a label. */
type LabelledField = MessageKey extends infer Key
  ? Key extends `settings.${infer Field}.label`
    ? Field
    : never
  : never;

const reasons: Record<Language, Record<string, string>> = { en: en.reasons, zh: zh.reasons };

export function sentence(error: unknown): string {
  return failureSentence(toFailure(error));
}

export function failureSentence(failure: Failure): string {
  const { code, params } = failure;
  const name = nameIn(failure, messages.language);
  return passage(
    t(`errors.${code}`, { ...shown(params), ...(name !== undefined && { name }) }),
    code.startsWith('corpus.') ? wayOfLimit(params) : '',
  );
}

/** @returns where more can be allowed, where a limit was too low */
export const wayOfLimit = (params: object): string =>
  limitToRaise(params) ? t('preferences.limits.way') : '';

/** Why a model cannot be opened, beside its name. */
export const damageSentence = (failure: Failure): string =>
  failure.code === 'model.damaged'
    ? t('models.damaged', shown(failure.params))
    : failureSentence(failure);

/** Params as they are read: numbers in the person's way of writing them, a field by its label, a reason in their language. */
function shown(params: Failure['params']): MessageParams {
  const texts: MessageParams = {};
  for (const [name, value] of Object.entries(params))
    texts[name] =
      typeof value !== 'number' ? value : Number.isInteger(value) ? count(value) : exact(value);
  const { field, engine } = params;
  for (const name of ['reason', 'why']) {
    const phrase = params[name];
    if (typeof phrase === 'string')
      texts[name] = translateReason(phrase, reasons[messages.language]);
  }
  if (field === 'clip' && params['suggested'] === 'norm')
    texts['suggested'] = t('settings.clip.norm');
  if (typeof engine === 'string') texts['engine'] = nameOfEngine(engine);
  if (typeof field !== 'string') return { label: t('settings.prefix.label'), ...texts }; // only prefixes come without a field
  // A field may have a sentence of its own for an error.
  return { ...texts, label: fieldLabel(field), context: field };
}

const nameOfEngine = (engine: string): string => {
  const { data } = engineName.safeParse(engine);
  return data ? t(`train.${data}`) : engine;
};

function fieldLabel(field: string): string {
  const key = `settings.${field as LabelledField}.label` as const;
  const label = t(key);
  return label === key ? field : label;
}

/** @returns the field that an error blames, where it names one. */
export function blamedField(error: unknown): string | undefined {
  if (!(error instanceof VerseloomError)) return undefined;
  const { field } = error.params;
  return typeof field === 'string' ? field : undefined;
}
