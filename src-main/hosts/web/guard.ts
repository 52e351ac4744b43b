/** Who may speak to the web host at all: pages of this very address, whatever name it was reached by. */
import type { IncomingMessage } from 'node:http';
import { contentSecurityPolicy } from '../../contract/links/screen-files.ts';

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy("'self'"),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export class Guard {
  /** Cookies do not tell ports apart, so the name does. */
  readonly #cookie: string;
  /** As browsers write them: without the port where it is HTTP's own. */
  readonly #origins: ReadonlySet<string>;

  constructor(port: number) {
    this.#cookie = `verseloom-${port}`;
    const addresses = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
    this.#origins = new Set(addresses.map((address) => new URL(address).origin));
  }

  /** A foreign name that points here (DNS rebinding) or a foreign page that calls here is refused. */
  isOurs({ headers }: IncomingMessage): boolean {
    const here = originOf(headers.host);
    if (here === undefined || !this.#origins.has(here)) return false;
    return headers.origin === undefined || headers.origin === here;
  }

  /** A script of our own page asks, and no navigation, which may name no origin. */
  isOurPage(request: IncomingMessage): boolean {
    return this.isOurs(request) && request.headers.origin !== undefined;
  }

  /** @returns what the browser was given by `setCookie`; several where another host had this port before and set its own */
  cookiesOf({ headers }: IncomingMessage): string[] {
    return (headers.cookie ?? '')
      .split(';')
      .map((cookie) => cookie.trim().split('='))
      .flatMap(([name, value]) => (name === this.#cookie && value !== undefined ? [value] : []));
  }

  setCookie(value: string): string {
    return `${this.#cookie}=${value}; HttpOnly; SameSite=Strict; Path=/`;
  }
}

/** @returns undefined for what is no name of a host, and for one with more than a name and a port in it */
function originOf(host: string | undefined): string | undefined {
  if (host === undefined || !/^[\w.-]+(:\d+)?$/.test(host)) return undefined;
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).origin : undefined;
}
