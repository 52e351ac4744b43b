/** The settings of a run as facts to read, in the order of the form. */
import {
  isAsked,
  ranges,
  type NumericField,
  type TrainingSettings,
} from '../../src-main/contract/settings.ts';
import { NOTHING } from '../text/format.ts';
import { kindInWords } from '../text/kind-in-words.ts';
import { numberInWords } from '../text/number-in-words.ts';
import { t } from '../text/messages.svelte.ts';

/** @returns where the weights began, with what it is of */
export const firstWeightsInWords = ({
  firstWeights,
}: Pick<TrainingSettings, 'firstWeights'>): string =>
  `${t('settings.firstWeights.label')} ${t(`settings.firstWeights.${firstWeights}`)}`;

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export const settingsFacts = (settings: TrainingSettings): Fact[] => [
  { name: t('settings.cell.label'), value: kindInWords(settings) },
  ...(['optimiser', 'schedule', 'clip', 'firstWeights'] as const).map((field) => ({
    name: t(`settings.${field}.label`),
    value: t(`settings.${field}.${settings[field]}` as 'settings.optimiser.sgd'),
  })),
  ...(Object.keys(ranges) as NumericField[]).map((field) => ({
    name: t(`settings.${field}.label`),
    value: isAsked(field, settings) ? numberInWords(field, settings[field]) : NOTHING,
  })),
  { name: t('settings.sampling.label'), value: t(`settings.sampling.${settings.sampling}`) },
  { name: t('settings.lineBreaks.label'), value: t(`settings.lineBreaks.${settings.lineBreaks}`) },
  {
    name: t('settings.heldOut.label'),
    value: t(`settings.heldOut.${settings.heldOut.by}`, settings.heldOut),
  },
  ...(['tied', 'detach', 'letExplode', 'keepBest'] as const).map((field) => ({
    name: t(`settings.${field}.label`),
    value: isAsked(field, settings) ? t(settings[field] ? 'runs.yes' : 'runs.no') : NOTHING,
  })),
  { name: t('settings.prefixes.label'), value: settings.prefixes.join(' · ') || NOTHING },
];
