/** Which draft is on the page: that of last time, another one, or a new page; what is left is saved before. */
import { z } from 'zod';
import type { ApiCalls, EventData } from '../../../src-main/contract/api.ts';
import {
  draftContent,
  type Draft as DraftFile,
  type DraftContent,
} from '../../../src-main/contract/writing/draft.ts';
import { keep, recall } from '../../state/kept.ts';
import type { Drafts } from './drafts.svelte.ts';
import type { Keeping } from './keeping.svelte.ts';

const lastDraft = z.object({ id: z.string().nullable() });
const unsaved = lastDraft.extend({ revision: z.int(), content: draftContent });

/** What the pad has to do with it. */
export interface Page {
  content(): DraftContent;
  /** Whether anything on the page would be a loss. */
  isWorth(): boolean;
  /** What hangs on the draft on the page ends. */
  leave(): void;
  /** @param file null for a new page */
  show(file: Pick<DraftFile, 'content'> | null): void;
}

export class Opening {
  readonly #calls: ApiCalls;
  readonly #drafts: Drafts;
  readonly #keeping: Keeping;
  readonly #page: Page;
  /** The draft of last time has been looked for. */
  #isOpened = false;

  constructor(calls: ApiCalls, drafts: Drafts, keeping: Keeping, page: Page) {
    this.#calls = calls;
    this.#drafts = drafts;
    this.#keeping = keeping;
    this.#page = page;
  }

  /** Fetches the list, and at first the draft of last time; what could not be saved before is saved. */
  async load(): Promise<void> {
    await this.#drafts.load();
    if (this.#isOpened || this.#page.isWorth()) return this.#keeping.save();
    if (await this.#findLeft()) return;
    const last = recall('draft', lastDraft);
    const list = this.#drafts.list.filter(({ damage }) => damage === null);
    const [latest] = list.toSorted((a, b) => b.changedAt.localeCompare(a.changedAt));
    const { id } = list.find((one) => one.id === last?.id) ?? latest ?? {};
    if (id !== undefined) await this.open(id);
    this.#isOpened = true;
  }

  /** The window goes: what the host has not got yet is found again when it comes back. */
  unload(): void {
    const { id, revision, isSaved } = this.#keeping;
    if (!isSaved && this.#page.isWorth())
      keep('unsaved', { id, revision, content: this.#page.content() });
  }

  /** Opens another draft; the one before is saved. */
  async open(id: string): Promise<void> {
    const file = await this.#calls['drafts.open']({ id });
    if (await this.#leave()) this.#begin(file);
  }

  /** A new page; it becomes a draft with what is first written on it. */
  async begin(): Promise<void> {
    if (await this.#leave()) this.#begin(null);
  }

  /** The draft on the page is one that is kept, from now on. */
  made(id: string | null): void {
    keep('draft', { id });
  }

  /** A draft was changed, or which there are. */
  async heard(change?: EventData<'draft'>): Promise<void> {
    if (change) await this.#keeping.heard(change);
    else await this.#drafts.load();
  }

  /** @returns whether something was left when the window went, which nobody has written over since */
  async #findLeft(): Promise<boolean> {
    const left = recall('unsaved', unsaved);
    keep('unsaved', null);
    if (!left) return false;
    const { id, revision, content } = left;
    const file = id === null ? null : await this.#calls['drafts.open']({ id }).catch(() => null);
    if (id !== null && file?.revision !== revision) return false;
    this.#begin(file);
    this.#page.show({ content });
    this.#keeping.changed();
    return true;
  }

  /** @returns whether nothing would be lost; why something would, has been told */
  async #leave(): Promise<boolean> {
    this.#page.leave();
    await this.#keeping.save();
    return this.#keeping.isSaved || !this.#page.isWorth();
  }

  #begin(file: DraftFile | null): void {
    this.#isOpened = true;
    this.#keeping.begin(file);
    this.made(file?.id ?? null);
    this.#page.show(file);
  }
}
