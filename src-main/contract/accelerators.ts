/** The keys of what a window's menu and the screens both obey: in a window the menu does, in a browser the screens. */

/** Written as Electron writes accelerators; `CmdOrCtrl` is ⌘ on a Mac, and Ctrl elsewhere. */
export const accelerators = {
  newRun: 'CmdOrCtrl+N',
  open: 'CmdOrCtrl+O',
  save: 'CmdOrCtrl+S',
  exportModel: 'CmdOrCtrl+Shift+E',
  palette: 'CmdOrCtrl+K',
  settings: 'CmdOrCtrl+,',
} as const;
