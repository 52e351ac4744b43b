/** Things that are found again by a secret alone. Only hashes are kept, and they are compared in constant time. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

interface Entry<Thing> {
  readonly hash: Buffer;
  readonly thing: Thing;
}

export class Keyring<Thing> {
  readonly #most: number;
  readonly #entries: Entry<Thing>[] = [];

  /** @param most things that are held; the oldest gives way to one more */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns the secret, which is nowhere else */
  add(thing: Thing): string {
    const secret = randomBytes(24).toString('base64url');
    this.#entries.push({ hash: hashOf(secret), thing });
    if (this.#entries.length > this.#most) this.#entries.shift();
    return secret;
  }

  find(secret: string): Thing | undefined {
    const hash = hashOf(secret);
    let found: Thing | undefined;
    for (const entry of this.#entries) if (timingSafeEqual(entry.hash, hash)) found = entry.thing;
    return found;
  }
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
