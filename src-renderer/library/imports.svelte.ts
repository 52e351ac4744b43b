/** Files on their way into the library: what is no model becomes one corpus, one import after the other, and each tells what has become of it. */
import { type ImportOutcome } from '../../src-main/contract/corpus/corpus.ts';
import { MIB, type CorpusLimits } from '../../src-main/contract/corpus/limits.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { mostFiles, readFile, type Gathered, type Incoming } from '../state/files.ts';
import type { Corpora } from './corpora.svelte.ts';
import type { Models } from './models.svelte.ts';
import { sendable } from './sendable.ts';

/** What came, and what has become of it; `file` is its path, of a corpus of several files the name that it has got. */
export type Came = { readonly file: string } & (
  | {
      readonly kind: 'model';
      readonly outcome: 'imported' | 'alreadyThere';
      readonly id: string;
      readonly name: string;
    }
  | {
      readonly kind: 'corpus';
      readonly outcome: 'imported' | 'alreadyThere';
      readonly id: string;
      readonly name: string;
      /** Whether it was there before, and was added to. */
      readonly isInto: boolean;
      readonly numbers: ImportOutcome;
    }
  | {
      readonly kind: 'model' | 'corpus' | 'file';
      readonly outcome: 'refused';
      readonly error: unknown;
    }
);
export type CameOutcome = Came['outcome'];

/** Where songs go, and as what. */
export interface Destination {
  /** A corpus that is there; without it they become one of their own. */
  readonly into?: string;
  /** A file takes the place of one that has its name. */
  readonly replace?: boolean;
}

/** An import that is under way. */
export interface ImportTask {
  readonly id: string;
  /** Of the file, or of the first of several, and how many there are. */
  readonly name: string;
  readonly files: number;
  /** Of what the host has to go through, in bytes; a total of 0 is not known yet. */
  readonly done: number;
  readonly total: number;
  readonly isCancelled: boolean;
}

export const isModelFile = (name: string): boolean => /\.verse$/i.test(name);
export const isCancelled = (error: unknown): boolean =>
  error instanceof VerseloomError && error.code === 'corpus.cancelled';

export class Imports {
  /** What came last, while the person looks at what has become of it. */
  report = $state.raw<readonly Came[] | null>(null);
  task = $state.raw<ImportTask | null>(null);
  /** Why the last songs were refused, all of them. */
  refusal = $state.raw<unknown>(null);
  readonly #corpora: Corpora;
  readonly #models: Models;
  readonly #limits: () => CorpusLimits;
  /** Fulfilled when what came before is taken in, or refused. */
  #before: Promise<unknown> = Promise.resolve();

  /** @param limits of one corpus, as they are set now */
  constructor(corpora: Corpora, models: Models, limits: () => CorpusLimits) {
    this.#corpora = corpora;
    this.#models = models;
    this.#limits = limits;
  }

  /** @returns what has become of each model, of all songs together, and of each file that was no part of either; nothing of what was called off */
  take(what: Gathered, destination: Destination = {}): Promise<readonly Came[]> {
    const taken = this.#before.then(() => this.#take(what, destination));
    this.#before = taken;
    return taken;
  }

  /** Calls off what is under way; what waits behind it goes on. */
  async cancel(): Promise<void> {
    if (!this.task) return;
    this.task = { ...this.task, isCancelled: true };
    await this.#corpora.cancel(this.task.id);
  }

  /** How far the host has come. */
  receive({ task, done, total }: { task: string; done: number; total: number }): void {
    if (this.task?.id === task) this.task = { ...this.task, done, total };
  }

  async #take({ files: all, lost, isCut }: Gathered, destination: Destination): Promise<Came[]> {
    const came: Came[] = [];
    const songs: Incoming[] = [];
    const files = all.slice(0, mostFiles(this.#limits()));
    for (const one of files) {
      if (isModelFile(one.path)) came.push(await this.#takeModel(one));
      else songs.push(one);
    }
    if (songs.length > 0) came.push(...(await this.#takeSongs(songs, destination)));
    came.push(...lost.map((name) => refused(name, new VerseloomError('file.lost', { name }))));
    if (isCut || files.length < all.length) {
      const error = new VerseloomError('corpus.tooManyFiles', { max: files.length });
      came.push(refused(files[0]?.path ?? '', error));
    }
    return came;
  }

  async #takeModel({ path, file }: Incoming): Promise<Came> {
    try {
      const { id, name, alreadyThere } = await this.#models.import(file);
      const outcome = alreadyThere ? 'alreadyThere' : 'imported';
      return { file: path, kind: 'model', outcome, id, name };
    } catch (error) {
      return { file: path, kind: 'model', outcome: 'refused', error };
    }
  }

  async #takeSongs(all: readonly Incoming[], destination: Destination): Promise<Came[]> {
    const { limitMb } = this.#limits();
    const { files, tooLarge, tooMuch } = sendable(all, limitMb * MIB);
    const tooLargeAs =
      (field: string) =>
      ({ path: name }: Incoming) =>
        refused(
          name,
          new VerseloomError('corpus.tooLarge', { name, limitMb, ...(field && { field }) }),
        );
    const came: Came[] = [...tooLarge.map(tooLargeAs('')), ...tooMuch.map(tooLargeAs('files'))];
    this.refusal = null;
    if (files.length === 0) return came;
    const [{ path: first }] = files as [Incoming];
    this.task = {
      ...{ id: crypto.randomUUID(), name: first, files: files.length },
      ...{ done: 0, total: 0, isCancelled: false },
    };
    try {
      const given = await this.#read(files, came);
      if (given.length === 0) return came;
      const numbers = await this.#corpora.import({
        ...{ task: this.task.id, files: given },
        ...destination,
      });
      came.unshift(cameAs(numbers, files, destination));
    } catch (error) {
      if (isCancelled(error)) return came;
      const reasons = reasonsOf(error);
      if (reasons.length === 0) {
        this.refusal = error;
        came.unshift({ file: first, kind: 'corpus', outcome: 'refused', error });
      } else came.unshift(...reasons);
    } finally {
      this.task = null;
    }
    return came;
  }

  /** @param came gets those that cannot be read */
  async #read(files: readonly Incoming[], came: Came[]) {
    const given: { name: string; bytes: Uint8Array }[] = [];
    for (const { path, file } of files) {
      if (this.task?.isCancelled) throw new VerseloomError('corpus.cancelled');
      try {
        given.push({ name: path, bytes: await readFile(file) });
      } catch (error) {
        came.push(refused(path, error));
      }
    }
    if (this.task?.isCancelled) throw new VerseloomError('corpus.cancelled');
    return given;
  }
}

/** @returns each of several files with its own reason, where an error tells them; those that it only counts are told together */
function reasonsOf(error: unknown): Came[] {
  if (!(error instanceof VerseloomError)) return [];
  const { files, params } = error;
  const each = files.map(({ name, reason }) => refused(name, VerseloomError.of(reason)));
  const isMore = files.length > 0 && Number(params['files']) > files.length;
  return isMore ? [...each, refused('', error)] : each;
}

const refused = (file: string, error: unknown): Came => ({
  ...{ file, kind: 'file', outcome: 'refused', error },
});

function cameAs(numbers: ImportOutcome, files: readonly Incoming[], { into }: Destination): Came {
  const { id, name, alreadyThere } = numbers;
  return {
    ...{ file: files.length === 1 ? files[0]!.path : name, kind: 'corpus', id, name, numbers },
    outcome: alreadyThere ? 'alreadyThere' : 'imported',
    isInto: into !== undefined,
  };
}
