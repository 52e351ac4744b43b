/** `session`: a page is given exactly those permissions that the main process allows, and downloads what it lets through. */
import { EventEmitter } from 'node:events';
import type { Session as ElectronSession } from 'electron';
import { cancelable } from './cancelable.ts';
import { toBrowser, toProduct } from './addresses.ts';
import type { Session } from './devtools.ts';
import type { WebContents } from './web-contents.ts';

/** Electron's names, and those of the web by which the browser knows them. */
const permissions: readonly [string, { name: string; sysex?: boolean }][] = [
  ['clipboard-sanitized-write', { name: 'clipboard-write' }],
  ['clipboard-read', { name: 'clipboard-read' }],
  ['notifications', { name: 'notifications' }],
  ['geolocation', { name: 'geolocation' }],
  ['media', { name: 'camera' }],
  ['media', { name: 'microphone' }],
  ['midi', { name: 'midi' }],
  ['midiSysex', { name: 'midi', sysex: true }],
  ['display-capture', { name: 'display-capture' }],
  ['idle-detection', { name: 'idle-detection' }],
  ['storage-access', { name: 'storage-access' }],
  ['window-management', { name: 'window-management' }],
];

type Request = NonNullable<Parameters<ElectronSession['setPermissionRequestHandler']>[0]>;
type Check = NonNullable<Parameters<ElectronSession['setPermissionCheckHandler']>[0]>;
type Members = Pick<
  ElectronSession,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>;

class SessionStandIn extends EventEmitter implements Members {
  #request: Request | null = null;
  #check: Check | null = null;

  setPermissionRequestHandler(handler: Request | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: Check | null): void {
    this.#check = handler;
  }

  /** No device is ever offered here, so there is nothing to ask. */
  setDevicePermissionHandler(): void {}

  /** Asks for every permission before a page is loaded, since the browser has to know them beforehand. */
  async settle(browser: Session, contents: WebContents, address: string): Promise<void> {
    const { origin } = new URL(toBrowser(address));
    if (origin === 'null') return; // the browser gives such a page none
    await Promise.all(
      permissions.map(async ([name, permission]) => {
        const allowed = await this.#allows(contents, name, toProduct(origin));
        const setting = allowed ? 'granted' : 'denied';
        await browser.send('Browser.setPermission', { permission, setting, origin });
      }),
    );
  }

  /** @returns whether a download may go on */
  download(contents: WebContents, url: string, name: string): boolean {
    const event = cancelable({});
    this.emit('will-download', event, { getURL: () => url, getFilename: () => name }, contents);
    return !event.defaultPrevented;
  }

  /** Where nobody has a say, Electron allows it. */
  async #allows(contents: WebContents, name: string, origin: string): Promise<boolean> {
    const facts = { isMainFrame: true, requestingUrl: `${origin}/` };
    const [check, request] = [this.#check, this.#request];
    const page = contents as unknown as Parameters<Request>[0];
    if (check && !check(page, name as Parameters<Check>[1], origin, facts)) return false;
    if (!request) return true;
    return new Promise((resolve) => request(page, name as Parameters<Request>[1], resolve, facts));
  }
}

export const session = { defaultSession: new SessionStandIn() };
