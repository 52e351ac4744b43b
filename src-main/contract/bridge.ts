/** What the preload puts into the window as `verseloom`: the two functions between the screens and the host of a window of its own. */
export interface Bridge {
  /**
   * @param name of a call of the contract
   * @returns the host's reply, a `Reply` of the door, still untyped. Rejects when the preload does not know the name, or when the host
   * is gone before it has answered.
   */
  call(name: string, input: unknown): Promise<unknown>;
  /** Hears every event of the host from then on, each with its name. */
  listen(listener: (name: string, data: unknown) => void): void;
}
