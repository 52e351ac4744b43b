/** What one can do with the songs of a corpus, each with the way back. */
import { inNaturalOrder } from '../../../src-main/contract/corpus/natural-order.ts';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import type { Source, SourceChoices } from '../../../src-main/contract/corpus/source.ts';
import type { ListChoice } from '../../controls/list-choice.svelte.ts';
import type { Corpora } from '../../library/corpora.svelte.ts';
import { choicesOf, type Rearrangement } from '../../library/open-corpus.svelte.ts';
import type { Notices } from '../../state/notices.svelte.ts';
import type { Forget, Undo } from '../../state/undo.svelte.ts';
import { count } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import * as arrangement from './arrangement.ts';

interface Around {
  readonly corpora: Corpora;
  readonly notices: Notices;
  readonly undo: Undo;
  readonly list: ListChoice<Source>;
}

type Deed = 'switchedOn' | 'switchedOff' | 'moved' | 'removed' | 'encoded';

export class SongActions {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  switch(sources: readonly Source[], on: boolean): Promise<void> {
    const changed = sources.filter((source) => source.on !== on);
    const values = new Map(changed.map(({ id }) => [id, on]));
    const text = wording(changed, on ? 'switchedOn' : 'switchedOff');
    return this.#set('on', changed, values, text);
  }

  rename(source: Source, name: string): Promise<void> {
    const text = t('corpus.songs.renamed', { name });
    return this.#set('name', [source], new Map([[source.id, name]]), text);
  }

  /** One place up (-1) or down (1). @param shown all that have a place, in order */
  move(moved: readonly Source[], shown: readonly Source[], by: 1 | -1): Promise<void> {
    const ids = new Set(moved.map(({ id }) => id));
    const order = arrangement.movedBy(idsOf(shown), ids, by);
    return this.#reorder(shown, order, wording(moved, 'moved'), [...ids].join(' '));
  }

  /** In front of what has a place, or behind all. */
  moveTo(moved: readonly Source[], shown: readonly Source[], place: number): Promise<void> {
    const order = arrangement.movedTo(idsOf(shown), new Set(idsOf(moved)), place);
    return this.#reorder(shown, order, wording(moved, 'moved'));
  }

  /** By their names as people count, whatever the order is now. */
  sort(shown: readonly Source[]): Promise<void> {
    const order = shown.toSorted((a, b) => inNaturalOrder(a.name, b.name));
    return this.#reorder(shown, idsOf(order), t('corpus.songs.sorted'));
  }

  remove(sources: readonly Source[]): Promise<void> {
    const { list, undo } = this.#around;
    return this.#attempt(({ id, sources: before }) => {
      const removed = this.#arrange(id, arrangement.without(sources), (back) =>
        undo.offer(wording(sources, 'removed'), () =>
          back(arrangement.bringingBack(sources, before.map(choicesOf))),
        ),
      );
      list.chooseNone();
      list.moves += 1; // what had the focus is gone
      return removed;
    });
  }

  /** @param encoding null has it guessed */
  setEncoding(sources: readonly Source[], encoding: string | null): Promise<void> {
    const { corpora, undo } = this.#around;
    return this.#attempt(async ({ id }) => {
      const set = (some: readonly Source[], to: string | null): Promise<void> =>
        corpora.open.change('setEncoding', id, { sourceIds: idsOf(some), encoding: to });
      await set(sources, encoding);
      undo.offer(wording(sources, 'encoded'), async () => {
        const before = Map.groupBy(sources, (one) => (one.encodingChosen ? one.encoding : null));
        for (const [to, some] of before) await set(some, to);
      });
    });
  }

  /** Adds what was typed or pasted, at the end. */
  add(corpusId: string, name: string, text: string): Promise<void> {
    const { corpora, notices, undo } = this.#around;
    return notices.attempt(async () => {
      const known = new Set(corpora.open.details?.sources.map(({ id }) => id));
      await corpora.open.change('addSong', corpusId, { name, text });
      const { details } = corpora.open;
      const added = details?.sources.filter(({ id }) => !known.has(id)) ?? [];
      if (details?.id !== corpusId || added.length !== 1) return;
      this.#around.list.point(added[0]!.id);
      this.#around.list.moves += 1;
      undo.offer(t('corpus.songs.added', { name }), () =>
        corpora.open.arrange(corpusId, arrangement.without(added)),
      );
    });
  }

  #set<Choice extends 'on' | 'name'>(
    choice: Choice,
    sources: readonly Source[],
    values: ReadonlyMap<string, SourceChoices[Choice]>,
    text: string,
  ): Promise<void> {
    if (sources.length === 0) return Promise.resolve();
    const before = arrangement.valuesOf(choice, sources);
    return this.#attempt(({ id }) =>
      this.#arrange(id, arrangement.setting(choice, values), (back) =>
        this.#around.undo.keep(text, () => back(arrangement.setting(choice, before))),
      ),
    );
  }

  #reorder(
    shown: readonly Source[],
    order: readonly string[],
    text: string,
    alike?: string,
  ): Promise<void> {
    const before = idsOf(shown);
    if (before.every((id, index) => id === order[index])) return Promise.resolve();
    return this.#attempt(({ id }) => {
      const arranged = this.#arrange(id, arrangement.inOrder(order), (back) =>
        this.#around.undo.keep(
          text,
          () => back(arrangement.inOrder(before)),
          alike === undefined ? undefined : `${id} ${alike}`,
        ),
      );
      this.#around.list.moves += 1; // the row has moved, and the focus did not go with it
      return arranged;
    });
  }

  /** @param offer offers the way back at once, as the change is shown at once */
  async #arrange(
    id: string,
    change: Rearrangement,
    offer: (back: (change: Rearrangement) => Promise<void>) => Forget,
  ): Promise<void> {
    const { open } = this.#around.corpora;
    const forget = offer((back) => open.arrange(id, back));
    try {
      await open.arrange(id, change);
    } catch (error) {
      forget();
      throw error;
    }
  }

  #attempt(task: (corpus: CorpusDetails) => Promise<void>): Promise<void> {
    const { corpora, notices } = this.#around;
    const { details } = corpora.open;
    return details ? notices.attempt(() => task(details)) : Promise.resolve();
  }
}

const idsOf = (sources: readonly Source[]): string[] => sources.map(({ id }) => id);

function wording(sources: readonly Source[], deed: Deed): string {
  const [only] = sources;
  return sources.length === 1 && only
    ? t(`corpus.songs.${deed}`, { name: only.name })
    : t(`corpus.songs.${deed}Several`, { count: sources.length, songs: count(sources.length) });
}
