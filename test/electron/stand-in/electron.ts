/** The stand-in for the `electron` module: the members that the application uses, over a real browser and real processes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from './app.ts';
import { openControl } from './control.ts';

export { app };
export { BaseWindow } from './base-window.ts';
export { BrowserWindow } from './browser-window.ts';
export { dialog } from './dialog.ts';
export { ipcMain } from './ipc.ts';
export { Menu } from './menu.ts';
export { protocol } from './protocol.ts';
export { session } from './permissions.ts';
export {
  clipboard,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
} from './system.ts';
export { utilityProcess } from './utility-process.ts';

const electron = join(import.meta.dirname, '..', '..', '..', 'node_modules', 'electron');
const { version } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')) as {
  version: string;
};
Object.defineProperty(process, 'versions', {
  value: { ...process.versions, electron: version, chrome: 'of the test' },
});
// A packaged application is its own program: there is no script before its arguments.
if (app.isPackaged) process.argv.splice(1, 1);
openControl();
