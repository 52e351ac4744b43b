/** Which draft is on the page: that of last time, another one, or a new page; what is left is saved before. */
import { z } from 'zod';
import type { ApiCalls, EventData } from '../../../src-main/contract/api.ts';
import {
  draftContent,
  type Draft as DraftFile,
  type DraftContent,
} from '../../../src-main/contract/writing/draft.ts';
import { keep, keepHere, recall, recallHere } from '../../state/kept.ts';
import type { Drafts } from './drafts.svelte.ts';
import type { Keeping, Unanswered } from './keeping.svelte.ts';

const lastDraft = z.object({ id: z.string().nullable() });
/** What windows have left that the host had not confirmed, the oldest first. */
const unsaved = z.array(
  lastDraft.extend({
    revision: z.int(),
    content: draftContent,
    unanswered: z.object({ revision: z.int(), text: z.string() }).optional() satisfies z.ZodType<
      Unanswered | undefined
    >,
    making: z.string().optional(),
  }),
);

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
  /** How often another draft was chosen: the last one counts, however long one before takes. */
  #chosen = 0;

  constructor(calls: ApiCalls, drafts: Drafts, keeping: Keeping, page: Page) {
    this.#calls = calls;
    this.#drafts = drafts;
    this.#keeping = keeping;
    this.#page = page;
  }

  /** Fetches the list, and at first the draft of last time; what could not be saved before is saved. */
  async load(): Promise<void> {
    await this.#drafts.load();
    if (this.#isOpened || this.#page.isWorth()) return this.#stay();
    if (await this.#takeLeft()) return;
    const last = recallHere('draft', lastDraft);
    const list = this.#drafts.list.filter(({ damage }) => damage === null);
    const [latest] = list.toSorted((a, b) => b.changedAt.localeCompare(a.changedAt));
    const { id } = list.find((one) => one.id === last?.id) ?? latest ?? {};
    if (id === undefined) return this.#stay();
    const chosen = this.#chosen;
    const file = await this.#calls['drafts.open']({ id });
    if (chosen !== this.#chosen || this.#isOpened) return;
    if (this.#page.isWorth()) return this.#stay(); // somebody has begun to write meanwhile
    this.#begin(file);
  }

  /** The window goes: what the host has not confirmed yet is found again when it comes back. */
  unload(): void {
    const { id, revision, unanswered, making, isWithHost } = this.#keeping;
    if (isWithHost || (id === null && !this.#page.isWorth())) return;
    const content = this.#page.content();
    const left = recall('unsaved', unsaved) ?? [];
    const keepWith = (history: string | null): boolean =>
      keep('unsaved', [
        ...left,
        { id, revision, unanswered, making, content: { ...content, history } },
      ]);
    if (!keepWith(content.history)) keepWith(null); // its text before its undoing, where both are too much
  }

  /** Opens another draft, unless yet another is chosen meanwhile; the one before is saved. */
  async open(id: string): Promise<void> {
    const chosen = ++this.#chosen;
    const file = await this.#calls['drafts.open']({ id });
    if (!(await this.#leave()) || chosen !== this.#chosen) return;
    const { id: present, revision } = this.#keeping;
    if (id !== present || file.revision > revision) this.#begin(file);
  }

  /** A new page; it becomes a draft with what is first written on it. */
  async begin(): Promise<void> {
    const chosen = ++this.#chosen;
    if ((await this.#leave()) && chosen === this.#chosen) this.#begin(null);
  }

  /** The draft on the page is one that is kept, from now on. */
  made(id: string | null): void {
    keepHere('draft', { id });
  }

  /** A draft was changed, or which there are. */
  async heard(change?: EventData<'draft'>): Promise<void> {
    if (change) await this.#keeping.heard(change);
    else await this.#drafts.load();
  }

  /** Shows what was left when windows went, one after the other, and saves it as if it had been typed here. @returns whether something was left */
  async #takeLeft(): Promise<boolean> {
    const left = recall('unsaved', unsaved) ?? [];
    for (const [at, { id, revision, content, unanswered, making }] of left.entries()) {
      if (!(await this.#leave())) return true;
      keep('unsaved', left.slice(at + 1));
      this.#begin(id === null ? null : { id, revision, content }, unanswered, making);
      if (id === null) this.#page.show({ content });
      this.#keeping.changed();
    }
    return left.length > 0;
  }

  /** What stands on the page is what one writes on. */
  #stay(): Promise<void> {
    this.#isOpened = true;
    return this.#keeping.save();
  }

  /** @returns whether nothing would be lost; why something would, has been told */
  async #leave(): Promise<boolean> {
    this.#page.leave();
    await this.#keeping.save();
    return this.#keeping.isSaved || !this.#page.isWorth();
  }

  #begin(
    file: Pick<DraftFile, 'id' | 'revision' | 'content'> | null,
    unanswered?: Unanswered,
    making?: string,
  ): void {
    this.#isOpened = true;
    this.#keeping.begin(file, unanswered, making);
    this.made(file?.id ?? null);
    this.#page.show(file);
  }
}
