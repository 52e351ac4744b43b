/** The drafts of the library: which there are, and which of them is looked for. */
import { SvelteMap } from 'svelte/reactivity';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { DraftInfo } from '../../../src-main/contract/writing/draft.ts';
import { Listing } from '../../library/listing.ts';
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
  /** By their ids, also those that are not looked for. */
  readonly #known = new SvelteMap<string, DraftInfo>();
  readonly #listing = new Listing(() => this.#list());

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  /** @returns once the list is there, however many more have been asked for meanwhile */
  load(): Promise<void> {
    return this.#listing.load();
  }

  /** @returns what the person calls a draft; undefined where they have given it no name */
  givenName(id: string | null): string | undefined {
    return (id === null ? undefined : this.#known.get(id)?.name) ?? undefined;
  }

  search(query: string, fail: (error: unknown) => void): void {
    this.query = query;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.load().catch(fail), PAUSE);
  }

  async #list(): Promise<void> {
    const { query } = this;
    this.list = await this.#calls['drafts.list'](query.trim() === '' ? {} : { query });
    for (const draft of this.list) this.#known.set(draft.id, draft);
    this.loaded = true;
  }
}

/** What a draft is called: after its first line where it has no name. */
export const nameOfDraft = ({ name, firstLines }: Pick<DraftInfo, 'name' | 'firstLines'>): string =>
  name ?? firstLines[0] ?? t('write.drafts.unnamed');
