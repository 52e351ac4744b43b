/** How one looks at the runs of the library: what is searched for, in which order and shape, where the cursor is, what is chosen. */
import { z } from 'zod';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';
import { messages } from '../text/messages.svelte.ts';
import { keep, recall } from '../state/kept.ts';
import type { Draft } from '../controls/draft.ts';
import { ListChoice } from '../controls/list-choice.svelte.ts';
import { columnKey, type ColumnKey } from './list/run-columns.ts';
import { finder, newestFirst, sort, sortRuns, type Sort } from './list/library-order.ts';

const layout = z.enum(['table', 'cards']);
export type Layout = z.infer<typeof layout>;

const keptLibrary = z.object({
  layout,
  sort,
  columns: z.array(columnKey).nullable().catch(null).default(null),
});

/** A name is edited where one asked for it: in the list or beside it. */
export type Place = Renaming['place'];

/** What is typed; without it, the name is as it was. */
const keptRenaming = z.object({
  id: z.string(),
  place: z.enum(['list', 'panel']),
  typed: z.string().optional(),
});
type Renaming = z.infer<typeof keptRenaming>;

export class Browsing {
  #query = $state('');
  #tag = $state<string | null>(null);
  #favouritesOnly = $state(false);
  layout = $state<Layout>('table');
  sort = $state.raw<Sort>(newestFirst);
  /** Those of the table that a person has chosen; null: those that there is room for. */
  columns = $state.raw<readonly ColumnKey[] | null>(null);
  #openId = $state<string | null>(null);
  /** The name that is edited, with what is typed so far: that outlives a host that goes, and a reload to find it again. */
  #renaming = $state.raw<Renaming | null>(null);
  readonly #models: () => readonly RunInfo[];

  /** Every tag that a model has, and how many have it. */
  readonly tags: readonly (readonly [tag: string, count: number])[] = $derived.by(() => {
    const all = this.#models().flatMap((model) => model.tags);
    const { compare } = new Intl.Collator(messages.language);
    return [...Map.groupBy(all, (tag) => tag)]
      .map(([tag, { length }]) => [tag, length] as const)
      .sort(([one], [other]) => compare(one, other));
  });
  /** The tag that is asked for, as long as a model has it. */
  readonly tag = $derived(this.tags.find(([tag]) => tag === this.#tag)?.[0] ?? null);
  readonly filtered = $derived(
    this.#query.trim() !== '' || this.tag !== null || this.#favouritesOnly,
  );
  /** Changes whenever what is shown is searched or sorted anew. */
  readonly arrangement = $derived(
    JSON.stringify([this.#query, this.tag, this.#favouritesOnly, this.sort]),
  );
  readonly #sorted = $derived.by(() => sortRuns(this.#models(), this.sort, messages.language));
  readonly shown: readonly RunInfo[] = $derived.by(() => {
    const { tag, favouritesOnly } = this;
    const found = finder(this.#query);
    return this.#sorted.filter(
      (model) =>
        (tag === null || model.tags.includes(tag)) &&
        (!favouritesOnly || model.favourite) &&
        found(model),
    );
  });
  readonly list = new ListChoice<RunInfo>(
    () => this.shown,
    () => this.#sorted,
  );
  /** The model that one looks at closely. */
  readonly open: RunInfo | undefined = $derived.by(() =>
    this.#models().find(({ id }) => id === this.#openId),
  );

  constructor(models: () => readonly RunInfo[]) {
    this.#models = models;
    this.#renaming = recall('renaming', keptRenaming) ?? null;
    const kept = recall('library', keptLibrary);
    if (!kept) return;
    this.layout = kept.layout;
    this.sort = kept.sort;
    this.columns = kept.columns;
  }

  get cursor(): number {
    return this.list.cursor;
  }

  get current(): RunInfo | undefined {
    return this.list.current;
  }

  /** Models that something is to be done with together. */
  get chosen(): readonly RunInfo[] {
    return this.list.chosen;
  }

  get query(): string {
    return this.#query;
  }

  get favouritesOnly(): boolean {
    return this.#favouritesOnly;
  }

  /** The cursor stays on its model; where that is not found, it begins anew. */
  filter(by: { query?: string; tag?: string | null; favouritesOnly?: boolean }): void {
    this.list.rest();
    if (by.query !== undefined) this.#query = by.query;
    if (by.tag !== undefined) this.#tag = by.tag;
    if (by.favouritesOnly !== undefined) this.#favouritesOnly = by.favouritesOnly;
  }

  showAll(): void {
    this.filter({ query: '', tag: null, favouritesOnly: false });
  }

  arrange(choice: { layout?: Layout; sort?: Sort; columns?: readonly ColumnKey[] | null }): void {
    if (choice.layout) this.layout = choice.layout;
    if (choice.sort) this.sort = choice.sort;
    if (choice.columns !== undefined) this.columns = choice.columns;
    keep('library', { layout: this.layout, sort: this.sort, columns: this.columns });
  }

  /** Moves the cursor; the closer look goes with it. */
  point(id: string): void {
    this.list.point(id);
    if (this.#openId !== null) this.#openId = id;
  }

  /** As by keys: the focus follows. @param extend chooses everything on the way */
  moveTo(index: number, extend = false): void {
    const model = this.list.moveTo(index, extend);
    if (model) this.point(model.id);
  }

  /** Makes sure that a model is seen, whatever is searched for, and puts the focus on it. */
  show(id: string): void {
    if (!this.shown.some((model) => model.id === id)) this.showAll();
    this.point(id);
    this.list.moves += 1;
  }

  look(id: string): void {
    this.point(id);
    this.list.anchor(id);
    this.#openId = id;
  }

  lookAway(): void {
    this.#openId = null;
    if (this.#renaming?.place === 'panel') this.leaveName();
  }

  rename(id: string, place: Place): void {
    this.#renaming = { id, place };
  }

  /** @returns the name that is edited there; undefined where it is not edited */
  draftOf({ id, name }: Pick<RunInfo, 'id' | 'name'>, place: Place): Draft | undefined {
    const { id: edited, place: there, typed } = this.#renaming ?? {};
    if (edited !== id || there !== place) return undefined;
    return { text: typed ?? name, isBegun: typed !== undefined };
  }

  /** @param typed what the name is so far */
  typeName(id: string, place: Place, typed: string): void {
    this.#renaming = { id, place, typed };
    keep('renaming', { id, place: 'list', typed }); // the closer look is closed after a reload
  }

  leaveName(): void {
    this.#renaming = null;
    keep('renaming', null);
  }
}
