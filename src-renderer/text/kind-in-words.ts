/** What kind of network a run has, in words. */
import type { TrainingSettings } from '../../src-main/contract/settings.ts';
import { listed, t } from './messages.svelte.ts';

/** @returns the cell, and what of it is not as usual: “GRU”, “RNN, ReLU” */
export const kindInWords = ({
  cell,
  activation,
}: Pick<TrainingSettings, 'cell' | 'activation'>): string =>
  activation === 'tanh'
    ? t(`settings.cell.${cell}`)
    : listed(t(`settings.cell.${cell}`), t(`settings.activation.${activation}`));
