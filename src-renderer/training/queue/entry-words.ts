/** What a queued run is, in a few words: its corpus, and what of its settings is not the book's. */
import type { QueueEntry } from '../../../src-main/contract/runs/queue.ts';
import { defaultSettings, ranges, type NumericField } from '../../../src-main/contract/settings.ts';
import { exact } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';

/** @returns a setting by its symbol, or by its label where it has none */
export function settingName(field: string): string {
  if (!(field in ranges)) return field === 'sampling' ? t('settings.sampling.label') : field;
  const symbol = t(`settings.${field as NumericField}.symbol`);
  return symbol === '' ? t(`settings.${field as NumericField}.label`) : symbol;
}

export function valueWords(field: string, value: unknown): string {
  if (typeof value === 'number') return exact(value);
  if (field === 'sampling' && (value === 'random' || value === 'consecutive'))
    return t(`settings.sampling.${value}`);
  return String(value);
}

/** Told besides: how long it is to learn. */
const ALWAYS = ['epochs'];
const FIELDS = [...Object.keys(ranges), 'sampling'];

export function entryFacts({ request }: Pick<QueueEntry, 'request'>): string[] {
  const { settings } = request;
  return FIELDS.flatMap((field) => {
    const value = settings[field] ?? defaultSettings[field as NumericField];
    return value === defaultSettings[field as NumericField] && !ALWAYS.includes(field)
      ? []
      : [`${settingName(field)} ${valueWords(field, value)}`];
  });
}
