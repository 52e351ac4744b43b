/** What can be taken back: the last deletions and changes, the newest first. */
import { t } from '../text/messages.svelte.ts';
import type { Alike, NoticeAction, Notices } from './notices.svelte.ts';

interface Step {
  /** What was done, as a sentence. */
  readonly text: string;
  readonly back: () => Promise<void>;
  readonly notice?: number;
  /** What makes one step of several that follow one another. */
  readonly alike?: string;
}

/** Takes a step out again that was not done after all. */
export type Forget = () => void;

const MOST = 20;

export class Undo {
  #steps = $state.raw<readonly Step[]>([]);
  /** What would be taken back, as a sentence. */
  readonly last: string | undefined = $derived(this.#steps[0]?.text);
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /**
   * Says what was done, and offers to take it back: with the notice for a while, and by its key for as long as nothing else was done since.
   * @param others what else can be done about it
   * @param alike what makes one notice of several that come one after the other: they are taken back together
   */
  offer(
    text: string,
    back: () => Promise<void>,
    others: readonly NoticeAction[] = [],
    alike?: Alike,
  ): Forget {
    const way = { label: t('app.undo'), run: () => void this.#take(step) };
    const notice = this.#notices.done(text, [way, ...others], alike);
    const before = this.#steps.find((one) => one.notice === notice);
    this.#steps = this.#steps.filter((one) => one !== before);
    const all = async (): Promise<void> => {
      await back();
      await before?.back();
    };
    const step: Step = { text: this.#notices.textOf(notice) ?? text, back: all, notice };
    return this.#add(step);
  }

  /**
   * What one sees happen needs no notice: it can be taken back by its key.
   * @param alike what makes one step of several that follow one another, such as one song that is moved place by place
   */
  keep(text: string, back: () => Promise<void>, alike?: string): Forget {
    const [last] = this.#steps;
    if (last && alike !== undefined && last.alike === alike) return () => {}; // what was before it holds
    return this.#add({ text, back, ...(alike !== undefined && { alike }) });
  }

  #add(step: Step): Forget {
    this.#steps = [step, ...this.#steps].slice(0, MOST);
    return () => this.#forget(step);
  }

  #forget(step: Step): void {
    this.#steps = this.#steps.filter((one) => one !== step);
    if (step.notice !== undefined) this.#notices.dismiss(step.notice);
  }

  /** Takes back what was done last. @returns whether there was anything */
  takeBack(): boolean {
    const [step] = this.#steps;
    if (step) void this.#take(step);
    return step !== undefined;
  }

  async #take(step: Step): Promise<void> {
    if (!this.#steps.includes(step)) return; // it was taken back by its key
    this.#forget(step);
    await this.#notices.attempt(step.back);
  }
}
