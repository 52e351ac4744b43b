/** What of a text stands in any corpus of the library, looked up in a thread that ends when it is not asked any more. */
import type { CorpusInfo } from '../../contract/corpus/corpus.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { CopiedRun } from '../../contract/writing/lines.ts';
import type { Corpora } from './corpora.ts';
import { Workplace } from './workplace.ts';

/** Characters whose indexes are kept, of some 20 bytes each; one longer text is kept by itself. */
const MOST_KEPT = 15e6;
/** As many units as an index goes by at the most: what is longer is found with the same one. */
const AT_ONCE = 4;

export type CorpusRun = CopiedRun & {
  readonly corpus: { readonly id: string; readonly name: string };
};

export class Copies {
  readonly #corpora: Pick<Corpora, 'list' | 'text'>;
  readonly #workplace: Workplace;
  /** The indexes that the thread has, the one used longest ago first: of how many characters each is. */
  #kept = new Map<string, number>();
  #generation = -1;

  /** @param program path of the built worker */
  constructor(corpora: Pick<Corpora, 'list' | 'text'>, program: string) {
    this.#corpora = corpora;
    this.#workplace = new Workplace(program);
  }

  /** @param shortest units of a run that counts. @returns what of a text stands in any corpus, corpus by corpus */
  async find(text: string, shortest: number): Promise<CorpusRun[]> {
    const found: CorpusRun[] = [];
    for (const corpus of await this.#corpora.list()) {
      if (corpus.characters === 0) continue;
      try {
        const runs = await this.#findIn(corpus, text, shortest);
        const { id, name } = corpus;
        found.push(...runs.map((run) => ({ ...run, corpus: { id, name } })));
      } catch (error) {
        // It was removed or changed meanwhile.
        if (!(error instanceof VerseloomError && error.code === 'corpus.notFound')) throw error;
      }
    }
    return found;
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#workplace.close();
  }

  #findIn(
    { id, hash, characters }: CorpusInfo,
    text: string,
    shortest: number,
  ): Promise<CopiedRun[]> {
    const index = `${hash} ${Math.min(shortest, AT_ONCE)}`;
    return this.#workplace.do('copied', async () => {
      const { generation } = this.#workplace;
      if (generation !== this.#generation) this.#kept.clear();
      this.#generation = generation;
      const utf8 = this.#kept.has(index) ? undefined : await this.#textOf(id, hash);
      this.#keep(index, characters);
      return { index, kept: [...this.#kept.keys()], utf8, text, shortest };
    });
  }

  async #textOf(id: string, hash: string): Promise<Uint8Array> {
    const { info, text } = await this.#corpora.text(id);
    if (info.hash !== hash) throw new VerseloomError('corpus.notFound', { id }); // it was changed meanwhile
    return text;
  }

  #keep(index: string, characters: number): void {
    this.#kept.delete(index);
    this.#kept.set(index, characters);
    let all = [...this.#kept.values()].reduce((a, b) => a + b, 0);
    for (const [other, size] of this.#kept) {
      if (all <= MOST_KEPT || other === index) break;
      this.#kept.delete(other);
      all -= size;
    }
  }
}
