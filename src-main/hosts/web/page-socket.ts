/** One page's socket: calls come in, answers and events go out, and what is no message closes it. */
import type { WebSocket } from 'ws';
import type { EventName } from '../../contract/api.ts';
import { toFailure } from '../../contract/errors.ts';
import type { Reply } from '../../contract/links/door.ts';
import { closing } from '../../contract/links/web-link.ts';
import { answerFrame, eventFrame, readFrame, type CallFrame } from './frames.ts';

/** While this much waits for a slow page, snapshots are left out: the next one says the same and more. */
const MAX_WAITING_BYTES = 1024 * 1024;

export type Call = (name: string, input: unknown) => Promise<Reply>;
export type OnInternal = (error: unknown, name: string) => void;

export class PageSocket {
  readonly #socket: WebSocket;
  readonly #call: Call;
  readonly #onInternal: OnInternal;

  constructor(socket: WebSocket, call: Call, onInternal: OnInternal) {
    this.#socket = socket;
    this.#call = call;
    this.#onInternal = onInternal;
    socket.on('message', (data: Buffer, isBinary) => {
      const frame = isBinary ? readFrame(data) : undefined;
      if (frame) void this.#answer(frame);
      else socket.close(closing.noMessage);
    });
  }

  tell(name: EventName, data: unknown): void {
    const isSnapshot = name === 'training';
    if (isSnapshot && this.#socket.bufferedAmount > MAX_WAITING_BYTES) return;
    try {
      this.#send(eventFrame(name, data));
    } catch (error) {
      this.#onInternal(error, name);
    }
  }

  /** Never rejects: what cannot be sent is a fault of ours, and the page is told so. */
  async #answer({ i: id, a: [name, input] }: CallFrame): Promise<void> {
    try {
      this.#send(answerFrame(id, await this.#call(name, input)));
    } catch (error) {
      this.#onInternal(error, name);
      this.#send(answerFrame(id, { failure: toFailure(error) }));
    }
  }

  /** Whoever has gone gets nothing more. */
  #send(frame: Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame, () => {});
  }
}
