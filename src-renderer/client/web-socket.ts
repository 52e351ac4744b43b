/** The transport of the web host: one WebSocket that carries birpc in msgpack frames, and reconnects with back-off until it is refused. */
import { decode, encode } from '@msgpack/msgpack';
import { createBirpc, type BirpcReturn } from 'birpc';
import { MAX_CORPUS_BYTES } from '../../src-main/contract/corpus/limits.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import {
  BUILD_META,
  closing,
  introduce,
  SOCKET_PATH,
  WEB_PROTOCOL,
} from '../../src-main/contract/links/web-link.ts';
import { forgetSecret, isFirstReloadFor, pageSecret } from './page-secret.ts';
import type { Transport, TransportListener } from './transport.ts';

interface HostFunctions {
  call(name: string, input: unknown): Promise<unknown>;
}
interface PageFunctions {
  event(name: string, data: unknown): void;
}

/** Bytes from which on a frame is handed over a part at a time: to do so at once would keep a key waiting. */
const LARGE_FRAME = 100_000;
const FIRST_DELAY = 250; // ms
const LONGEST_DELAY = 4000; // ms; a host that was started again should be found before a person wonders

export class WebSocketTransport implements Transport {
  readonly maxFileBytes = MAX_CORPUS_BYTES; // the web host takes no larger message
  readonly #address: string;
  #listener: TransportListener | undefined;
  #rpc: BirpcReturn<HostFunctions, PageFunctions> | undefined;
  #delay = FIRST_DELAY;
  /** Once it was open, a page claims nothing more: what there is to claim then is for a page that is just opening. */
  #wasOpen = false;

  constructor(address: string) {
    this.#address = address;
  }

  async call(name: string, input: unknown): Promise<unknown> {
    if (!this.#rpc) throw new VerseloomError('host.away');
    return this.#rpc.call(name, input);
  }

  connect(listener: TransportListener): void {
    this.#listener = listener;
    void this.#open();
  }

  async #open(): Promise<void> {
    try {
      const secret = await pageSecret();
      if (secret === undefined) this.#listener?.refused('notLetIn');
      else this.#openWith(secret);
    } catch {
      this.#tryAgain(); // nobody is there to let it in
    }
  }

  #openWith(secret: string): void {
    const socket = new WebSocket(this.#address, introduce({ secret, build: ownBuild() }));
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      if (socket.protocol !== WEB_PROTOCOL) return; // it will be closed, with the reason
      this.#delay = FIRST_DELAY;
      this.#wasOpen = true;
      this.#rpc = this.#speakOver(socket);
      this.#listener?.opened();
    });
    socket.addEventListener('close', ({ code, reason }) => {
      this.#rpc?.$close(new VerseloomError('host.away'));
      this.#rpc = undefined;
      if (code === closing.notLetIn) this.#claimAnew();
      else if (code === closing.otherBuild) this.#reloadFor(reason);
      else this.#tryAgain();
    });
  }

  #tryAgain(): void {
    this.#listener?.closed();
    setTimeout(() => void this.#open(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
  }

  /** A tab may still hold the secret of a host before this one. */
  #claimAnew(): void {
    forgetSecret();
    if (this.#wasOpen) this.#listener?.refused('notLetIn');
    else void this.#open();
  }

  /** By itself only where nothing can have been typed yet, and only once. */
  #reloadFor(build: string): void {
    if (!this.#wasOpen && isFirstReloadFor(build)) window.location.reload();
    else this.#listener?.refused('otherBuild');
  }

  #speakOver(socket: WebSocket): BirpcReturn<HostFunctions, PageFunctions> {
    return createBirpc<HostFunctions, PageFunctions>(
      { event: (name, data) => this.#listener?.event(name, data) },
      {
        post: (frame: Uint8Array<ArrayBuffer>) =>
          socket.send(frame.length > LARGE_FRAME ? new Blob([frame]) : frame),
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
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${SOCKET_PATH}`;
}

/** @returns of which build the page's files are */
const ownBuild = (): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${BUILD_META}"]`)?.content ?? '';
