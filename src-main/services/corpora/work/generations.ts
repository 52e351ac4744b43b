/** What was worked out lately: it is kept as long as it is asked for again in one of the next two rounds. */
export class Generations<Value> {
  #now = new Map<string, Value>();
  #before = new Map<string, Value>();

  /** Begins a round: what the last one did not ask for goes. */
  turn(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  get(key: string): Value | undefined {
    const value = this.#now.get(key) ?? this.#before.get(key);
    if (value !== undefined) this.#now.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#now.set(key, value);
  }
}
