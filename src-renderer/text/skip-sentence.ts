/** Why a file is no part of a corpus, and what can be done about it. */
import * as en from '../../resources/messages/en.ts';
import * as zh from '../../resources/messages/zh.ts';
import type { Skip } from '../../src-main/contract/corpus/kinds.ts';
import { translateReason } from '../../src-main/contract/errors.ts';
import { count } from './format.ts';
import { messages, passage, t } from './messages.svelte.ts';
import { wayOfLimit } from './sentences.ts';

const reasons = { en: en.reasons, zh: zh.reasons };

export function skipSentence(name: string, skip: Skip): string {
  if (skip.reason === 'kind') return t(`corpus.refused.${skip.kind}`, { name });
  if (skip.reason === 'large' || skip.reason === 'many') {
    const { reason, ...limit } = skip;
    const [shown] = Object.entries(limit).map(([field, most]) => ({ [field]: count(most) }));
    return passage(t(`corpus.skipped.${reason}`, { name, ...shown }), wayOfLimit(limit));
  }
  if (!('why' in skip)) return t(`corpus.skipped.${skip.reason}`, { name });
  const why = translateReason(skip.why, reasons[messages.language]);
  return t(`corpus.skipped.${skip.reason}`, { name, why });
}
