/** One source of a corpus at a closer look: its words before and after, its encoding, its songs, and what a person makes of them. */
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import type { Source, SourceView } from '../../../src-main/contract/corpus/source.ts';
import type { OpenCorpus } from '../../library/open-corpus.svelte.ts';
import { Inquiry } from '../../state/inquiry.svelte.ts';
import type { Notices } from '../../state/notices.svelte.ts';
import type { Undo } from '../../state/undo.svelte.ts';
import { t } from '../../text/messages.svelte.ts';
import { encodingName } from '../../text/encoding-names.ts';
import { songsOf, textOf } from './source-text.ts';
import { Splitting } from './splitting.svelte.ts';

interface Around {
  readonly open: Pick<OpenCorpus, 'arrange' | 'change'>;
  readonly notices: Notices;
  readonly undo: Undo;
}
interface Place {
  readonly id: string;
  readonly sourceId: string;
}
/** A source as it is read now, and in another encoding. */
export interface Readings {
  readonly encoding: string;
  readonly now: string;
  readonly then: string;
}
export type Scope = 'one' | 'all';

export class SourceLook {
  #corpus = $state.raw<CorpusDetails | null>(null);
  #sourceId = $state('');
  readonly source: Source | undefined = $derived(
    this.#corpus?.sources.find(({ id }) => id === this.#sourceId),
  );
  /** The encoding that the present one is compared with; empty for none. */
  candidate = $state('');
  scope = $state<Scope>('one');
  /** As the person has typed it; null where that is what is kept. */
  draft = $state<string | null>(null);
  readonly splitting: Splitting;
  /** What is being kept now. */
  busy = $state(false);
  readonly #view: Inquiry<Place, SourceView>;
  readonly #readings: Inquiry<Place & { encoding: string }, Readings>;
  /** What was kept last, until the host has it. */
  #kept = $state<string | null>(null);
  /** What was typed in sources that one has left. */
  readonly #drafts = new SvelteMap<string, string>();
  readonly #around: Around;

