/** Files on their way into the library, one after the other, and what has become of each of those that came together. */
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { Folder } from '../state/files.ts';
import type { Corpora } from './corpora.svelte.ts';
import type { Models } from './models.svelte.ts';

/** A file by its name, and what has become of it; `name` and `id` are those of the library. */
export type Came = { readonly file: string; readonly kind: 'corpus' | 'model' | 'folder' } & (
  | { readonly outcome: 'imported' | 'alreadyThere'; readonly id: string; readonly name: string }
  | { readonly outcome: 'refused'; readonly error: unknown }
);
export type CameOutcome = Came['outcome'];

export const isModelFile = (name: string): boolean => /\.verse$/i.test(name);

export class Imports {
  /** What came last, while the person looks at what has become of it. */
  report = $state.raw<readonly Came[] | null>(null);
  readonly #corpora: Corpora;
  readonly #models: Models;
  /** Fulfilled when what came before is taken in, or refused. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(corpora: Corpora, models: Models) {
    this.#corpora = corpora;
    this.#models = models;
  }

  /** @returns what has become of each, in their order, once all of them are through; what one is refused for keeps no other one out */
  take(files: readonly (File | Folder)[]): Promise<readonly Came[]> {
    const taken = this.#before.then(() => this.#takeAll(files));
    this.#before = taken;
    return taken;
  }

  async #takeAll(files: readonly (File | Folder)[]): Promise<readonly Came[]> {
    const came: Came[] = [];
    let refused: Pick<Corpora, 'last' | 'refusal'> | undefined;
    for (const file of files) {
      const one = file instanceof File ? await this.#takeOne(file) : refuseFolder(file);
      came.push(one);
      const { last, refusal } = this.#corpora;
      if (one.outcome === 'refused' && one.kind === 'corpus') refused = { last, refusal };
    }
    if (refused) Object.assign(this.#corpora, refused); // it may be read in another encoding
    return came;
  }

  async #takeOne(file: File): Promise<Came> {
    const kind = isModelFile(file.name) ? 'model' : 'corpus';
    try {
      const { id, name, alreadyThere } =
        kind === 'model' ? await this.#models.import(file) : await this.#corpora.import(file);
      const outcome = alreadyThere ? 'alreadyThere' : 'imported';
      return { file: file.name, kind, outcome, id, name };
    } catch (error) {
      return { file: file.name, kind, outcome: 'refused', error };
    }
  }
}

const refuseFolder = ({ folder }: Folder): Came => ({
  ...{ file: folder, kind: 'folder', outcome: 'refused' },
  error: new VerseloomError('file.isFolder', { name: folder }),
});
