/** How long the run of the form would take, as the host tells it once the form rests: for that it may have to measure. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { RunForecast } from '../../../src-main/contract/training.ts';

export type ForecastQuestion = Parameters<ApiCalls['training.forecast']>[0];

/** A measurement keeps the machine busy for a moment: not while somebody is still at it. */
const REST = 600; // ms
/** What was not measured since a run was under way is asked for again now and then. */
const AGAIN = 15_000; // ms

export class Forecast {
  /** Null while it is not known. */
  known = $state.raw<RunForecast | null>(null);
  /** It is asked for, and not answered yet. */
  isAsked = $state(false);
  #question = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #calls: ApiCalls;
  readonly #heard: (forecast: RunForecast, question: ForecastQuestion) => void;

  /** @param heard told of every answer */
  constructor(
    calls: ApiCalls,
    heard: (forecast: RunForecast, question: ForecastQuestion) => void = () => {},
  ) {
    this.#calls = calls;
    this.#heard = heard;
  }

  /** @param question null where the form does not tell a run, or nobody looks at it */
  ask(question: ForecastQuestion | null): void {
    const asked = question ? JSON.stringify(question) : '';
    if (asked === this.#question) return;
    this.#question = asked;
    clearTimeout(this.#timer);
    this.isAsked = question !== null;
    this.known = null;
    if (question) this.#timer = setTimeout(() => void this.#answer(question, asked), REST);
  }

  /** Nothing changes that is not asked for again: a run has ended, say. */
  again(): void {
    const asked = this.#question;
    if (asked === '' || this.isAsked) return;
    const question = JSON.parse(asked) as ForecastQuestion;
    this.isAsked = this.known === null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#answer(question, asked), REST);
  }

  async #answer(question: ForecastQuestion, asked: string): Promise<void> {
    // Without an answer there is nothing to show: what is wrong is said when the run is started.
    const answer = await this.#calls['training.forecast'](question).catch(() => null);
    if (this.#question !== asked) return; // the form has been changed meanwhile
    this.isAsked = false;
    this.known = answer;
    if (answer) this.#heard(answer, question);
    if (!answer || answer.isRough) this.#timer = setTimeout(() => this.again(), AGAIN);
  }
}
