/** Settings that a person asked for and that no run has a part for: who writes `--weight-decay` would believe that there is one. */
import { ownSettings } from '../../../contract/optimisers/optimisers.ts';
import { isUsed, type TrainingSettings } from '../../../contract/settings.ts';
import type { Translator } from '../../../messages/translator.ts';
import { settingFlags } from '../arguments/flags.ts';

const fields = [...ownSettings, 'clippingThreshold'] as const;

/**
 * @param asked the settings that were named
 * @param runs what each of the runs has
 * @returns a sentence for each that none of them uses
 */
export function unusedNotices(
  asked: readonly string[],
  runs: readonly TrainingSettings[],
  { t }: Translator,
): string[] {
  return fields
    .filter((field) => asked.includes(field) && !runs.some((run) => isUsed(field, run)))
    .map((field) => t(`optimiser.unused.${field}`, { flag: settingFlags[field] }));
}
