/** The transport of the web host: one WebSocket that carries birpc in msgpack frames, and reconnects with back-off. */
import { decode, encode } from '@msgpack/msgpack';
import { createBirpc, type BirpcReturn } from 'birpc';
import { MAX_CORPUS_BYTES } from '../../src-main/contract/corpus.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { Transport, TransportListener } from './transport.ts';

interface HostFunctions {
  call(name: string, input: unknown): Promise<unknown>;
}
interface PageFunctions {
  event(name: string, data: unknown): void;
}

const FIRST_DELAY = 250; // ms
const LONGEST_DELAY = 4000; // ms; a host that was started again should be found before a person wonders

export class WebSocketTransport implements Transport {
  readonly maxFileBytes = MAX_CORPUS_BYTES; // the web host takes no larger message
  readonly #address: string;
  #listener: TransportListener | undefined;
  #rpc: BirpcReturn<HostFunctions, PageFunctions> | undefined;
  #delay = FIRST_DELAY;

  constructor(address: string) {
    this.#address = address;
  }

  async call(name: string, input: unknown): Promise<unknown> {
    if (!this.#rpc) throw new VerseloomError('compute.stopped');
    return this.#rpc.call(name, input);
  }

  connect(listener: TransportListener): void {
    this.#listener = listener;
    this.#open();
  }

  #open(): void {
    const socket = new WebSocket(this.#address);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      this.#delay = FIRST_DELAY;
      this.#rpc = this.#speakOver(socket);
      this.#listener?.opened();
    });
    socket.addEventListener('close', () => {
      this.#rpc?.$close(new VerseloomError('compute.stopped'));
      this.#rpc = undefined;
      this.#listener?.closed();
      setTimeout(() => this.#open(), this.#delay);
      this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
    });
  }

  #speakOver(socket: WebSocket): BirpcReturn<HostFunctions, PageFunctions> {
    return createBirpc<HostFunctions, PageFunctions>(
      { event: (name, data) => this.#listener?.event(name, data) },
      {
        post: (frame: Uint8Array<ArrayBuffer>) => socket.send(frame),
        on: (receive) =>
          socket.addEventListener('message', ({ data }) =>
            receive(new Uint8Array(data as ArrayBuffer)),
          ),
        serialize: (message) => encode(message, { ignoreUndefined: true }),
        deserialize: (frame: Uint8Array) => decode(frame),
        timeout: -1, // a training run is stopped in its own time
      },
    );
  }
}

/** @returns the address of the page's own host. */
export function ownAddress(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`;
}
