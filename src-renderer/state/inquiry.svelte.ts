/** A question that changes quickly and is answered slowly: asked after a pause, one at a time, and only what is asked last counts. */

/** Nobody reads an answer between two keys. */
const PAUSE = 150; // ms

export class Inquiry<Question, Answer> {
  /** To the newest question, or to one before it as long as that is not answered. */
  answer = $state.raw<Answer | null>(null);
  /** Why the newest question was not answered. */
  error = $state.raw<unknown>(null);
  /** Whether the answer is to come. */
  waits = $state(false);
  #question: Question | null = null;
  /** Of the question that is being asked. */
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
  readonly #pause: number;

  /**
   * @param ask is told by the signal that nobody waits for the answer any more
   * @param pause in ms
   */
  constructor(ask: (question: Question, signal: AbortSignal) => Promise<Answer>, pause = PAUSE) {
    this.#ask = ask;
    this.#pause = pause;
  }

  want(question: Question): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#question = question;
    this.waits = true;
    this.#timer = setTimeout(() => void this.#begin(), this.#pause);
  }

  /** Lets go of the question and of its answer. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#question = null;
    this.answer = null;
    this.error = null;
    this.waits = false;
  }

  async #begin(): Promise<void> {
    this.#timer = undefined;
    if (this.#asking) return; // what is asked now comes when that is answered
    let question = this.#question;
    while (question !== null) {
      this.#asking = new AbortController();
      const answer = await this.#answerTo(question, this.#asking.signal);
      if (question === this.#question) {
        [this.answer, this.error] = 'error' in answer ? [null, answer.error] : [answer.value, null];
        this.waits = false;
        break;
      }
      // Within the pause of another question its timer begins anew.
      question = this.#timer === undefined ? this.#question : null;
    }
    this.#asking = null;
  }

  async #answerTo(
    question: Question,
    signal: AbortSignal,
  ): Promise<{ value: Answer } | { error: unknown }> {
    try {
      return { value: await this.#ask(question, signal) };
    } catch (error) {
      return { error };
    }
  }
}
