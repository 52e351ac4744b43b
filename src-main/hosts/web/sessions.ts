/**
 * How a page is let in. An address carries a code, which opens one session once. The session's cookie is good for the files, and for
 * one claim of the secret that the socket asks for, which the page keeps to itself: a cookie goes to every port of this machine.
 */
import { Keyring } from './keyring.ts';

/** Who opens more browsers than that at a time is not looking at the first. */
const MOST_SESSIONS = 64;
const MOST_CODES = 64;
/** From the code to the claim: the time that a page takes to load, and no more than that. */
const CLAIM_LIMIT_MS = 60_000;

interface Code {
  readonly expires: number;
  session?: Session;
}

export interface Session {
  readonly claimBy: number;
  claimed: boolean;
  /** Told when the session is over; its sockets are closed then. */
  readonly ended: AbortController;
}

export class Sessions {
  readonly #now: () => number;
  readonly #codes = new Keyring<Code>(MOST_CODES);
  readonly #sessions = new Keyring<Session>(MOST_SESSIONS);
  readonly #pages = new Keyring<Session>(MOST_SESSIONS);

  /** @param now milliseconds of a clock that only goes on */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @param lifetime ms; without one, the code is good until it is used */
  newCode(lifetime = Number.POSITIVE_INFINITY): string {
    return this.#codes.add({ expires: this.#now() + lifetime });
  }

  /**
   * Uses a code up.
   * @param cookies of the browser that brings it
   * @param isOwnUser whether that browser is one of the user whose host this is, as far as the system tells
   * @returns the cookie of the session that it opens; undefined for a code that is used, too old or none
   */
  open(given: string, cookies: readonly string[] = [], isOwnUser = () => true): string | undefined {
    const code = this.#codes.find(given);
    if (!code || this.#now() > code.expires) return undefined;
    // One that does not last was an argument of a program, which every user of the machine can read. Where the system does not
    // tell them apart, whoever was faster than the browser is shown out again when that comes. The browser itself may come twice,
    // as one does that loads pages beforehand.
    const wasArgument = Number.isFinite(code.expires);
    if (wasArgument && !isOwnUser()) return undefined;
    if (code.session) {
      if (wasArgument && this.#find(cookies) !== code.session) code.session.ended.abort();
      return undefined;
    }
    const claimBy = this.#now() + CLAIM_LIMIT_MS;
    code.session = { claimBy, claimed: false, ended: new AbortController() };
    return this.#sessions.add(code.session);
  }

  /** Whether one of a browser's cookies is of a session. */
  has(cookies: readonly string[]): boolean {
    return this.#find(cookies) !== undefined;
  }

  /** @returns the secret for the socket; undefined when it was claimed before, or not within the time */
  claim(cookies: readonly string[]): string | undefined {
    const session = this.#find(cookies);
    if (!session || session.claimed || this.#now() > session.claimBy) return undefined;
    session.claimed = true;
    return this.#pages.add(session);
  }

  /** @returns the session of a page that has claimed this secret */
  sessionOf(secret: string): Session | undefined {
    return alive(this.#pages.find(secret));
  }

  #find(cookies: readonly string[]): Session | undefined {
    for (const cookie of cookies) {
      const session = alive(this.#sessions.find(cookie));
      if (session) return session;
    }
    return undefined;
  }
}

const alive = (session: Session | undefined): Session | undefined =>
  session?.ended.signal.aborted ? undefined : session;
