/** What the corpus that one looks at is made of, and what that means for a run with the settings of the form. */
import { createContext, untrack } from 'svelte';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { CorpusDetails, CorpusInfo } from '../../../src-main/contract/corpus/corpus.ts';
import type { CorpusFigures, SongPlace } from '../../../src-main/contract/corpus/figures.ts';
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import { adviseOn, learntOf, songsWithin, type Advice } from '../../library/advice/advice.ts';
import { namesOfSongs } from '../../library/song-names.ts';
import type { Pace } from '../../run/last-pace.svelte.ts';
import { Inquiry } from '../../state/inquiry.svelte.ts';

interface Around {
  /** Of a run on that corpus that would begin now. */
  readonly settings: (corpus: CorpusInfo) => TrainingSettings;
  readonly pace: () => Pace | null;
}
interface Made {
  readonly figures: CorpusFigures;
  readonly songs: readonly SongPlace[];
}

export class Composition {
  #corpus = $state.raw<CorpusDetails | null>(null);
  #key = '';
  readonly #inquiry: Inquiry<string, Made>;
  readonly #around: Around;
  readonly #names: readonly string[] = $derived.by(() =>
    namesOfSongs(this.#inquiry.answer?.songs ?? [], this.#corpus?.sources ?? []),
  );

  readonly advice: readonly Advice[] = $derived.by(() => {
    const [corpus, made] = [this.#corpus, this.#inquiry.answer];
    if (!corpus || !made) return [];
    const { characters, distinct } = made.figures;
    const settings = this.#around.settings(corpus);
    const limit = learntOf(settings, characters);
    return adviseOn({
      ...{ settings, characters, distinct, songs: made.songs.length },
      learnt: limit - heldOutOf(settings, limit),
      learntSongs: songsWithin(made.songs, limit),
      figures: made.figures,
      pace: this.#around.pace(),
    });
  });

  constructor(calls: ApiCalls, around: Around) {
    this.#around = around;
    this.#inquiry = new Inquiry(async (id) => {
      const [figures, songs] = await Promise.all([
        calls['corpora.figures']({ id }),
        calls['corpora.songs']({ id }),
      ]);
      return { figures, songs };
    }, 0);
  }

  get figures(): CorpusFigures | null {
    return this.#inquiry.answer?.figures ?? null;
  }
  get error(): unknown {
    return this.#inquiry.error;
  }
  get waits(): boolean {
    return this.#inquiry.waits;
  }

  titleOf(song: number): string {
    return this.#names[song] ?? '';
  }

  /** @returns the first line of a song */
  lineOf(song: number): number {
    return this.#inquiry.answer?.songs[song]?.line ?? 0;
  }

  /** Follows the corpus that one looks at; another text of it is gone through anew. */
  follow(corpus: CorpusDetails): void {
    const key = `${corpus.id} ${corpus.hash}`;
    const before = untrack(() => this.#corpus?.id);
    this.#corpus = corpus;
    if (key === this.#key) return;
    if (corpus.id !== before) this.#inquiry.forget();
    this.#key = key;
    this.#inquiry.want(corpus.id);
  }
}

/** @returns about how many characters are held out: to the character, only the host knows */
function heldOutOf({ heldOut }: Pick<TrainingSettings, 'heldOut'>, characters: number): number {
  if (heldOut.by === 'none') return 0;
  return Math.round(
    characters * (heldOut.by === 'last' ? heldOut.percent / 100 : 1 / heldOut.every),
  );
}

export const [useComposition, provideComposition] = createContext<Composition>();
