/** What a model is as the screens show it, and what is done with it when its menu asks for it. */
import { tick } from 'svelte';
import { errorCode } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import type { Exporting } from '../library/exporting.svelte.ts';
import type { TrainingRun } from '../run/training-run.svelte.ts';
import type { Errands } from '../state/errands.ts';
import { damageSentence } from '../text/sentences.ts';
import type { Place } from './browsing.svelte.ts';
import type { ShownModel } from './list/model-list.ts';
import type { ModelDeed } from './model-menu.ts';
import type { ModelsScreen } from './models-screen.ts';

export function describe(model: ModelInfo, run: TrainingRun): ShownModel {
  const { damage, name } = model;
  const code = damage && (errorCode.safeParse(damage.code).data ?? 'model.damaged');
  return {
    model,
    damage:
      damage && code ? damageSentence({ code, params: { name, ...damage.params } }) : undefined,
    run: run.active && run.status.modelId === model.id ? run.status.state : undefined,
  };
}

interface Around {
  readonly screen: ModelsScreen;
  readonly errands: Errands;
  readonly exporting: Exporting;
}

/** @param place where the menu is, and a name is edited */
export function obeyDeed(
  deed: ModelDeed,
  model: ModelInfo,
  place: Place,
  { screen, errands, exporting }: Around,
): void {
  const { actions, browsing } = screen;
  const deeds: Record<ModelDeed, () => unknown> = {
    write: () => errands.writeWith(model.id),
    goOn: () => errands.askToGoOn(model),
    newRun: () => errands.trainFrom(model),
    takeBest: () => actions.takeBest(model),
    favourite: () => actions.change(model, { favourite: !model.favourite }),
    rename: () => browsing.rename(model.id, place),
    tags: () => {
      browsing.look(model.id);
      void tick().then(() => document.getElementById('model-tags')?.focus());
    },
    duplicate: () => actions.duplicate(model),
    export: () => exporting.ask(model),
    reveal: () => actions.reveal(model),
    remove: () => actions.remove([model]),
  };
  deeds[deed]();
}
