/** Keeps the draft that is open with the host: each change within a second, one save at a time, and never over what another window has written. */
import type { ApiCalls, EventData } from '../../../src-main/contract/api.ts';
import { VerseloomError, type ErrorCode } from '../../../src-main/contract/errors.ts';
import type { Draft, DraftContent } from '../../../src-main/contract/writing/draft.ts';

/** Milliseconds from a change to its save, so that several are one. */
const SOON = 400;
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

export class Keeping {
  id = $state<string | null>(null);
  /** Whether all that stands on the page is with the host. */
  isSaved = $state(true);
  readonly #calls: ApiCalls;
  readonly #kept: Kept;
  #revision = 0;
  /** The newest revision that was told of. */
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;

  constructor(calls: ApiCalls, kept: Kept) {
    this.#calls = calls;
    this.#kept = kept;
  }

  /** From now on it is this one; null for one that the host does not know yet. */
  begin(draft: Pick<Draft, 'id' | 'revision'> | null): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.id = draft?.id ?? null;
    this.#revision = this.#told = draft?.revision ?? 0;
    this.isSaved = true;
  }

  /** The revision on which what stands on the page rests; 0 where the host does not know it yet. */
  get revision(): number {
    return this.#revision;
  }

  changed(): void {
    this.isSaved = false;
    this.#timer ??= setTimeout(() => void this.save(), SOON);
  }

  /** @returns when what stands on the page now is on disk, or has been tried */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#saving;
    if (this.isSaved || (this.id === null && !this.#kept.isWorth())) return;
    this.#saving = this.#save();
    await this.#saving;
    this.#saving = undefined;
  }

  /** What the host says of a draft that was changed, by whatever window. */
  async heard({ id, revision }: EventData<'draft'>): Promise<void> {
    if (id !== this.id) return;
    this.#told = Math.max(this.#told, revision);
    await this.#saving; // it may be the answer to this one
    if (id !== this.id || this.#told <= this.#revision) return;
    if (this.isSaved) await this.#takeOther(id);
    else await this.save();
  }

  async #save(): Promise<void> {
    this.isSaved = true;
    try {
      let id = this.id;
      if (id === null) {
        const made = await this.#calls['drafts.create']({});
        ({ id } = made);
        this.id = id;
        this.#revision = made.revision;
        this.#kept.made(id);
      }
      const content = this.#kept.content();
      const { revision } = await this.#calls['drafts.save']({
        ...{ id, revision: this.#revision, content },
      });
      if (this.id === id) this.#revision = revision;
    } catch (error) {
      await this.#failed(error);
    }
  }

  async #failed(error: unknown): Promise<void> {
    this.isSaved = false;
    const is = (code: ErrorCode): boolean => error instanceof VerseloomError && error.code === code;
    if (is('draft.notFound')) {
      this.id = null; // it was deleted elsewhere: what stands here is another one
      this.changed();
      return;
    }
    this.#kept.fail(error);
    const { id } = this;
    if (!is('draft.changedElsewhere') || id === null) {
      this.#timer ??= setTimeout(() => void this.save(), LATER);
      return;
    }
    const { text, spans } = this.#kept.content();
    try {
      await this.#calls['drafts.keep']({ id, reason: 'elsewhere', content: { text, spans } });
      await this.#takeOther(id);
    } catch (again) {
      this.#kept.fail(again);
      this.#timer ??= setTimeout(() => void this.save(), LATER);
    }
  }

  async #takeOther(id: string): Promise<void> {
    const other = await this.#calls['drafts.open']({ id });
    if (this.id !== id) return;
    this.begin(other);
    this.#kept.replace(other);
  }
}
