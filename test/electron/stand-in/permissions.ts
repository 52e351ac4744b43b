/** `session`: a page is given exactly those permissions that the main process allows, and downloads what it lets through. */
import { EventEmitter } from 'node:events';
import type { CallbackResponse, Session as ElectronSession } from 'electron';
import { cancelable } from './cancelable.ts';
import { toBrowser, toProduct } from './pages/addresses.ts';
import type { Session } from './pages/devtools.ts';
import { protocol } from './protocol.ts';
import { record } from './record.ts';
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
type BeforeRequest = (
  details: { url: string },
  answer: (response: CallbackResponse) => void,
) => void;
type Members = Pick<
  ElectronSession,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setSpellCheckerLanguages'
  | 'setSpellCheckerDictionaryDownloadURL'
>;

class SessionStandIn extends EventEmitter implements Members {
  #request: Request | null = null;
  #check: Check | null = null;
  #beforeRequest: BeforeRequest | null = null;

  setPermissionRequestHandler(handler: Request | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: Check | null): void {
    this.#check = handler;
  }

  /** A new one begins to fetch the dictionaries of its languages, in another turn than the one in which it is made. */
  constructor() {
    super();
    setImmediate(() => {
      for (const language of record.spelling.languages)
        void this.#fetchDictionary(`${record.spelling.address}${language}.bdic`);
    });
  }

  setSpellCheckerLanguages(languages: string[]): void {
    record.spelling.languages = [...languages];
  }

  setSpellCheckerDictionaryDownloadURL(url: string): void {
    if (!URL.canParse(url)) throw new Error('The URL you provided is not a valid URL');
    record.spelling.address = url;
  }

  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest | null): void => {
      this.#beforeRequest = listener;
    },
  };

  /** @returns whether the application lets a request be made */
  async lets(url: string): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (!listener) return true;
    const { cancel = false } = await new Promise<CallbackResponse>((answer) =>
      listener({ url }, answer),
    );
    if (cancel) record.cancelled.push(url);
    return !cancel;
  }

  async #fetchDictionary(url: string): Promise<void> {
    if ((await this.lets(url)) && url.startsWith('https:')) record.spelling.fetched.push(url);
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

let defaultSession: SessionStandIn | undefined;

export const session = {
  /** Made when it is first used. */
  get defaultSession(): SessionStandIn {
    if (!protocol.isClosed) throw new Error('Session can only be received when app is ready');
    return (defaultSession ??= new SessionStandIn());
  },
};
