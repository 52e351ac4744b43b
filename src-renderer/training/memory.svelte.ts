/** What the run of the form would take of memory, as the host tells it a moment after each change, and whether the person insists on it. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { toFailure, VerseloomError, type Failure } from '../../src-main/contract/errors.ts';
import type { MemoryEstimate } from '../../src-main/contract/training.ts';

export type MemoryQuestion = Parameters<ApiCalls['training.estimate']>[0];

/** Nobody reads an answer between two digits. */
const PAUSE = 150; // ms

export class Memory {
  estimate = $state.raw<MemoryEstimate | null>(null);
  #wantsAnyway = $state(false);
  /** Why the run would be refused. */
  readonly refusal: Failure | null = $derived(this.estimate?.refusal ?? null);
  /** Only what would be refused can be insisted on. */
  readonly insists = $derived(this.refusal !== null && this.#wantsAnyway);
  #question: MemoryQuestion | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  /** @param question null where the form does not tell a run */
  ask(question: MemoryQuestion | null): void {
    clearTimeout(this.#timer);
    this.#question = question;
    if (question) this.#timer = setTimeout(() => void this.#answer(question), PAUSE);
    else this.estimate = null;
  }

  insist(wants: boolean): void {
    this.#wantsAnyway = wants;
  }

  /** @returns whether it was for memory that the host refused a run; then that is shown from now on */
  refused(error: unknown): boolean {
    if (!(error instanceof VerseloomError) || error.code !== 'settings.tooMuchMemory') return false;
    clearTimeout(this.#timer);
    const refusal = toFailure(error);
    const gigabytes = (name: string): number => Number(refusal.params[name]) * 2 ** 30;
    const [bytes, availableBytes] = [gigabytes('needed'), gigabytes('available')];
    this.estimate = { bytes, availableBytes, refusal };
    return true;
  }

  async #answer(question: MemoryQuestion): Promise<void> {
    // Without an answer there is nothing to show: what is wrong is said when the run is started.
    const answer = await this.#calls['training.estimate'](question).catch(() => null);
    if (this.#question !== question) return; // the form has been changed meanwhile
    this.estimate = answer;
    if (!answer?.refusal) this.#wantsAnyway = false; // of another run
  }
}
