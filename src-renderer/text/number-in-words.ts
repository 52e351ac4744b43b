/** The number of a setting to be read, not typed: of a text that is learned in full, nobody has to know that 0 means all. */
import type { NumericField } from '../../src-main/contract/settings.ts';
import { exact } from './format.ts';
import { t } from './messages.svelte.ts';

export const numberInWords = (field: NumericField, value: number): string =>
  field === 'maxCharacters' && value === 0 ? t('settings.maxCharacters.all') : exact(value);
