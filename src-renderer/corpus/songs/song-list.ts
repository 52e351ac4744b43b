/** What the list of the songs is given, and what it tells; and what its keys mean. */
import type { Source } from '../../../src-main/contract/corpus/source.ts';
import type { Draft } from '../../controls/draft.ts';
import { listKey } from '../../controls/keyboard/list-keys.ts';
import { walkRow } from '../../controls/keyboard/walk-row.ts';
import type { ListChoice } from '../../controls/list-choice.svelte.ts';
import { menuCorner } from '../../controls/sight/menu-corner.ts';
import { isPressed } from '../../text/shortcuts.ts';

export interface SongHandlers {
  /** The closer look. */
  onlook: (source: Source) => void;
  onswitch: (source: Source, on: boolean) => void;
  onrename: (source: Source) => void;
  ontyped: (source: Source, text: string) => void;
  /** @param name nothing when the name stays */
  onnamed: (source: Source, name: string | undefined) => void;
  /** @param corner of the menu, in px of the window */
  onmenu: (source: Source, corner: { x: number; y: number }) => void;
  onremove: (source: Source) => void;
  /** One place up (-1) or down (1), with all that are chosen with it. */
  onmove: (source: Source, by: 1 | -1) => void;
  /** @param place of the song in front of which it comes; their number for behind all */
  onplace: (source: Source, place: number) => void;
}

export interface SongListProps extends SongHandlers {
  readonly corpusId: string;
  /** Those that have a place, in their order, and those that were left out. */
  readonly songs: readonly Source[];
  readonly leftOut: readonly Source[];
  readonly list: ListChoice<Source>;
  /** Nothing of it can be changed. */
  readonly isFixed: boolean;
  readonly openId: string | null;
  readonly draftOf: (source: Source) => Draft | undefined;
}

export const rowOf = (id: string): string => `song:${id}`;

/** @param row that has the cursor */
export function obeySongKey(
  event: KeyboardEvent,
  { list, isFixed, ...props }: SongListProps,
  row: HTMLElement | null | undefined,
  page: number,
): void {
  const target = event.target as HTMLElement;
  if (target.matches('input:not([type="checkbox"])') || walkRow(event, row)) return;
  const source = list.current;
  if (!source) return;
  const by = isPressed(event, 'moveUp') ? -1 : isPressed(event, 'moveDown') ? 1 : undefined;
  if (by !== undefined) {
    event.preventDefault();
    if (!isFixed && !source.skipped) props.onmove(source, by);
    return;
  }
  const meant = listKey(event, 1, page);
  if (!meant || meant.to === 'search') return;
  // What has a meaning for the control that has the focus is the control's.
  if ((meant.to === 'look' || meant.to === 'choose') && target !== row) return;
  event.preventDefault();
  switch (meant.to) {
    case 'move':
      return void list.moveTo(list.cursor + (row?.contains(target) ? meant.by : 0), meant.extend);
    case 'look':
      return props.onlook(source);
    case 'choose':
      return isFixed ? undefined : list.toggle(source.id);
    case 'chooseAll':
      return isFixed ? undefined : list.chooseAll();
    case 'rename':
      return isFixed || source.skipped ? undefined : props.onrename(source);
    case 'remove':
      return isFixed ? undefined : props.onremove(source);
    case 'menu':
      return row ? props.onmenu(source, menuCorner(row)) : undefined;
    case 'leave':
      return list.chooseNone();
  }
}
