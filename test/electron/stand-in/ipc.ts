/** `ipcMain`: what pages ask and say, each with the frame that it comes from. */
import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { Frame } from './pages/frames.ts';
import type { FromPage, ToPage } from './pages/page-side.ts';
import type { WebContents } from './web-contents.ts';

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

class IpcMainStandIn extends EventEmitter implements Pick<IpcMain, 'handle'> {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  async receive(
    sender: WebContents,
    senderFrame: Frame,
    message: Exclude<FromPage, ['preloadError' | 'contextMenu', ...unknown[]]>,
    answer: (message: ToPage) => void,
  ): Promise<void> {
    const event = { sender, senderFrame };
    const [kind, channel, args, call] = message;
    if (kind === 'send') {
      this.emit(channel, event, ...args);
      return;
    }
    try {
      const handler = this.#handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      answer(['value', call, await handler(event as unknown as IpcMainInvokeEvent, ...args)]);
    } catch (error) {
      answer(['error', call, `Error invoking remote method '${channel}': ${String(error)}`]);
    }
  }
}

export const ipcMain = new IpcMainStandIn();
