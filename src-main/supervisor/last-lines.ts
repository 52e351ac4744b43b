/** The last lines that a process has printed, which tell what it died of. */

const LINES = 12;

export class LastLines {
  #text = '';

  readonly add = (text: string): void => {
    this.#text = (this.#text + text)
      .split('\n')
      .slice(-LINES - 1)
      .join('\n');
  };

  /** Without an end of line. */
  get text(): string {
    return this.#text.trimEnd();
  }
}
