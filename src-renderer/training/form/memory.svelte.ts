/** What the run of the form would learn and take of memory, as the host tells it a moment after each change, and whether the person insists on it. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import { toFailure, VerseloomError, type Failure } from '../../../src-main/contract/errors.ts';
import type { LearntShare, RunEstimate } from '../../../src-main/contract/training.ts';

export type MemoryQuestion = Parameters<ApiCalls['training.estimate']>[0];

/** Nobody reads an answer between two digits. */
const PAUSE = 150; // ms

/** A refusal tells of memory alone. */
type Need = Pick<RunEstimate, 'bytes' | 'availableBytes' | 'refusal'> & Partial<RunEstimate>;

export class Memory {
  estimate = $state.raw<Need | null>(null);
  /** What else the host would refuse, at the field that it names. */
  conflict = $state.raw<VerseloomError | null>(null);
  #share = $state.raw<{ readonly of: string; readonly share: LearntShare } | null>(null);
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
    else [this.estimate, this.conflict] = [null, null];
  }

  /** @returns how much would be learnt, once the host has told it of that very text and of those settings that decide it */
  shareOf(question: Omit<MemoryQuestion, 'engine'> | null): LearntShare | undefined {
    return question && this.#share?.of === textOf(question) ? this.#share.share : undefined;
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
    let conflict: VerseloomError | null = null;
    const answer = await this.#calls['training.estimate'](question).catch((error: unknown) => {
      // What is wrong elsewhere is said when the run is started.
      if (error instanceof VerseloomError && 'field' in error.params) conflict = error;
      return null;
    });
    if (this.#question !== question) return; // the form has been changed meanwhile
    [this.estimate, this.conflict] = [answer, conflict];
    this.#share = answer && { of: textOf(question), share: answer.share };
    if (!answer?.refusal) this.#wantsAnyway = false; // of another run
  }
}

/** What of a question decides what is learnt. */
const textOf = ({ corpusId, settings }: Omit<MemoryQuestion, 'engine'>): string =>
  JSON.stringify([
    corpusId,
    settings['maxCharacters'],
    settings['lineBreaks'],
    settings['heldOut'],
  ]);
