/** The corpus that one looks at: all that it is made of, every change to that, and what can be asked of it. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { CorpusDetails } from '../../src-main/contract/corpus/corpus.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { Source, SourceChoices } from '../../src-main/contract/corpus/source.ts';
import { Listing } from './listing.ts';

/** The choices of sources, changed; one that is not among them is taken out, and one that was taken out may come back. */
export type Rearrangement = (sources: readonly SourceChoices[]) => readonly SourceChoices[];

/** A call without the corpus that it is of. */
type Asked<Name extends keyof ApiCalls> = Omit<Parameters<ApiCalls[Name]>[0], 'id'>;
type Changing = 'setEncoding' | 'setRecipe' | 'editText' | 'addSong';
type Asking = 'preview' | 'previewSplit' | 'source' | 'songs' | 'lines' | 'search' | 'figures';

export const choicesOf = ({ id, name, on, split }: Source): SourceChoices => ({
  ...{ id, name, on, split },
});

export class OpenCorpus {
  #details = $state.raw<CorpusDetails | undefined>(undefined);
  #id = '';
  /** Changes that are not answered. */
  #pending = 0;
  /** What is shown may not be what the host has. */
  #isStale = false;
  #before: Promise<unknown> = Promise.resolve();
  /** The order that is wanted last, of each corpus: one that waits while another is wanted need not be carried out. */
  readonly #wanted: Record<string, object> = {};
  readonly #listing = new Listing(() => this.#ask());
  readonly #calls: ApiCalls;
  readonly #named: <Corpus extends CorpusDetails>(corpus: Corpus) => Corpus;

  /** @param named gives a corpus the name that the screens have for it */
  constructor(calls: ApiCalls, named: <Corpus extends CorpusDetails>(corpus: Corpus) => Corpus) {
    this.#calls = calls;
    this.#named = named;
  }

  /** Of the corpus that is followed, once the host has told; changes are shown before it answers. */
  get details(): CorpusDetails | undefined {
    return this.#details && this.#named(this.#details);
  }

  /** Looks at another corpus, or at none. */
  async follow(id: string): Promise<void> {
    if (this.#id === id) return;
    this.#id = id;
    this.#details = undefined;
    await this.load();
  }

  /** Asks anew: after the host has told of a change, or was away. */
  async load(): Promise<void> {
    if (this.#id !== '') await this.#listing.load();
  }

  async #ask(): Promise<void> {
    try {
      this.accept(await this.#calls['corpora.details']({ id: this.#id }));
    } catch (error) {
      // It was removed, and the list says which one is looked at instead.
      if (!(error instanceof VerseloomError && error.code === 'corpus.notFound')) throw error;
    }
  }

  /** Takes in what a call has answered, where that is the one looked at. */
  accept(details: CorpusDetails): void {
    if (details.id !== this.#id || this.#pending > 0) return;
    this.#details = details;
    this.#isStale = false;
  }

  /** Sets the order, names and switches of sources, which are shown so at once. */
  async arrange(id: string, change: Rearrangement): Promise<void> {
    const shown = this.#details; // at once, and so before anything is awaited
    const now = shown?.id === id ? shown : await this.#calls['corpora.details']({ id });
    const sources = change(now.sources.map(choicesOf));
    if (id === this.#id) this.#details = { ...now, sources: shownAs(now.sources, sources) };
    const wish = {};
    this.#wanted[id] = wish;
    await this.#inTurn(async () =>
      this.#wanted[id] === wish
        ? this.#calls['corpora.arrange']({ id, sources: [...sources] })
        : undefined,
    );
  }

  async change<Name extends Changing>(name: Name, id: string, by: Asked<`corpora.${Name}`>) {
    const call = this.#calls[`corpora.${name}`] as (input: object) => Promise<CorpusDetails>;
    await this.#inTurn(() => call({ id, ...by }));
  }

  ask<Name extends Asking>(
    name: Name,
    id: string,
    by: Asked<`corpora.${Name}`>,
  ): ReturnType<ApiCalls[`corpora.${Name}`]> {
    const call = this.#calls[`corpora.${name}`] as (input: object) => never;
    return call({ id, ...by });
  }

  /** One change after the other; what an answer says is shown once no other change is on its way. */
  async #inTurn(call: () => Promise<CorpusDetails | undefined>): Promise<void> {
    this.#pending += 1;
    const answer = this.#before.then(call);
    this.#before = answer.catch(() => {}); // who asked for it hears of it
    try {
      const details = await answer;
      this.#pending -= 1;
      if (details) this.accept(details);
    } catch (error) {
      this.#pending -= 1;
      this.#isStale = true; // what is shown has that change in it
      throw error;
    } finally {
      if (this.#pending === 0 && (this.#isStale || this.#details?.id !== this.#id))
        await this.load().catch(() => {}); // the link says that it is lost
    }
  }
}

/** Those that are known, by the choices; one that comes back is shown when the host tells of it. */
function shownAs(sources: readonly Source[], choices: readonly SourceChoices[]): Source[] {
  const known = new Map(sources.map((source) => [source.id, source]));
  return choices.flatMap((chosen) => {
    const source = known.get(chosen.id);
    return source ? [{ ...source, ...chosen }] : [];
  });
}
