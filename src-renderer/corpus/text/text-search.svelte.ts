/** A text that is looked for in a corpus: where it stands, and which of these places one is at. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { SearchHit } from '../../../src-main/contract/corpus/figures.ts';
import { Inquiry } from '../../state/inquiry.svelte.ts';

type Found = Awaited<ReturnType<ApiCalls['corpora.search']>>;
interface Question {
  readonly id: string;
  readonly query: string;
}

const LIMIT = 1000; // places of one call

export const MAX_QUERY = 200;

export class TextSearch {
  query = $state('');
  /** Which of the places one is at, from 0. */
  at = $state(0);
  #more = $state.raw<readonly SearchHit[]>([]);
  #id = '';
  /** What is fetched besides is of this search, or of none. */
  #fetching: object | null = null;
  readonly #inquiry: Inquiry<Question, Found>;
  readonly #calls: ApiCalls;
  readonly #show: (hit: SearchHit) => void;

  /** @param show shows a place */
  constructor(calls: ApiCalls, show: (hit: SearchHit) => void) {
    this.#calls = calls;
    this.#show = show;
    this.#inquiry = new Inquiry((question) =>
      calls['corpora.search']({ ...question, limit: LIMIT }),
    );
  }

  /** How many places there are; null while that is not known. */
  get total(): number | null {
    return this.#inquiry.waits ? null : (this.#inquiry.answer?.total ?? null);
  }
  readonly hits: readonly SearchHit[] = $derived.by(() => [
    ...(this.#inquiry.answer?.hits ?? []),
    ...this.#more,
  ]);
  /** Another one for every answer. */
  get answer(): unknown {
    return this.#inquiry.answer;
  }
  get error(): unknown {
    return this.#inquiry.error;
  }
  get current(): SearchHit | undefined {
    return this.hits[this.at];
  }

  /** Another text is to be searched, or the same one after a change. */
  follow(id: string): void {
    this.#id = id;
    this.write(this.query);
  }

  write(query: string): void {
    this.query = query;
    this.at = 0;
    this.#more = [];
    this.#fetching = null;
    if (query === '') this.#inquiry.forget();
    else this.#inquiry.want({ id: this.#id, query });
  }

  /** Goes to the first place from a line on, or to the first of all. */
  begin(line: number): void {
    const place = this.hits.findIndex((hit) => hit.line >= line);
    this.at = Math.max(0, place);
    const { current } = this;
    if (current) this.#show(current);
  }

  /** Goes to the place that many further on; from the last one to the first, and from the first to the last that is known. */
  async go(by: 1 | -1): Promise<void> {
    if (this.at + by >= this.hits.length) await this.#fetchMore();
    const { length } = this.hits;
    if (length === 0) return;
    this.at = (this.at + by + length) % length;
    this.#show(this.hits[this.at]!);
  }

  async #fetchMore(): Promise<void> {
    const { query, hits, total } = this;
    const last = hits.at(-1);
    if (!last || this.#fetching || total === null || hits.length >= total) return;
    const fetching = (this.#fetching = {});
    try {
      const asked = { id: this.#id, query, from: last.line, limit: LIMIT };
      const found = await this.#calls['corpora.search'](asked);
      if (this.#fetching !== fetching) return; // something else is looked for, or in another text
      const isNew = ({ line, start }: SearchHit): boolean =>
        line > last.line || (line === last.line && start > last.start);
      this.#more = [...this.#more, ...found.hits.filter(isNew)];
    } finally {
      if (this.#fetching === fetching) this.#fetching = null;
    }
  }
}
