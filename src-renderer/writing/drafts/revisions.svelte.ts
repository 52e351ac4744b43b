/** The texts of before of one draft: which there are, what has become of one since, and how one takes the place of the present text. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type {
  DraftContent,
  DraftInfo,
  DraftRevision,
} from '../../../src-main/contract/writing/draft.ts';
import { textChanges } from './text-changes.ts';

export type RevisionText = Pick<DraftContent, 'text' | 'spans'>;

/** The page that one writes on. */
export interface RevisionsPage {
  /** The draft that is on it. */
  readonly openId: string | null;
  content(): RevisionText;
  /** Puts another draft on it; what is left is saved. */
  open(id: string): Promise<void>;
  /** Puts a text in the place of what stands there, as one step that can be undone. */
  put(text: RevisionText): void;
}

type Chosen = RevisionText & Pick<DraftRevision, 'number' | 'at'>;

export class Revisions {
  readonly draft: DraftInfo;
  /** The newest first; null until they have come. */
  list = $state.raw<readonly DraftRevision[] | null>(null);
  chosen = $state.raw<Chosen | null>(null);
  /** What stands in the draft now; null where that cannot be read. */
  present = $state.raw<RevisionText | null>(null);
  /** What has become of the chosen one; all of it as it was where nothing is known of the present text. */
  readonly changes = $derived(
    this.chosen ? textChanges(this.chosen.text, (this.present ?? this.chosen).text) : [],
  );
  readonly isPresent = $derived(this.chosen?.text === this.present?.text);
  readonly #calls: ApiCalls;
  readonly #page: RevisionsPage;

  constructor(calls: ApiCalls, draft: DraftInfo, page: RevisionsPage) {
    this.#calls = calls;
    this.draft = draft;
    this.#page = page;
  }

  async load(): Promise<void> {
    const { id } = this.draft;
    const [list, present] = await Promise.all([
      this.#calls['drafts.revisions']({ id }),
      this.#presentOf(id),
    ]);
    this.present = present;
    this.list = list;
    const [newest] = list;
    if (newest && !this.chosen) await this.choose(newest);
  }

  async choose({ number, at }: Pick<DraftRevision, 'number' | 'at'>): Promise<void> {
    const text = await this.#calls['drafts.revision']({ id: this.draft.id, number });
    this.chosen = { ...text, number, at };
  }

  /** Keeps the present text. */
  async keep(): Promise<void> {
    const { present } = this;
    if (!present) return;
    const { id } = this.draft;
    const kept = await this.#calls['drafts.keep']({ id, reason: 'kept', content: present });
    await this.load();
    await this.choose(kept);
  }

  /**
   * Puts the chosen text in the place of the present one, which is kept, and the draft on the page.
   * @returns what takes that back; undefined where nothing could be read that stood there
   */
  async putBack(): Promise<(() => Promise<void>) | undefined> {
    const { chosen, draft } = this;
    if (!chosen) return undefined;
    const { id } = draft;
    if (draft.damage) {
      await this.#calls['drafts.goBack']({ id, number: chosen.number });
      await this.#page.open(id);
      return undefined;
    }
    const before = await this.#replace(chosen);
    return before && (async () => void (await this.#replace(before)));
  }

  /** @returns what stood there; undefined where the page could not be left */
  async #replace({ text, spans }: RevisionText): Promise<RevisionText | undefined> {
    const { id } = this.draft;
    if (this.#page.openId !== id) await this.#page.open(id);
    if (this.#page.openId !== id) return undefined;
    const before = this.#page.content();
    if (before.text.trim() !== '')
      await this.#calls['drafts.keep']({ id, reason: 'replaced', content: before });
    this.#page.put({ text, spans });
    return before;
  }

  async #presentOf(id: string): Promise<RevisionText | null> {
    if (this.draft.damage) return null;
    if (id === this.#page.openId) return this.#page.content();
    const { text, spans } = (await this.#calls['drafts.open']({ id })).content;
    return { text, spans };
  }
}
