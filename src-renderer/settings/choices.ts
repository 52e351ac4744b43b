/** The languages, appearances and engines that can be chosen, as they are called; the screen and the palette offer the same. */
import type { EngineChoice, EngineName } from '../../src-main/contract/engine.ts';
import type { Preferences } from '../../src-main/contract/preferences.ts';
import { t } from '../text/messages.svelte.ts';

export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  /** The language of the label, where it is not that of the screens. */
  readonly lang?: string;
}

export const languageChoices = (): readonly Choice<Preferences['language']>[] => [
  { value: 'system', label: t('app.system') },
  { value: 'zh', label: '中文', lang: 'zh' },
  { value: 'en', label: 'English', lang: 'en' },
];

export const themeChoices = (): readonly Choice<Preferences['theme']>[] => [
  { value: 'system', label: t('app.system') },
  { value: 'light', label: t('app.light') },
  { value: 'dark', label: t('app.dark') },
];

/** @param names of those that are to be named: see `Machine` */
export const engineChoices = (names: readonly EngineName[]): readonly Choice<EngineChoice>[] => [
  { value: 'auto', label: t('train.engineAuto') },
  ...names.map((value) => ({ value, label: t(`train.${value}`) })),
];
