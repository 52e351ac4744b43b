/** `BrowserWindow`: a page of the browser, and what would be seen of its frame on a screen. */
import { EventEmitter } from 'node:events';
import { isAbsolute } from 'node:path';
import type {
  BrowserWindow as ElectronBrowserWindow,
  BrowserWindowConstructorOptions,
} from 'electron';
import { app, type AppWindow } from './app.ts';
import { cancelable } from './cancelable.ts';
import { setProgressBar } from './base-window.ts';
import { readOptions } from './options.ts';
import { record, type WindowRecord } from './record.ts';
import { WebContents } from './web-contents.ts';

type Members = Pick<
  ElectronBrowserWindow,
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'isFocused'
  | 'isMinimized'
  | 'isMaximized'
  | 'getNormalBounds'
  | 'flashFrame'
  | 'setProgressBar'
  | 'destroy'
>;

export class BrowserWindow extends EventEmitter implements Members, AppWindow {
  readonly webContents: WebContents;
  /** What a person would see. */
  readonly seen: WindowRecord;
  #hasPage = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    const { x = 0, y = 0, width = 800, height = 600, title = '', show = true } = options;
    this.seen = {
      title,
      bounds: { x, y, width, height },
      ...{ isVisible: show, isFocused: show, isMinimized: false, isMaximized: false },
      devTools: options.webPreferences?.devTools ?? true,
      wasBlank: false,
    };
    this.webContents = new WebContents(app.targets, preloadOf(options));
    if (readOptions().paints)
      this.webContents.on('painted', () => {
        this.#hasPage = true;
        this.emit('ready-to-show');
      });
    this.webContents.once('did-finish-load', () => (this.#hasPage = true));
    this.webContents.on('destroyed', () => this.#closed());
    record.windows.push(this.seen);
    app.windows.add(this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.#appear();
    this.focus();
  }

  #appear(): void {
    if (!this.seen.isVisible && !this.#hasPage) this.seen.wasBlank = true;
    this.seen.isVisible = true;
  }

  focus(): void {
    this.seen.isFocused = true;
    this.emit('focus');
  }

  restore(): void {
    this.seen.isMinimized = false;
  }

  maximize(): void {
    this.#appear(); // as everywhere
    this.seen.isMaximized = true;
  }

  isFocused(): boolean {
    return this.seen.isFocused;
  }

  isMinimized(): boolean {
    return this.seen.isMinimized;
  }

  isMaximized(): boolean {
    return this.seen.isMaximized;
  }

  getNormalBounds(): WindowRecord['bounds'] {
    return { ...this.seen.bounds };
  }

  readonly setProgressBar = setProgressBar;

  flashFrame(flag: boolean): void {
    if (flag) record.calls.push('flash');
  }

  close(): boolean {
    const event = cancelable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    void this.webContents.page.close();
  }

  #closed(): void {
    record.windows.splice(record.windows.indexOf(this.seen), 1);
    this.emit('closed');
    app.windowClosed(this);
  }
}

/**
 * @returns the path of the preload
 * @throws Error for a window that is not as closed as it can be
 */
function preloadOf({ webPreferences = {} }: BrowserWindowConstructorOptions): string {
  const { contextIsolation, sandbox, nodeIntegration, webSecurity, preload } = webPreferences;
  if (contextIsolation === false || sandbox === false || nodeIntegration || webSecurity === false)
    throw new Error('the stand-in has only windows that are isolated, sandboxed and without Node');
  if (!preload || !isAbsolute(preload)) throw new Error('a preload is an absolute path');
  return preload;
}
