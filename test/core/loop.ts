/** What the training loop looks after, for a run whose settings stay as they are. */
import { trainingSettings, type TrainingSettings } from '../../src-main/contract/settings.ts';
import { cameTo } from '../../src-main/contract/training.ts';
import { Course } from '../../src-main/core/course.ts';
import { SettingsByEpoch } from '../../src-main/core/settings-by-epoch.ts';
import type { Watch } from '../../src-main/core/trainer.ts';

export function loopOf(
  settings: Partial<TrainingSettings>,
  watch: Partial<Watch> = {},
): { byEpoch: SettingsByEpoch; watch: Watch } {
  const all = { ...trainingSettings.parse({}), ...settings };
  const byEpoch = new SettingsByEpoch(all, []);
  const course = new Course();
  return {
    byEpoch,
    watch: {
      most: Infinity,
      learnt: (report) => course.add(cameTo(report)),
      end: () => course.end({ ...all, epochs: byEpoch.epochs }),
      isTimeOver: (seconds) => course.isTimeOver(all, seconds),
      ...watch,
    },
  };
}
