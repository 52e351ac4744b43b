/** Imports on their way: each under the name that a page gave it, so that it tells of itself and can be called off. */
import type { GivenFile } from '../../contract/corpus/corpus.ts';
import type { CorpusLimits } from '../../contract/corpus/limits.ts';
import type { Recipe } from '../../contract/corpus/recipe.ts';
import type { Skip } from '../../contract/corpus/kinds.ts';
import type { Language } from '../../contract/preferences.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { Encoding } from '../../corpus/encodings/encoding-names.ts';
import { newPackId } from '../../store/corpora/packs.ts';
import type { Imported, Wanted } from './work/jobs.ts';
import type { Workplace } from './workplace.ts';

export interface ImportRequest {
  readonly task: string;
  readonly files: readonly GivenFile[];
  readonly name?: string | undefined;
  readonly into?: string | undefined;
  readonly replace?: boolean;
  /** Of a new corpus, where it is to be another than the usual one. */
  readonly recipe?: Recipe | undefined;
  readonly encoding?: Encoding | undefined;
  /** In which a corpus of several files is named. */
  readonly language?: Language | undefined;
  /** Left out, those of the library. */
  readonly limits?: CorpusLimits | undefined;
}

/** As it is asked for: with the name of an encoding that may not be known. */
export type AskedImport = Omit<ImportRequest, 'encoding'> & {
  readonly encoding?: string | undefined;
};

export type TellBytes = (done: number, total: number) => void;

interface Task {
  readonly stop: AbortController;
  readonly over: Promise<unknown>;
}

export class Imports {
  readonly #workplace: Workplace;
  readonly #limits: () => CorpusLimits;
  readonly #tasks = new Map<string, Set<Task>>();

  constructor(workplace: Workplace, limits: () => CorpusLimits) {
    this.#workplace = workplace;
    this.#limits = limits;
  }

  /** @param work is called off by its signal, and takes care of it as long as there is something to call off */
  async during<Result>(
    name: string,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const stop = new AbortController();
    const result = work(stop.signal);
    const task = { stop, over: result.catch(() => {}) };
    const tasks = this.#tasks.get(name) ?? new Set();
    this.#tasks.set(name, tasks.add(task));
    try {
      return await result;
    } finally {
      tasks.delete(task);
      if (tasks.size === 0) this.#tasks.delete(name);
    }
  }

  async cancel(name: string): Promise<void> {
    const tasks = [...(this.#tasks.get(name) ?? [])];
    for (const { stop } of tasks) stop.abort(new VerseloomError('corpus.cancelled'));
    await Promise.all(tasks.map(({ over }) => over));
  }

  /** @param tell is told how far it has come, in bytes of the files */
  async read(
    { files, encoding, limits = this.#limits(), replace = false }: ImportRequest,
    wanted: Wanted,
    signal: AbortSignal,
    tell: TellBytes,
  ): Promise<Imported> {
    const { recipe, sources, packs } = wanted;
    const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const pack = newPackId();
    const onProgress = (share: number): void => tell(Math.round(share * total), total);
    const imported = await this.#workplace.do(
      'import',
      { recipe, sources, packs, files, encoding, limits, replace, pack },
      { signal, onProgress },
    );
    tell(total, total);
    return imported;
  }
}

/**
 * @throws VerseloomError why nothing of what was imported can be learnt: of one file `corpus.refused` or `corpus.leftOut`, of several
 *   `corpus.noneLeft` {name, files} with each file and its reason
 */
export function refuseNothing({ sources }: Imported): void {
  const [first] = sources;
  if (!first || sources.some(({ skipped }) => !skipped)) return;
  const refusals = sources.map(({ file, name, skipped }) => refusalOf(file ?? name, skipped!));
  if (refusals.length === 1) throw refusals[0]!;
  const files = refusals.map(({ code, params }) => ({
    name: String(params['name']),
    reason: { code, params },
  }));
  throw new VerseloomError(
    'corpus.noneLeft',
    { name: files[0]!.name, files: files.length },
    { files },
  );
}

/** @returns why a file alone was left out: `corpus.refused` or `corpus.leftOut` */
export function refusalOf(name: string, skip: Skip): VerseloomError {
  if (skip.reason === 'kind')
    return new VerseloomError('corpus.refused', { name, kind: skip.kind });
  const { reason: because, ...facts } = skip;
  return new VerseloomError('corpus.leftOut', { name, because, ...facts });
}

/** @returns what an import tells of itself */
export const countsOf = ({ added, leftOut, replaced, unchanged }: Imported) => ({
  ...{ added: added.length, leftOut, replaced: replaced.length, unchanged },
});

/** @returns the files of which there is something in the text, with the zips around them */
export const filesRead = ({ sources }: Imported): string[] =>
  sources.flatMap(({ skipped, file }) => (skipped ? [] : [file ?? '']));
