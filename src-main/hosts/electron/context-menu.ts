/** The menu of a right click, or of the key for it: what can be done with the text under it, in the person's language. */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import type { TFunction } from 'i18next';

type Item = MenuItemConstructorOptions;
type Role = 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll';
type Clicked = Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags'>;

/** @returns no entries where there is nothing to be done; those of a text that can be edited are always all there, as everywhere else */
export function contextMenuTemplate(
  t: TFunction,
  { isEditable, selectionText, editFlags }: Clicked,
): Item[] {
  const entry = (role: Role, enabled: boolean): Item => ({
    role,
    label: t(`desktop.menu.${role}`),
    enabled,
  });
  if (!isEditable) return selectionText.trim() === '' ? [] : [entry('copy', editFlags.canCopy)];
  return [
    entry('undo', editFlags.canUndo),
    entry('redo', editFlags.canRedo),
    { type: 'separator' },
    entry('cut', editFlags.canCut),
    entry('copy', editFlags.canCopy),
    entry('paste', editFlags.canPaste),
    { type: 'separator' },
    entry('selectAll', editFlags.canSelectAll),
  ];
}
