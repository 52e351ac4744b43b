/** Keeps the draft that is open with the host: each change within a second, one save at a time, and never over what another window has written. */
import type { ApiCalls, EventData } from '../../../src-main/contract/api.ts';
import { VerseloomError, type ErrorCode } from '../../../src-main/contract/errors.ts';
import type { Draft, DraftContent } from '../../../src-main/contract/writing/draft.ts';

/** Milliseconds from a change to its save, so that several are one. */
const SOON = 400;
/**
 * Milliseconds that each part of a save waits at most for a moment in which nothing is typed or drawn: to gather a long draft and to send
 * it takes a while, and no key is to wait for both.
 */
const AT_REST = 200;
/** Milliseconds until what could not be saved is tried again. */
const LATER = 5000;

/** What is kept, and what has to be told of it. */
export interface Kept {
  content(): DraftContent;
  /** Whether there is anything that is worth a draft of its own. */
  isWorth(): boolean;
  /** It has become a draft. */
  made(id: string): void;
  /** Another window has written in it. */
  replace(draft: Draft): void;
  /** Something did not work; what is on the page stays there. */
  fail(error: unknown): void;
}

/** What was sent of a draft and never answered: nobody knows whether it was saved. */
export interface Unanswered {
  readonly revision: number;
  readonly text: string;
}

export class Keeping {
  id = $state<string | null>(null);
  /** Whether all that stands on the page was given to the host, which may not have answered yet. */
  isSaved = $state(true);
  readonly #calls: ApiCalls;
  readonly #kept: Kept;
  #revision = 0;
  /** The newest revision that was told of. */
  #told = 0;
  /** That which nothing was answered to yet, or the link went before. */
  #unanswered: Unanswered | undefined;
  /** The id under which a draft was asked for that is not known to be there. */
  #making: string | undefined;
  #isSaving = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Saves come one after the other; none fails. */
  #saving: Promise<void> = Promise.resolve();

  constructor(calls: ApiCalls, kept: Kept) {
    this.#calls = calls;
    this.#kept = kept;
  }

  /**
   * From now on it is this one; null for one that the host does not know yet.
   * @param unanswered what a page before this one has sent of it
   * @param making the id under which a page before this one has asked for it
   */
  begin(
    draft: Pick<Draft, 'id' | 'revision'> | null,
    unanswered?: Unanswered,
    making?: string,
  ): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [id, revision] = [draft?.id ?? null, draft?.revision ?? 0];
    this.#told = id === this.id ? Math.max(this.#told, revision) : revision;
    this.id = id;
    this.#revision = revision;
    this.#unanswered = unanswered;
    this.#making = making;
    this.isSaved = true;
  }

  /** Whether the host has all that stands on the page, and has said so. */
  get isWithHost(): boolean {
    return this.isSaved && !this.#isSaving;
  }

  get making(): string | undefined {
    return this.#making;
  }

  get unanswered(): Unanswered | undefined {
    return this.#unanswered;
  }

  /** The revision on which what stands on the page rests; 0 where the host does not know it yet. */
  get revision(): number {
    return this.#revision;
  }

  changed(): void {
    this.isSaved = false;
    this.#timer ??= setTimeout(() => void atRest().then(() => this.save()), SOON);
  }

  /** @returns when what stands on the page now is on disk, or has been tried */
  save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  /** What the host says of a draft that was changed, by whatever window. */
  async heard({ id, revision }: EventData<'draft'>): Promise<void> {
    if (id !== this.id) return;
    this.#told = Math.max(this.#told, revision);
    await this.#saving; // it may be the answer to this one
    if (id !== this.id || this.#told <= this.#revision) return;
    if (!this.isSaved) return this.save();
    const other = await this.#calls['drafts.open']({ id });
    if (id !== this.id || other.revision <= this.#revision) return;
    if (this.isSaved) this.#takeOther(other);
    else await this.save(); // something was typed meanwhile
  }

  async #save(): Promise<void> {
    if (this.isSaved || (this.id === null && !this.#kept.isWorth())) return;
    this.isSaved = this.#isSaving = true;
    try {
      let id = this.id;
      if (id === null) {
        // Under the same name however often it is asked for: no answer may have come, or the page may have gone.
        this.#making ??= crypto.randomUUID().replaceAll('-', '').slice(0, 16);
        const made = await this.#calls['drafts.create']({ id: this.#making });
        this.#making = undefined;
        ({ id } = made);
        this.id = id;
        this.#revision = made.revision;
        this.#kept.made(id);
      }
      const content = this.#kept.content();
      await atRest();
      const { revision } = await this.#send(id, content);
      if (this.id === id) this.#revision = revision;
      this.#unanswered = undefined;
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.#isSaving = false;
    }
  }

  async #send(id: string, content: DraftContent): Promise<{ revision: number }> {
    const revision = this.#revision;
    const before = this.#unanswered;
    this.#unanswered ??= { revision, text: content.text };
    try {
      return await this.#calls['drafts.save']({ id, revision, content });
    } catch (error) {
      if (!isOf(error, 'host.away')) this.#unanswered = before; // it has answered
      throw error;
    }
  }

  async #failed(error: unknown): Promise<void> {
    this.isSaved = false;
    if (isOf(error, 'draft.notFound')) {
      this.id = null; // it was deleted elsewhere: what stands here is another one
      this.changed();
      return;
    }
    const { id } = this;
    if (!isOf(error, 'draft.changedElsewhere') || id === null) {
      this.#kept.fail(error);
      this.#later();
      return;
    }
    try {
      const other = await this.#calls['drafts.open']({ id });
      if (this.id !== id) return;
      if (this.#isOwn(other)) {
        this.#revision = this.#told = other.revision;
        this.changed();
        return;
      }
      await this.#keepAside(id);
      if (this.id !== id) return;
      this.#kept.fail(error);
      this.#takeOther(other);
    } catch (again) {
      this.#kept.fail(again);
      this.#later();
    }
  }

  #later(): void {
    this.#timer ??= setTimeout(() => void this.save(), LATER);
  }

  /** Whether it is what was saved from here, the answer to which was lost with the link. */
  #isOwn({ revision, content }: Draft): boolean {
    const sent = this.#unanswered;
    return revision === (sent?.revision ?? 0) + 1 && content.text === sent?.text;
  }

  /** Keeps what stands on the page as a text of before, with what is typed until that is done. */
  async #keepAside(id: string): Promise<void> {
    for (;;) {
      const { text, spans } = this.#kept.content();
      await this.#calls['drafts.keep']({ id, reason: 'elsewhere', content: { text, spans } });
      if (this.id !== id || this.#kept.content().text === text) return;
    }
  }

  #takeOther(other: Draft): void {
    this.begin(other);
    this.#kept.replace(other);
  }
}

/** @returns at the next moment in which the page has nothing else to do, or soon after */
const atRest = (): Promise<unknown> =>
  typeof requestIdleCallback === 'undefined'
    ? Promise.resolve()
    : new Promise((resolve) => requestIdleCallback(resolve, { timeout: AT_REST }));

const isOf = (error: unknown, code: ErrorCode): boolean =>
  error instanceof VerseloomError && error.code === code;
