/** What the table and the cards of the library are given, and what they tell: they differ in looks alone. */
import type { HTMLAttributes } from 'svelte/elements';
import { endingOf } from '../../../src-main/contract/model.ts';
import type { RunInfo } from '../../../src-main/contract/runs/run.ts';
import type { RunState } from '../../../src-main/contract/training.ts';
import { t } from '../../text/messages.svelte.ts';
import type { Draft } from '../../controls/draft.ts';
import { listKey } from '../../controls/keyboard/list-keys.ts';
import { walkRow } from '../../controls/keyboard/walk-row.ts';
import { menuCorner } from '../../controls/sight/menu-corner.ts';

/** What a run is, as its row and its card show it: its model, or the record that stands in the place of one. */
export interface ShownModel {
  readonly model: RunInfo;
  /** The sentence of why it cannot be opened. */
  readonly damage: string | undefined;
  /** Of the run that puts what it learns into it. */
  readonly run: RunState | undefined;
}

export interface ModelHandlers {
  /** The focus has come to it. */
  onpoint: (model: RunInfo) => void;
  /** The closer look. */
  onlook: (model: RunInfo) => void;
  onwrite: (model: RunInfo) => void;
  /** Takes the settings of its run into the form. */
  onuse: (model: RunInfo) => void;
  /** Goes on with its run. */
  ongoon: (model: RunInfo) => void;
  onfavourite: (model: RunInfo) => void;
  ontoggle: (model: RunInfo) => void;
  /** Chooses everything from the cursor to here. */
  onchooseto: (model: RunInfo) => void;
  onrename: (model: RunInfo) => void;
  /** @param name nothing when the name stays */
  /** The name that is edited so far. */
  ontyped: (model: RunInfo, text: string) => void;
  onnamed: (model: RunInfo, name: string | undefined) => void;
  /** @param corner of the menu, in px of the window; @param opener has the focus afterwards */
  onmenu: (model: RunInfo, corner: { x: number; y: number }, opener: HTMLElement) => void;
  onremove: (model: RunInfo) => void;
}

export interface ModelListProps extends ModelHandlers {
  readonly models: readonly RunInfo[];
  readonly describe: (model: RunInfo) => ShownModel;
  /** Changes whenever what is listed is searched or sorted anew. */
  readonly arrangement: string;
  readonly cursor: number;
  /** Rises whenever the focus is to go to the cursor. */
  readonly moves: number;
  readonly openId: string | undefined;
  readonly isChosen: (id: string) => boolean;
  readonly draftOf: (model: RunInfo) => Draft | undefined;
  onmove: (index: number, extend: boolean) => void;
  onchooseall: () => void;
  onsearch: () => void;
  onleave: () => void;
}

/** @returns how its run ended, or how far one under way is */
export function outcomeWord({ model, run }: ShownModel): string {
  if (run === undefined) return t(`models.${endingOf(model)}`);
  return t(run === 'paused' ? 'models.paused' : 'models.training');
}

/** @returns the id of the element of a model in the list. */
export const elementOf = (id: string): string => `model:${id}`;

/**
 * Obeys a key in a list of models.
 * @param thing the row or card that has the cursor
 */
export function obeyKey(
  event: KeyboardEvent,
  list: ModelListProps,
  thing: HTMLElement | null | undefined,
  { columns, page }: { columns: number; page: number },
): void {
  const target = event.target as HTMLElement;
  if (target.matches('input:not([type="checkbox"])')) return;
  if (columns === 1 && walkRow(event, thing)) return;
  const meant = listKey(event, columns, page);
  const model = list.models[list.cursor];
  if (!meant || !model) return;
  // What has a meaning for the button that has the focus is the button's.
  if ((meant.to === 'look' || meant.to === 'choose') && target !== thing) return;
  if (meant.to !== 'search') event.preventDefault(); // the letter goes into the field
  const { damage } = list.describe(model);
  switch (meant.to) {
    case 'move':
      // From the head of the table, the first step leads to the cursor.
      return list.onmove(list.cursor + (thing?.contains(target) ? meant.by : 0), meant.extend);
    case 'look':
      return list.onlook(model);
    case 'choose':
      return list.ontoggle(model);
    case 'chooseAll':
      return list.onchooseall();
    case 'rename':
      return damage === undefined ? list.onrename(model) : undefined;
    case 'remove':
      return list.onremove(model);
    case 'menu':
      return thing ? list.onmenu(model, menuCorner(thing), thing) : undefined;
    case 'leave':
      return list.onleave();
    case 'search':
      return list.onsearch();
  }
}

/** A click beside the controls of a row or card: with the system's keys it chooses, without it looks closer. */
function obeyClick(event: MouseEvent, model: RunInfo, list: ModelHandlers): void {
  if ((event.target as HTMLElement).closest('button, input, label')) return;
  if (event.shiftKey) list.onchooseto(model);
  else if (event.ctrlKey || event.metaKey) list.ontoggle(model);
  else list.onlook(model);
}

/** What an element has that stands for a model in the list: its id, and what follows when it is pointed at, clicked or asked for its menu. */
export const standsFor = (
  model: RunInfo,
  handlers: ModelHandlers,
): HTMLAttributes<HTMLElement> & { 'data-model': string } => ({
  id: elementOf(model.id),
  'data-model': model.id,
  onfocusin: () => handlers.onpoint(model),
  onclick: (event) => obeyClick(event, model, handlers),
  oncontextmenu: (event) => {
    event.preventDefault();
    handlers.onmenu(model, { x: event.clientX, y: event.clientY }, event.currentTarget);
  },
});
