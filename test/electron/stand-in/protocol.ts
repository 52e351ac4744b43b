/** `protocol`: who answers `app://…`, which the pages know as a secure address that leads nowhere. */
import type { CustomScheme, Protocol } from 'electron';
import { session } from './permissions.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type Members = Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

class ProtocolStandIn implements Members {
  #handler: Handler | undefined;
  #privileges: CustomScheme['privileges'];
  #closed = false;

  /** Whether the application is ready. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** From now on the schemes are what they are. */
  close(): void {
    this.#closed = true;
  }

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (this.#closed)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    this.#privileges = schemes.find(({ scheme }) => scheme === 'app')?.privileges;
  }

  handle: Members['handle'] = (scheme, handler) => {
    void session.defaultSession; // whose protocol it is
    if (scheme !== 'app') throw new Error(`the stand-in serves app:, not ${scheme}:`);
    if (!this.#privileges?.standard || !this.#privileges.secure)
      throw new Error('in the stand-in, pages of app: are those of a standard and secure scheme');
    this.#handler = handler;
  };

  async answer(request: Request): Promise<Response> {
    if (!this.#handler) throw new Error('nobody answers app:');
    return this.#handler(request);
  }
}

export const protocol = new ProtocolStandIn();
