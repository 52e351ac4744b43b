/** The test's browser over the DevTools protocol: a connection of the stand-in's own, beside the one of Playwright. */
import { EventEmitter } from 'node:events';
import type { CDPSession } from 'playwright-core';
import { WebSocket } from 'ws';

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
}

/** One target, or the browser itself, with the protocol's own types. */
export type Session = Pick<CDPSession, 'send' | 'on'>;

export class Devtools {
  readonly browser: Session;
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, (answer: Message) => void>();
  readonly #events = new Map<string, EventEmitter>();
  #sent = 0;

  /** @param address of the browser's own endpoint, `ws://127.0.0.1:…/devtools/browser/…` */
  static async connect(address: string): Promise<Devtools> {
    const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 2 ** 29 });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new Devtools(socket);
  }

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.browser = this.session('');
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Message));
  }

  /** @param id of a session in flat mode */
  session(id: string): Session {
    const events = new EventEmitter();
    this.#events.set(id, events);
    const send = (method: string, params?: object): Promise<unknown> =>
      this.#send(method, params, id || undefined);
    const on = (name: string, listener: (params: unknown) => void): unknown =>
      events.on(name, listener);
    return { send, on } as Session;
  }

  close(): void {
    this.#socket.close();
  }

  #send(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    const id = ++this.#sent;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) =>
      this.#pending.set(id, ({ error, result }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      }),
    );
  }

  #receive(message: Message): void {
    if (message.id === undefined) {
      this.#events.get(message.sessionId ?? '')?.emit(message.method!, message.params);
      return;
    }
    this.#pending.get(message.id)?.(message);
    this.#pending.delete(message.id);
  }
}
