/** The texts that the compute process has been given to learn or to score, by the ids of their characters. */

interface Text {
  readonly ids: Int32Array<ArrayBuffer>;
  /** How many of them are there by now. */
  filled: number;
}

export class Texts {
  readonly #texts = new Map<string, Text>();

  /**
   * Takes in the next piece of a text.
   * @param length of the whole text
   */
  add(key: string, length: number, piece: Int32Array): void {
    let text = this.#texts.get(key);
    if (!text) this.#texts.set(key, (text = { ids: new Int32Array(length), filled: 0 }));
    text.ids.set(piece, text.filled);
    text.filled += piece.length;
  }

  /** Does something with a text, and lets go of it. */
  async take<Result>(key: string, use: (ids: Int32Array) => Promise<Result>): Promise<Result> {
    const text = this.#texts.get(key);
    try {
      if (!text || text.filled !== text.ids.length) throw new Error('the text is not all there');
      return await use(text.ids);
    } finally {
      this.forget(key);
    }
  }

  /** Frees its memory at once: a process that rests collects no garbage for long. */
  forget(key: string): void {
    this.#texts.get(key)?.ids.buffer.transfer(0);
    this.#texts.delete(key);
  }
}
