/** The screen of the corpora: which part of one is looked at, which of its songs, what is edited, and what is asked. */
import { createContext } from 'svelte';
import type { Source } from '../../src-main/contract/corpus/source.ts';
import { ListChoice } from '../controls/list-choice.svelte.ts';
import type { Corpora } from '../library/corpora.svelte.ts';
import type { Notices } from '../state/notices.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';
import { SongActions } from './songs/song-actions.ts';

export const tabs = ['songs', 'recipe', 'text', 'figures'] as const;
export type Tab = (typeof tabs)[number];

/** What is asked in a dialog of this screen. */
export type Question =
  /** A text for a new corpus, or for a song at the end of one. */
  | { readonly of: 'paste'; readonly text: string; readonly intoId: string | null }
  | { readonly of: 'merge'; readonly id: string }
  | { readonly of: 'again'; readonly id: string }
  | { readonly of: 'encoding'; readonly sources: readonly Source[] }
  | { readonly of: 'split'; readonly id: string; readonly sources: readonly Source[] };

export class CorpusScreen {
  tab = $state<Tab>('songs');
  question = $state.raw<Question | null>(null);
  /** The source at a closer look, and which part of that one comes for. */
  look = $state.raw<{ readonly sourceId: string; readonly tab?: 'split' | 'encoding' } | null>(
    null,
  );
  /** The corpus or the source whose name is edited, and what is typed so far. */
  renaming = $state.raw<{ readonly id: string; readonly typed?: string } | null>(null);
  readonly #corpora: Corpora;

  /** Sources that have a place in the text, or would have; and those that were left out. */
  readonly songs: readonly Source[] = $derived.by(() => this.#of((source) => !source.skipped));
  readonly leftOut: readonly Source[] = $derived.by(() => this.#of(({ skipped }) => skipped));
  readonly list: ListChoice<Source>;
  readonly actions: SongActions;

  constructor(around: { corpora: Corpora; notices: Notices; undo: Undo }) {
    this.#corpora = around.corpora;
    this.list = new ListChoice(() => [...this.songs, ...this.leftOut]);
    this.actions = new SongActions({ ...around, list: this.list });
  }

  #of(which: (source: Source) => unknown): Source[] {
    return this.#corpora.open.details?.sources.filter(which) ?? [];
  }

  /** Another corpus is looked at. */
  turn(): void {
    this.look = null;
    this.list.chooseNone();
    this.list.point('');
  }

  /** Leads to what was left out, with the reasons. */
  showLeftOut(corpusId: string): void {
    this.#corpora.selectedId = corpusId;
    this.tab = 'songs';
    const [first] = this.leftOut;
    if (first) this.#goTo(first);
  }

  /** Goes to the next of some sources in the list, and after the last to the first. */
  goToNext(some: readonly Source[]): void {
    const after = [...this.songs, ...this.leftOut].slice(this.list.cursor + 1);
    const next = after.find((source) => some.includes(source)) ?? some[0];
    if (next) this.#goTo(next);
  }

  #goTo({ id }: Source): void {
    this.list.point(id);
    this.list.moves += 1;
  }

  /** What something is done with: all that are chosen where this is one of them. */
  meant(source: Source): readonly Source[] {
    return this.list.isChosen(source.id) ? this.list.chosen : [source];
  }

  draftOf({ id, name }: { readonly id: string; readonly name: string }) {
    if (this.renaming?.id !== id) return undefined;
    const { typed } = this.renaming;
    return { text: typed ?? name, isBegun: typed !== undefined };
  }
}

export const [useCorpusScreen, provideCorpusScreen] = createContext<CorpusScreen>();
