/** The menu of one run, whether it has a model or not: what can be done with it, as far as it can be. */
import ClipboardPen from '@lucide/svelte/icons/clipboard-pen';
import Copy from '@lucide/svelte/icons/copy';
import Download from '@lucide/svelte/icons/download';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import ScanEye from '@lucide/svelte/icons/scan-eye';
import Medal from '@lucide/svelte/icons/medal';
import PenLine from '@lucide/svelte/icons/pen-line';
import Pencil from '@lucide/svelte/icons/pencil';
import Play from '@lucide/svelte/icons/play';
import Sprout from '@lucide/svelte/icons/sprout';
import Star from '@lucide/svelte/icons/star';
import Tag from '@lucide/svelte/icons/tag';
import Trash2 from '@lucide/svelte/icons/trash';
import { count } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';
import type { Action } from '../controls/action.ts';
import type { ShownModel } from './list/model-list.ts';

export type ModelCommand =
  | 'write'
  | 'goOn'
  | 'newRun'
  | 'use'
  | 'lookInside'
  | 'takeBest'
  | 'favourite'
  | 'rename'
  | 'tags'
  | 'notes'
  | 'duplicate'
  | 'export'
  | 'reveal'
  | 'remove';

/** @param act does it with the model that the menu is of */
export function menuOf(
  { model, damage, run }: ShownModel,
  act: (command: ModelCommand) => void,
): Action[] {
  const entry = (
    command: ModelCommand,
    label: string,
    Icon: Action['Icon'],
    apart = false,
  ): Action => ({
    label,
    Icon,
    apart,
    run: () => act(command),
  });
  const remove = (apart: boolean): Action =>
    entry('remove', t(model.hasModel ? 'models.remove' : 'runs.record.remove'), Trash2, apart);
  const reveal = (apart: boolean): Action => entry('reveal', t('models.reveal'), FolderOpen, apart);
  const { best, builtIn, canGoOn, hasModel } = model;
  if (damage !== undefined) return [builtIn ? reveal(false) : remove(false)];
  const use = entry('use', t('runs.use'), ClipboardPen);
  if (!hasModel) return [use, ...ofPerson(model, entry), remove(true)];
  const duplicate = (apart: boolean): Action =>
    entry('duplicate', t('models.duplicate'), Copy, apart);
  return [
    entry('write', t('models.open'), PenLine),
    ...(canGoOn && run === undefined ? [entry('goOn', t('models.goOnAsk'), Play)] : []),
    entry('newRun', t('models.newRun'), Sprout),
    use,
    entry('lookInside', t('runs.lookInside'), ScanEye),
    ...(best ? [entry('takeBest', t('models.takeBest', { epoch: count(best.epoch) }), Medal)] : []),
    ...(builtIn ? [duplicate(true)] : [...ofPerson(model, entry), duplicate(false)]),
    entry('export', t('models.export'), Download, true),
    reveal(false),
    ...(builtIn ? [] : [remove(true)]),
  ];
}

/** What is done with what a person calls a model by. */
const ofPerson = (
  { favourite }: ShownModel['model'],
  entry: (command: ModelCommand, label: string, Icon: Action['Icon'], apart?: boolean) => Action,
): Action[] => [
  entry('rename', t('models.rename'), Pencil, true),
  entry('tags', t('models.editTags'), Tag),
  entry('notes', t('runs.editNotes'), NotebookPen),
  entry('favourite', t(favourite ? 'models.noFavourite' : 'models.makeFavourite'), Star),
];
