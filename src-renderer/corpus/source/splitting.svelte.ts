/** How sources are split into songs: the way that is tried, the songs that it makes, and keeping it with the way back. */
import { createContext, untrack } from 'svelte';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { Source, Split } from '../../../src-main/contract/corpus/source.ts';
import type { OpenCorpus, Rearrangement } from '../../library/open-corpus.svelte.ts';
import { Inquiry } from '../../state/inquiry.svelte.ts';
import type { Notices } from '../../state/notices.svelte.ts';
import type { Undo } from '../../state/undo.svelte.ts';
import { count } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';

interface Around {
  readonly open: Pick<OpenCorpus, 'arrange'>;
  readonly notices: Notices;
  readonly undo: Undo;
}
interface Question {
  readonly id: string;
  readonly sourceIds: string[];
  readonly split: Split;
}
export type SplitPreview = Awaited<ReturnType<ApiCalls['corpora.previewSplit']>>;

const UNSPLIT: Split = { by: 'none' };

export class Splitting {
  #corpusId = '';
  #sources = $state.raw<readonly Source[]>([]);
  /** Another way than the one that is kept. */
  tried = $state.raw<Split | null>(null);
  /** It is being kept now. */
  busy = $state(false);
  readonly #songs: Inquiry<Question, SplitPreview>;
  readonly #around: Around;

  /** The way that all of them are split in now; where they differ, none. */
  readonly kept: Split = $derived.by(() => {
    const [first, ...others] = this.#sources;
    const isOne = first && others.every(({ split }) => isSameSplit(split, first.split));
    return isOne ? first.split : UNSPLIT;
  });

  constructor(calls: ApiCalls, around: Around) {
    this.#around = around;
    this.#songs = new Inquiry((question) => calls['corpora.previewSplit'](question));
  }

  get songs(): SplitPreview | null {
    return this.#songs.answer;
  }
  get waits(): boolean {
    return this.#songs.waits;
  }
  get error(): unknown {
    return this.#songs.error;
  }

  /** Follows sources of one corpus as the host has them; what is tried is tried on. */
  follow(corpusId: string, sources: readonly Source[]): void {
    this.#corpusId = corpusId;
    this.#sources = sources;
    this.preview(untrack(() => this.tried ?? this.kept)); // whoever follows does not follow what is tried
  }

  /** Lets go of the sources and of what was tried. */
  leave(): void {
    this.tried = null;
    this.#sources = [];
    this.#songs.forget();
  }

  /** What songs a way to split makes. */
  preview(split: Split): void {
    const sources = untrack(() => this.#sources);
    if (sources.length === 0) return;
    this.tried = sources.every((source) => isSameSplit(split, source.split)) ? null : split;
    const sourceIds = sources.map(({ id }) => id);
    this.#songs.want({ id: this.#corpusId, sourceIds, split });
  }

  /** @returns whether it is kept; if not, it is told why */
  async save(): Promise<boolean> {
    const [id, sources, split] = [this.#corpusId, this.#sources, this.tried];
    const [first] = sources;
    if (!first || !split) return false;
    const { open, notices, undo } = this.#around;
    const before = splitAs(sources.map((one) => [one.id, one.split]));
    let isKept = false;
    this.busy = true;
    await notices.attempt(async () => {
      await open.arrange(id, splitAs(sources.map((one) => [one.id, split])));
      isKept = true;
      undo.offer(
        sources.length === 1
          ? t('corpus.source.wasSplit', { name: first.name })
          : t('corpus.source.wereSplit', { count: sources.length, songs: count(sources.length) }),
        () => open.arrange(id, before),
      );
    });
    this.busy = false;
    return isKept;
  }
}

/** @param splits by the ids of sources; the others stay as they are */
function splitAs(splits: readonly (readonly [string, Split])[]): Rearrangement {
  const byId: Record<string, Split> = Object.fromEntries(splits);
  return (sources) => sources.map((one) => ({ ...one, split: byId[one.id] ?? one.split }));
}

const isSameSplit = (one: Split, other: Split): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Of several sources; one at a closer look has its own. */
export const [useSplitting, provideSplitting] = createContext<Splitting>();
