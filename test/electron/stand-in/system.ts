/** The rest of the system around the application: what it is told is recorded, and what it says comes from the test. */
import { EventEmitter } from 'node:events';
import type {
  Clipboard,
  Display,
  NativeTheme,
  NotificationConstructorOptions,
  PowerSaveBlocker,
  Screen,
  Shell,
} from 'electron';
import { readOptions } from './options.ts';
import { record } from './record.ts';

export const shell = {
  openPath: async (path: string) => {
    record.openedPaths.push(path);
    return '';
  },
  openExternal: async (url: string) => void record.openedExternally.push(url),
  showItemInFolder: (path: string) => void record.shownInFolder.push(path),
} satisfies Pick<Shell, 'openPath' | 'openExternal' | 'showItemInFolder'>;

export const clipboard = {
  writeText: async (text: string) => void (record.clipboard = text),
} satisfies Pick<Clipboard, 'writeText'>;

export const nativeTheme = {
  get shouldUseDarkColors() {
    return record.themeSource === 'dark'; // the system is light
  },
  get themeSource() {
    return record.themeSource as NativeTheme['themeSource'];
  },
  set themeSource(source) {
    record.themeSource = source;
  },
} satisfies Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>;

export const powerMonitor = new EventEmitter();

const blockers = new Map<number, string>();
export const powerSaveBlocker = {
  start: (type) => {
    const id = Math.max(0, ...blockers.keys()) + 1;
    blockers.set(id, type);
    record.powerBlockers = [...blockers.values()];
    return id;
  },
  stop: (id) => {
    const stopped = blockers.delete(id);
    record.powerBlockers = [...blockers.values()];
    return stopped;
  },
} satisfies Pick<PowerSaveBlocker, 'start' | 'stop'>;

const displays = readOptions().workAreas.map(
  (workArea, place) => ({ id: place + 1, workArea, bounds: workArea }) as Display,
);
export const screen = {
  getPrimaryDisplay: () => displays[0]!,
  getAllDisplays: () => [...displays],
} satisfies Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays'>;

export const shownNotifications: Notification[] = [];

export class Notification extends EventEmitter {
  readonly #options: NotificationConstructorOptions;

  constructor(options: NotificationConstructorOptions) {
    super();
    this.#options = options;
  }

  static isSupported(): boolean {
    return readOptions().notifications !== 'none';
  }

  show(): void {
    if (readOptions().notifications === 'failed') {
      setImmediate(() =>
        this.emit('failed', {}, 'Notifications are not allowed for this application'),
      );
      return;
    }
    const { title = '', body = '' } = this.#options;
    record.notifications.push({ title, body });
    shownNotifications.push(this);
  }
}
