/** What the keys mean in a list of things, as people know them from the lists of their system. */

export type ListKey =
  | { readonly to: 'move'; readonly by: number; readonly extend: boolean }
  | {
      readonly to:
        'open' | 'choose' | 'chooseAll' | 'rename' | 'remove' | 'menu' | 'leave' | 'search';
    };

type Press = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/**
 * @param columns things beside one another; 1 in a table
 * @param page things that fit into the window
 * @returns what is asked for; nothing for keys that a list does not have
 */
export function listKey(press: Press, columns: number, page: number): ListKey | undefined {
  const { key, shiftKey: extend } = press;
  if (press.isComposing || press.altKey) return undefined;
  const command = press.ctrlKey || press.metaKey;
  const move = (by: number): ListKey => ({ to: 'move', by, extend });
  switch (key) {
    case 'ArrowDown':
      return move(columns);
    case 'ArrowUp':
      return move(-columns);
    case 'ArrowRight':
      return columns > 1 ? move(1) : undefined;
    case 'ArrowLeft':
      return columns > 1 ? move(-1) : undefined;
    case 'PageDown':
      return move(page);
    case 'PageUp':
      return move(-page);
    case 'Home':
      return move(-Infinity);
    case 'End':
      return move(Infinity);
    case 'F10':
      return extend ? { to: 'menu' } : undefined;
    case 'Backspace':
      return press.metaKey ? { to: 'remove' } : undefined;
  }
  if (command) return key.toLowerCase() === 'a' ? { to: 'chooseAll' } : undefined;
  const plain: Readonly<Record<string, ListKey>> = {
    Enter: { to: 'open' },
    ' ': { to: 'choose' },
    F2: { to: 'rename' },
    Delete: { to: 'remove' },
    ContextMenu: { to: 'menu' },
    Escape: { to: 'leave' },
  };
  return plain[key] ?? ([...key].length === 1 ? { to: 'search' } : undefined);
}