  constructor(calls: ApiCalls, around: Around) {
    this.#around = around;
    this.#view = new Inquiry((place) => calls['corpora.source'](place), 0);
    this.#readings = new Inquiry(async ({ encoding, ...place }) => {
      const [now, then] = await Promise.all([
        calls['corpora.source'](place),
        calls['corpora.source']({ ...place, encoding }),
      ]);
      return { encoding, now: now.text, then: then.text };
    }, 0);
    this.splitting = new Splitting(calls, around);
  }

  get view(): SourceView | null {
    return this.#view.answer;
  }
  get waits(): boolean {
    return this.#view.waits;
  }
  get error(): unknown {
    return this.#view.error ?? this.#readings.error ?? this.splitting.error;
  }
  get readings(): Readings | null {
    return this.candidate === '' ? null : this.#readings.answer;
  }

  /** Sources that are read in the same encoding as this one, with it; all of these can be read in another one together. */
  readonly alike: readonly Source[] = $derived.by(() => {
    const { source } = this;
    if (!source?.encoding) return [];
    return (this.#corpus?.sources ?? []).filter(
      ({ encoding, hasOriginal }) => hasOriginal && encoding === source.encoding,
    );
  });

  /** What is to be edited: the words as they are learnt. */
  readonly words: string = $derived.by(() => textOf(this.#view.answer?.songs ?? []));

  /** What stands in the field. */
  readonly text: string = $derived.by(
    () => this.draft ?? (this.#view.waits ? this.#kept : null) ?? this.words,
  );

  /** Follows a source as the host has it. */
  follow(corpus: CorpusDetails, sourceId: string): void {
    const before = this.#corpus?.id === corpus.id && this.#sourceId === sourceId;
    if (!before) this.#leave();
    this.#corpus = corpus;
    this.#sourceId = sourceId;
    const { source } = this;
    if (!source) return;
    const place = { id: corpus.id, sourceId };
    if (!before) {
      this.draft = this.#drafts.get(keyOf(place)) ?? null;
      this.candidate = source.certain ? '' : (source.otherEncoding ?? '');
      this.scope = 'one';
      this.#kept = null;
    }
    if (this.candidate === source.encoding) this.candidate = '';
    this.#view.want(place);
    this.#readCandidate();
    this.splitting.follow(corpus.id, [source]);
  }

  /** Compares with another encoding; with none where it is empty. */
  compare(encoding: string): void {
    this.candidate = encoding;
    this.#readCandidate();
  }

  /** Reads this source in another encoding, or all of those that are alike; null has it guessed. */
  async setEncoding(encoding: string | null): Promise<void> {
    const [corpus, { source, alike, scope }] = [this.#corpus, this];
    if (!corpus || !source) return;
    const read = scope === 'all' ? alike : [source];
    const { open } = this.#around;
    const set = (sources: readonly Source[], name: string | null): Promise<void> =>
      open.change('setEncoding', corpus.id, {
        ...{ sourceIds: sources.map(({ id }) => id), encoding: name },
      });
    await this.#keep(
      () => set(read, encoding),
      encoding === null
        ? t('corpus.source.guessed', { count: read.length, name: source.name })
        : t('corpus.source.readAs', {
            ...{ count: read.length, name: source.name, encoding: encodingName(encoding) },
          }),
      async () => {
        for (const [before, sources] of byChoice(read)) await set(sources, before);
      },
    );
  }

  write(text: string): void {
    this.draft = text === this.words ? null : text;
  }

  /** Keeps the words as they were typed. */
  async saveWords(): Promise<void> {
    const { draft } = this;
    if (draft !== null) await this.#setWords(draft, 'corpus.source.saved');
  }

  /** Goes back to what came in. */
  async takeBackWords(): Promise<void> {
    await this.#setWords(null, 'corpus.source.tookBack');
  }

  async #setWords(
    text: string | null,
    said: 'corpus.source.saved' | 'corpus.source.tookBack',
  ): Promise<void> {
    const corpus = this.#corpus;
    const { source, words } = this;
    if (!corpus || !source) return;
    const set = (to: string | null): Promise<void> =>
      this.#around.open.change('editText', corpus.id, {
        sourceId: source.id,
        text: to === null ? null : songsOf(to),
      });
    const before = source.edited ? words : null;
    const isKept = await this.#keep(
      () => set(text),
      t(said, { name: source.name }),
      () => set(before),
    );
    if (!isKept) return;
    this.#drafts.delete(keyOf({ id: corpus.id, sourceId: source.id }));
    if (this.#sourceId !== source.id) return;
    this.#kept = text;
    this.draft = null;
  }

  /** @returns whether it is kept; if not, it is told why */
  async #keep(
    change: () => Promise<void>,
    said: string,
    back: () => Promise<void>,
  ): Promise<boolean> {
    let isKept = false;
    this.busy = true;
    await this.#around.notices.attempt(async () => {
      await change();
      isKept = true;
      this.#around.undo.offer(said, back);
    });
    this.busy = false;
    return isKept;
  }

  #readCandidate(): void {
    const corpus = this.#corpus;
    if (!corpus || this.candidate === '') return this.#readings.forget();
    const { candidate: encoding } = this;
    this.#readings.want({ id: corpus.id, sourceId: this.#sourceId, encoding });
  }

  /** What was typed is there when one comes back. */
  #leave(): void {
    const corpus = this.#corpus;
    if (corpus && this.#sourceId !== '') {
      const key = keyOf({ id: corpus.id, sourceId: this.#sourceId });
      if (this.draft === null) this.#drafts.delete(key);
      else this.#drafts.set(key, this.draft);
    }
    for (const one of [this.#view, this.#readings]) one.forget();
    this.splitting.leave();
  }
}

const keyOf = ({ id, sourceId }: Place): string => `${id} ${sourceId}`;

/** Sources by what was chosen for them; null where it was guessed. */
const byChoice = (sources: readonly Source[]): Map<string | null, Source[]> =>
  Map.groupBy(sources, ({ encoding, encodingChosen }) => (encodingChosen ? encoding : null));

export const [useSourceLook, provideSourceLook] = createContext<SourceLook>();
