/**
 * The keys of what a window's menu and the screens both obey: in a window the menu does, in a browser the screens. `undo` the screens obey
 * in both, since what the engine of a page makes of it would come first; the menu gets what they leave.
 */

/** Written as Electron writes accelerators; `CmdOrCtrl` is ⌘ on a Mac, and Ctrl elsewhere. */
export const accelerators = {
  newRun: 'CmdOrCtrl+N',
  open: 'CmdOrCtrl+O',
  save: 'CmdOrCtrl+S',
  exportModel: 'CmdOrCtrl+Shift+E',
  undo: 'CmdOrCtrl+Z',
  palette: 'CmdOrCtrl+K',
  settings: 'CmdOrCtrl+,',
} as const;
