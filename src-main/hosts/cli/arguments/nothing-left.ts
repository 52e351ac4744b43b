/** Texts of which nothing is left to be learnt, with a sentence for each that says why. */
export class NothingLeft extends Error {
  override readonly name = 'NothingLeft';
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join(' '));
    this.sentences = sentences;
  }
}
