/** What a queued run is, in a few words: what of its settings is not the book's. */
import {
  clippings,
  optimiserNames,
  schedules,
} from '../../../src-main/contract/optimisers/optimisers.ts';
import { activations, cellNames } from '../../../src-main/contract/architecture.ts';
import { heldOut, readHeldOut } from '../../../src-main/contract/held-out.ts';
import { engineName } from '../../../src-main/contract/engine.ts';
import type { QueueEntry } from '../../../src-main/contract/runs/queue.ts';
import {
  defaultSettings,
  firstWeights,
  isFree,
  ranges,
  type NumericField,
  type TrainingSettings,
} from '../../../src-main/contract/settings.ts';
import { exact } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import { numberInWords } from '../../text/number-in-words.ts';
import { isChoice } from './sweep-plan.ts';

/** @returns a setting by its symbol, or by its label where it has none */
export function settingName(field: string): string {
  if (isChoice(field) || field === 'heldOut') return t(`settings.${field}.label`);
  if (!(field in ranges)) return field;
  const symbol = t(`settings.${field as NumericField}.symbol`);
  return symbol === '' ? t(`settings.${field as NumericField}.label`) : symbol;
}

/** @param value as it was swept */
export function valueWords(field: string, value: unknown): string {
  if (typeof value === 'number')
    return field in ranges ? numberInWords(field as NumericField, value) : exact(value);
  if (field === 'sampling' && (value === 'random' || value === 'consecutive'))
    return t(`settings.sampling.${value}`);
  if (field === 'lineBreaks' && (value === 'space' || value === 'own'))
    return t(`settings.lineBreaks.${value}`);
  if (field === 'keepBest' && (value === 'on' || value === 'off')) return t(`form.${value}`);
  if (field === 'heldOut') {
    const held = heldOut.safeParse(readHeldOut(String(value))).data;
    return held ? t(`settings.heldOut.${held.by}`, held) : String(value);
  }
  if (field === 'optimiser' && isOneOf(optimiserNames, value))
    return t(`settings.optimiser.${value}`);
  if (field === 'schedule' && isOneOf(schedules, value)) return t(`settings.schedule.${value}`);
  if (field === 'clip' && isOneOf(clippings, value)) return t(`settings.clip.${value}`);
  if (field === 'firstWeights' && isOneOf(firstWeights, value))
    return t(`settings.firstWeights.${value}`);
  if (field === 'cell' && isOneOf(cellNames, value)) return t(`settings.cell.${value}`);
  if (field === 'activation' && isOneOf(activations, value))
    return t(`settings.activation.${value}`);
  const engine = engineName.safeParse(value);
  return engine.success ? t(`train.${engine.data}`) : String(value);
}

const isOneOf = <T extends string>(all: readonly T[], value: unknown): value is T =>
  all.some((one) => one === value);

/** Told besides: how long it is to learn. */
const ALWAYS = ['epochs'];

const isAsBook = (field: keyof TrainingSettings, value: unknown): boolean =>
  JSON.stringify(value) === JSON.stringify(defaultSettings[field]);

export function entryFacts({ request }: Pick<QueueEntry, 'request'>): string[] {
  const settings = { ...defaultSettings, ...request.settings };
  const { cell, activation, optimiser, schedule, clip, sampling, lineBreaks, heldOut } = settings;
  const choices = {
    cell: t(`settings.cell.${cell}`),
    activation: t(`settings.activation.${activation}`),
    optimiser: t(`settings.optimiser.${optimiser}`),
    schedule: t(`settings.schedule.${schedule}`),
    clip: t(`settings.clip.${clip}`),
    firstWeights: t(`settings.firstWeights.${settings.firstWeights}`),
    sampling: t(`settings.sampling.${sampling}`),
    lineBreaks: t(`settings.lineBreaks.${lineBreaks}`),
    heldOut: t(`settings.heldOut.${heldOut.by}`, heldOut),
  };
  return [
    ...(Object.keys(ranges) as NumericField[]).flatMap((field) =>
      (isAsBook(field, settings[field]) && !ALWAYS.includes(field)) || !isFree(field, settings)
        ? []
        : [`${settingName(field)} ${numberInWords(field, settings[field])}`],
    ),
    ...(Object.keys(choices) as (keyof typeof choices)[]).flatMap((field) =>
      isAsBook(field, settings[field])
        ? []
        : [t('runs.fact', { label: t(`settings.${field}.label`), value: choices[field] })],
    ),
    ...(['tied', 'letExplode', 'keepBest'] as const).flatMap((field) =>
      settings[field] ? [t(`settings.${field}.label`)] : [],
    ),
    ...(settings.detach
      ? []
      : [t('runs.fact', { label: t('settings.detach.label'), value: t('form.off') })]),
  ];
}
