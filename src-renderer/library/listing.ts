/** Lists a library, one time after the other: no answer that is older takes the place of a newer one. */
export class Listing {
  readonly #list: () => Promise<void>;
  /** The one under way, and the one that begins after it. */
  #now: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(list: () => Promise<void>) {
    this.#list = list;
  }

  /** Lists the library as it is from now on; all who ask while it is being listed get one further list. */
  load(): Promise<void> {
    if (this.#next) return this.#next;
    if (!this.#now) return this.#begin();
    return (this.#next = this.#now
      .catch(() => {}) // those who asked for it have heard of it
      .then(() => this.#begin()));
  }

  #begin(): Promise<void> {
    this.#next = undefined;
    return (this.#now = this.#list().finally(() => (this.#now = undefined)));
  }
}
