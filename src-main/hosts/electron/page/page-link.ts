/** The contract between the host and the page of the window: calls are answered for our own page alone, events wait until it listens. */
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { Emit, EventName } from '../../../contract/api.ts';
import type { Reply } from '../../../contract/links/door.ts';
import { isScreensAddress } from './screens-protocol.ts';

/** Said once; everything else a page finds out when it asks after it has opened. */
const heldUntilHeard: readonly EventName[] = ['opened', 'refused', 'command'];

export class PageLink {
  #page: WebContents | undefined;
  #listens = false;
  #held: [EventName, unknown][] = [];

  /** @param call what answers the contract's calls */
  constructor(call: (name: string, input: unknown) => Promise<Reply>) {
    ipcMain.handle('verseloom:call', async (event, name: unknown, input: unknown) => {
      if (!this.#isOurs(event)) throw new Error('Only the page of the window is answered.');
      return call(String(name), input);
    });
    ipcMain.on('verseloom:listening', (event) => {
      if (!this.#isOurs(event)) return;
      this.#listens = true;
      for (const [name, data] of this.#held.splice(0)) this.#send(name, data);
    });
  }

  /** The page that is spoken with from now on. */
  attach(page: WebContents): void {
    this.#page = page;
    this.#listens = false;
    // Not when one starts, which may be refused: the page then stays, and goes on listening.
    page.on('did-navigate', () => (this.#listens = false));
    page.once('destroyed', () => {
      if (this.#page === page) this.#page = undefined;
    });
  }

  readonly emit: Emit = (name, data) => {
    if (this.#page && this.#listens) this.#send(name, data);
    else if (heldUntilHeard.includes(name)) this.#held.push([name, data]);
  };

  #send(name: EventName, data: unknown): void {
    this.#page?.send('verseloom:event', name, data);
  }

  /** The main frame of our window, showing one of our own pages: not a frame within it, nor what it may have come to show. */
  #isOurs({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
    return (
      sender === this.#page &&
      senderFrame !== null &&
      senderFrame === sender.mainFrame &&
      isScreensAddress(senderFrame.url)
    );
  }
}
