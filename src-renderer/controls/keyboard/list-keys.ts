/** What the keys mean in a list of things, as people know them from the lists of their system. */
import { isPressed } from '../../text/shortcuts.ts';

type Deed = 'look' | 'choose' | 'chooseAll' | 'rename' | 'remove' | 'menu' | 'leave';

export type ListKey =
  | { readonly to: 'move'; readonly by: number; readonly extend: boolean }
  | { readonly to: Deed | 'search' };

type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

const deeds: readonly Deed[] = [
  ...(['look', 'choose', 'chooseAll', 'rename', 'remove', 'menu', 'leave'] as const),
];

/**
 * @param columns things beside one another; 1 in a table
 * @param page things that fit into the window
 * @returns how far the keys of a list move in it; nothing for others
 */
export function moveBy(press: Press, columns: number, page: number): number | undefined {
  if (press.isComposing || press.altKey) return undefined;
  switch (press.key) {
    case 'ArrowDown':
      return columns;
    case 'ArrowUp':
      return -columns;
    case 'ArrowRight':
      return columns > 1 ? 1 : undefined;
    case 'ArrowLeft':
      return columns > 1 ? -1 : undefined;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return -Infinity;
    case 'End':
      return Infinity;
  }
  return undefined;
}

/** @returns what is asked for in a list of models, as by `moveBy`; nothing for keys that it does not have */
export function listKey(
  press: Press,
  columns: number,
  page: number,
  mac?: boolean,
): ListKey | undefined {
  const by = moveBy(press, columns, page);
  if (by !== undefined) return { to: 'move', by, extend: press.shiftKey };
  const deed = deeds.find((name) => isPressed(press, name, mac));
  if (deed) return { to: deed };
  const { key, ctrlKey, metaKey, altKey, isComposing } = press;
  const isLetter = [...key].length === 1 && !ctrlKey && !metaKey && !altKey && !isComposing;
  return isLetter && key !== '?' ? { to: 'search' } : undefined;
}
