/** What is done with a run when its menu asks for it, on its screen or in the palette. */
import { tick } from 'svelte';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';
import type { Exporting } from '../library/exporting.svelte.ts';
import type { Errands } from '../state/errands.ts';
import type { Place } from './browsing.svelte.ts';
import type { ModelCommand } from './model-menu.ts';
import type { ModelsScreen } from './models-screen.ts';

interface Around {
  readonly screen: ModelsScreen;
  readonly errands: Errands;
  readonly exporting: Exporting;
}

/** @param place where the menu is, and a name is edited */
export function obeyCommand(
  command: ModelCommand,
  model: RunInfo,
  place: Place,
  { screen, errands, exporting }: Around,
): void {
  const { actions, browsing } = screen;
  const lookAt = (field: string): void => {
    browsing.look(model.id);
    void tick().then(() => document.getElementById(field)?.focus());
  };
  const commands: Record<ModelCommand, () => unknown> = {
    write: () => errands.writeWith(model.id),
    goOn: () => errands.askToGoOn(model),
    newRun: () => errands.trainFrom(model),
    use: () => errands.takeSettings(model),
    lookInside: () => errands.lookInside(model.id),
    takeBest: () => actions.takeBest(model),
    favourite: () => actions.change(model, { favourite: !model.favourite }),
    rename: () => browsing.rename(model.id, place),
    tags: () => lookAt('model-tags'),
    notes: () => lookAt('model-notes'),
    duplicate: () => actions.duplicate(model),
    export: () => exporting.ask(model),
    reveal: () => actions.reveal(model),
    remove: () => actions.remove([model]),
  };
  commands[command]();
}
