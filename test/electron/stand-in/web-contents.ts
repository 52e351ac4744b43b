/** `webContents`: a window's page as the main process sees it. */
import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { WebContents as ElectronWebContents } from 'electron';
import { app } from './app.ts';
import { cancelable } from './cancelable.ts';
import type { Frame } from './pages/frames.ts';
import { ipcMain } from './ipc.ts';
import { record } from './record.ts';
import { Page } from './pages/page.ts';
import { session } from './permissions.ts';
import { protocol } from './protocol.ts';
import type { Targets } from './pages/targets.ts';

type Members = Pick<ElectronWebContents, 'send' | 'reload' | 'getURL' | 'executeJavaScript'>;
type WindowOpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

const FAILED = -2;
/** By then the browser has told of a page that is gone. */
const TOLD_MS = 200;

export class WebContents extends EventEmitter implements Members {
  readonly page: Page;
  #windowOpen: WindowOpenHandler | undefined;
  #wasPainted = false;
  #isDestroyed = false;

  constructor(targets: Targets, preload: string) {
    super();
    this.page = new Page(targets, preload, {
      message: (frame, message, answer) => {
        if (message[0] === 'preloadError')
          this.emit('preload-error', {}, preload, new Error(message[1]));
        else if (message[0] === 'contextMenu')
          this.emit('context-menu', {}, { ...message[1], frame, menuSourceType: 'mouse' });
        else void ipcMain.receive(this, frame, message, answer);
      },
      mayRequest: (url) => session.defaultSession.lets(url),
      request: (request) => protocol.answer(request),
      navigates: (url) => {
        const event = cancelable({ url, isMainFrame: true, isSameDocument: false });
        this.emit('will-navigate', event, url);
        return !event.defaultPrevented;
      },
      startsNavigation: (url, isMainFrame, isSameDocument) =>
        this.emit('did-start-navigation', { url, isMainFrame, isSameDocument }),
      navigated: (url) => this.emit('did-navigate', {}, url),
      opensWindow: (url) => {
        if (this.#windowOpen?.({ url }).action !== 'deny')
          throw new Error('the stand-in opens no window for a page');
      },
      downloads: (url, name) => session.defaultSession.download(this, url, name),
      blocked: (url) => record.blocked.push(url),
      painted: () => {
        if (!this.#wasPainted) this.emit('painted'); // the window's `ready-to-show`
        this.#wasPainted = true;
      },
      loaded: () => this.emit('did-finish-load'),
      crashed: () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }),
      closed: () => {
        this.#isDestroyed = true;
        this.emit('destroyed');
      },
    });
    this.#settle = (url) => session.defaultSession.settle(targets.devtools.browser, this, url);
    app.emit('web-contents-created', {}, this);
  }

  readonly #settle: (url: string) => Promise<void>;

  get mainFrame(): Frame {
    return this.page.frames.main;
  }

  /** @throws Error when the page cannot be had, which is also told as `did-fail-load` */
  async loadURL(url: string): Promise<void> {
    await this.#settle(url);
    const failure = await this.page.load(url);
    if (failure === undefined) return;
    this.emit('did-fail-load', {}, FAILED, failure, url, true);
    throw new Error(`${failure} (${FAILED}) loading '${url}'`);
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    // What cannot be cloned is the caller's fault, and told at once.
    void this.page.tell(['message', channel, structuredClone(args)]);
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  /** As in Electron, one that is destroyed never answers. */
  async executeJavaScript(code: string): Promise<unknown> {
    try {
      return await this.page.evaluate(code);
    } catch (error) {
      await setTimeout(TOLD_MS);
      if (this.#isDestroyed) await new Promise(() => {});
      throw error;
    }
  }

  reload(): void {
    void this.page.reload();
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    record.webRtcPolicies.push(policy);
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpen = handler;
  }
}
