/** Who may speak to the web host: this machine's own browser, with the token that was printed at the start. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Everything comes from the host itself; nothing inline, nothing remote, and no one may frame it. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export class Guard {
  readonly token = randomBytes(24).toString('base64url');
  /** Cookies do not tell ports apart, so the name does. */
  readonly #cookie: string;
  readonly #hosts: ReadonlySet<string>;

  constructor(port: number) {
    this.#cookie = `verseloom-${port}`;
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  }

  /** A foreign name that points here (DNS rebinding) or a foreign page that calls here is refused. */
  isOurs({ headers }: IncomingMessage): boolean {
    if (!headers.host || !this.#hosts.has(headers.host)) return false;
    return headers.origin === undefined || headers.origin === `http://${headers.host}`;
  }

  isOurPage(request: IncomingMessage): boolean {
    return this.isOurs(request) && request.headers.origin !== undefined;
  }

  /** The token in the address, as it is printed: it is changed into a cookie at once and so leaves the address bar. */
  opens(address: URL): boolean {
    return this.#matches(address.searchParams.get('token'));
  }

  knows({ headers }: IncomingMessage): boolean {
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
    return cookies.some(([name, value]) => name === this.#cookie && this.#matches(value ?? null));
  }

  get setCookie(): string {
    return `${this.#cookie}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  #matches(value: string | null): boolean {
    if (value === null) return false;
    const [given, expected] = [Buffer.from(value), Buffer.from(this.token)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
