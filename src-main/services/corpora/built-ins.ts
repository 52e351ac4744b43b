/** The corpora that come with the product, as if they were kept: they can be read like a person's own, and not be changed. */
import { VerseloomError } from '../../contract/errors.ts';
import type { Language } from '../../contract/preferences.ts';
import { readBuiltInCorpora, type BuiltInCorpus } from '../../store/corpora/built-in-corpora.ts';
import { builtInCorpus, type Open } from './corpus-shape.ts';
import { describeText, type TextFacts } from './facts.ts';

export interface BuiltIn extends BuiltInCorpus {
  readonly facts: TextFacts;
}

export class BuiltIns {
  readonly #all: readonly BuiltIn[];
  readonly #language: () => Language;
  /** By its id and the language in which it was asked for. */
  readonly #opened = new Map<string, Open>();

  private constructor(all: readonly BuiltIn[], language: () => Language) {
    this.#all = all;
    this.#language = language;
  }

  /**
   * @param path of the file that they are bound in
   * @param language in which they are named
   * @throws VerseloomError `file.notFound`, `file.unreadable`
   */
  static async open(path: string, language: () => Language): Promise<BuiltIns> {
    const all: BuiltIn[] = [];
    for (const one of await readBuiltInCorpora(path))
      all.push({ ...one, facts: await describeText(one.text) });
    return new BuiltIns(all, language);
  }

  [Symbol.iterator](): Iterator<BuiltIn> {
    return this.#all[Symbol.iterator]();
  }

  find(id: string): BuiltIn | undefined {
    return this.#all.find((one) => one.id === id);
  }

  /** @param language in which it is named. @returns it as a corpus, with what the worker thread is given of it: put together once, however often it is listed and read */
  asOpen(builtIn: BuiltIn, language = this.#language()): Open {
    const { id, name, facts } = builtIn;
    const key = `${language} ${id}`;
    const known = this.#opened.get(key);
    if (known) return known;
    const { corpus, fresh } = builtInCorpus(builtIn, name[language], facts);
    const { recipe, sources } = corpus;
    const open: Open = { corpus, names: name, recipe, sources, packs: {}, fresh };
    this.#opened.set(key, open);
    return open;
  }

  /** @throws VerseloomError `corpus.builtIn` {name, zh, en} where it is one of these */
  refuse(id: string): void {
    const builtIn = this.find(id);
    if (builtIn)
      throw new VerseloomError('corpus.builtIn', {
        name: builtIn.name[this.#language()],
        ...builtIn.name,
      });
  }
}
