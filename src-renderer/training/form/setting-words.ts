/** The value of a setting in words, as its field would show it. */
import type { PresetSettings } from '../../../src-main/contract/runs/training-preset.ts';
import { exact } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import type { PresetField } from './chosen-settings.ts';

export function settingInWords(settings: PresetSettings, field: PresetField): string {
  switch (field) {
    case 'cell':
      return t(`settings.cell.${settings.cell}`);
    case 'activation':
      return t(`settings.activation.${settings.activation}`);
    case 'optimiser':
      return t(`settings.optimiser.${settings.optimiser}`);
    case 'schedule':
      return t(`settings.schedule.${settings.schedule}`);
    case 'clip':
      return t(`settings.clip.${settings.clip}`);
    case 'firstWeights':
      return t(`settings.firstWeights.${settings.firstWeights}`);
    case 'sampling':
      return t(`settings.sampling.${settings.sampling}`);
    case 'lineBreaks':
      return t(`settings.lineBreaks.${settings.lineBreaks}`);
    case 'heldOut':
      return t(`settings.heldOut.${settings.heldOut.by}`, settings.heldOut);
    case 'tied':
    case 'detach':
    case 'letExplode':
    case 'keepBest':
      return t(settings[field] ? 'form.on' : 'form.off');
    default:
      return exact(settings[field]);
  }
}
