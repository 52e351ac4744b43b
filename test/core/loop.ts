/** What the training loop looks after, for a run whose settings stay as they are. */
import { trainingSettings, type TrainingSettings } from '../../src-main/contract/settings.ts';
import { cameTo } from '../../src-main/contract/training.ts';
import { Course } from '../../src-main/core/course.ts';
import { Schedule } from '../../src-main/core/schedule.ts';
import type { Watch } from '../../src-main/core/trainer.ts';

export function loopOf(
  settings: Partial<TrainingSettings>,
  watch: Partial<Watch> = {},
): { schedule: Schedule; watch: Watch } {
  const all = { ...trainingSettings.parse({}), ...settings };
  const schedule = new Schedule(all, []);
  const course = new Course();
  return {
    schedule,
    watch: {
      most: Infinity,
      learnt: (report) => course.add(cameTo(report)),
      end: () => course.end({ ...all, epochs: schedule.epochs }),
      isTimeOver: (seconds) => course.isTimeOver(all, seconds),
      ...watch,
    },
  };
}
