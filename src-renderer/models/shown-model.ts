/** What a model is as the screens show it: with why it cannot be opened, and the run that goes on with it. */
import { errorCode } from '../../src-main/contract/errors.ts';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';
import type { TrainingRun } from '../run/training-run.svelte.ts';
import { damageSentence } from '../text/sentences.ts';
import type { ShownModel } from './list/model-list.ts';

export function describe(model: RunInfo, run: TrainingRun): ShownModel {
  const { damage, name } = model;
  const code = damage && (errorCode.safeParse(damage.code).data ?? 'model.damaged');
  return {
    model,
    damage:
      damage && code ? damageSentence({ code, params: { name, ...damage.params } }) : undefined,
    run: run.active && run.status.modelId === model.id ? run.status.state : undefined,
  };
}
