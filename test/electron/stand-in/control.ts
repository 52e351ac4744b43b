/** What a test can see and do beyond the page: the parts of the system that are not in the browser, over Node's own link. */
import { createBirpc } from 'birpc';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { cancelable } from './cancelable.ts';
import { answerDialog } from './dialog.ts';
import { clickMenu, clickPopup } from './menu.ts';
import { record, type WindowRecord } from './record.ts';
import { powerMonitor, shownNotifications } from './system.ts';

function theWindow(): BrowserWindow {
  const window = [...app.windows].find((window) => window instanceof BrowserWindow);
  if (!window) throw new Error('there is no window');
  return window;
}

export const control = {
  look: () => structuredClone(record),
  /** Seconds of a core that the main process has had so far, the stand-in's share included. */
  cpuSeconds: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },

  /** Clicks an entry of the menu, by its id or its role. */
  clickMenu,
  clickPopup,
  /** Answers the dialog that has been open for longest. */
  answerDialog,
  clickNotification: () => void shownNotifications.at(-1)!.emit('click'),

  closeWindow: () => void theWindow().close(),
  /** A person moves, sizes, minimises or maximises the window, or turns to another one. */
  changeWindow: (changes: Partial<WindowRecord>) => void Object.assign(theWindow().seen, changes),

  openFile: (path: string) => void app.emit('open-file', cancelable({}), path),
  activate: () => void app.emit('activate', cancelable({}), app.windows.size > 0),
  /** @returns whether the application asked the system to wait */
  shutDown: () => {
    const event = cancelable({});
    powerMonitor.emit('shutdown', event);
    return event.defaultPrevented;
  },
  /** As Windows logs a person off. @returns whether the application asked the system to wait */
  logOff: () => {
    const event = cancelable({ reasons: ['logoff'] });
    theWindow().emit('query-session-end', event);
    if (!event.defaultPrevented) theWindow().emit('session-end', event);
    return event.defaultPrevented;
  },

  /** A fault of ours, which nobody catches or nobody waits for. */
  fail: (how: 'throws' | 'rejects') =>
    void setTimeout(() => {
      const error = new Error(`of a test: ${how}`);
      if (how === 'throws') throw error;
      void Promise.reject(error);
    }),

  /** As a Linux session ends: without a word. */
  loseSession: () => app.loseSession(),

  crashPage: () => theWindow().webContents.page.crash(),
  /** Shows another page in the window, as if one had got past the guard. */
  showElsewhere: (url: string) => theWindow().webContents.loadURL(url),
  /** A call that the page's side of the bridge would never make, from the page or a frame within it. */
  callTakenOver: (frame: 'main' | 'inner', channel: string, ...args: unknown[]) =>
    theWindow().webContents.page.takeOver(frame, channel, args),
};

export type Control = typeof control;

export function openControl(): void {
  if (!process.send) return; // started by hand
  createBirpc<object, Control>(control, {
    timeout: -1,
    post: (message) => process.send!(message),
    on: (listener) => process.on('message', listener),
  });
  process.on('disconnect', () => process.exit()); // the test is gone
}
