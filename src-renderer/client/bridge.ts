/** The transport of a window of its own: the two functions that the preload has put into it. */
import { MAX_BRIDGED_BYTES, type Bridge } from '../../src-main/contract/links/bridge.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { Transport, TransportListener } from './transport.ts';

declare global {
  interface Window {
    /** There in a window of its own, not in a browser. */
    readonly verseloom?: Bridge;
  }
}

export class BridgeTransport implements Transport {
  readonly maxFileBytes = MAX_BRIDGED_BYTES;
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async call(name: string, input: unknown): Promise<unknown> {
    try {
      return await this.#bridge.call(name, input);
    } catch (error) {
      throw new VerseloomError('compute.stopped', {}, { cause: error });
    }
  }

  /** The host is there before the window is, and does not come back without it. */
  connect(listener: TransportListener): void {
    this.#bridge.listen((name, data) => listener.event(name, data));
    listener.opened();
  }
}
