/** The drafts of the library: which there are, and which of them is looked for. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { DraftInfo } from '../../../src-main/contract/writing/draft.ts';
import { t } from '../../text/messages.svelte.ts';

/** Milliseconds without a key after which is looked for what was typed. */
const PAUSE = 200;

export class Drafts {
  /** Pinned ones first, then the last changed. */
  list = $state.raw<readonly DraftInfo[]>([]);
  query = $state('');
  loaded = $state(false);
  readonly #calls: ApiCalls;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    const { query } = this;
    const list = await this.#calls['drafts.list'](query.trim() === '' ? {} : { query });
    if (asked !== this.#asked) return;
    this.list = list;
    this.loaded = true;
  }

  search(query: string, fail: (error: unknown) => void): void {
    this.query = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.load().catch(fail), PAUSE);
  }
}

/** What a draft is called: after its first line where it has no name. */
export const nameOfDraft = ({ name, firstLines }: Pick<DraftInfo, 'name' | 'firstLines'>): string =>
  name ?? firstLines[0] ?? t('write.drafts.unnamed');
