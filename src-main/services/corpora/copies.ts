/** What of a text stands in any corpus of the library, looked up in a thread that ends when it is not asked any more. */
import { VerseloomError } from '../../contract/errors.ts';
import type { CopiedRun } from '../../contract/writing/lines.ts';
import type { ReadableText } from './text-reader.ts';
import type { Workplace } from './workplace.ts';

/** Characters whose indexes are kept, of some 20 bytes each; one longer text is kept by itself. */
const MOST_KEPT = 15e6;
/** As many units as an index goes by at the most: what is longer is found with the same one. */
const AT_ONCE = 4;

export interface NamedText extends ReadableText {
  readonly name: string;
  readonly characters: number;
}
export type CorpusRun = CopiedRun & { readonly corpus: string };

export class Copies {
  readonly #workplace: Workplace;
  /** The indexes that the thread has, the one used longest ago first: of how many characters each is. */
  #kept = new Map<string, number>();
  #generation = -1;

  constructor(workplace: Workplace) {
    this.#workplace = workplace;
  }

  /** @param shortest units of a run that counts */
  async find(corpora: readonly NamedText[], text: string, shortest: number): Promise<CorpusRun[]> {
    const found: CorpusRun[] = [];
    for (const corpus of corpora) {
      try {
        const runs = await this.#findIn(corpus, text, shortest);
        found.push(...runs.map((run) => ({ ...run, corpus: corpus.name })));
      } catch (error) {
        // It was removed meanwhile.
        if (!(error instanceof VerseloomError && error.code === 'corpus.notFound')) throw error;
      }
    }
    return found;
  }

  #findIn(
    { hash, characters, load }: NamedText,
    text: string,
    shortest: number,
  ): Promise<CopiedRun[]> {
    const index = `${hash} ${Math.min(shortest, AT_ONCE)}`;
    return this.#workplace.do('copied', async () => {
      const { generation } = this.#workplace;
      if (generation !== this.#generation) this.#kept.clear();
      this.#generation = generation;
      const utf8 = this.#kept.has(index) ? undefined : await load();
      this.#keep(index, characters);
      return { index, kept: [...this.#kept.keys()], utf8, text, shortest };
    });
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
