/** The corpora over a folder of their own, with real files and the real worker thread. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GivenFile } from '../../../src-main/contract/corpus/corpus.ts';
import { usualLimits, type CorpusLimits } from '../../../src-main/contract/corpus/limits.ts';
import type { Language } from '../../../src-main/contract/preferences.ts';
import { nameWordsOf } from '../../../src-main/messages/model-names.ts';
import { Corpora } from '../../../src-main/services/corpora/corpora.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';

const root = join(import.meta.dirname, '..', '..', '..');
export const builtInCorpora = join(root, 'dist', 'main', 'corpora.json');
export const worker = join(root, 'dist', 'main', 'corpus-worker.cjs');

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const fileOf = (name: string, text: string): GivenFile => ({ name, bytes: bytesOf(text) });

export interface OpenCorpora {
  readonly corpora: Corpora;
  readonly folder: string;
  /** Imports files under a name that nothing else has. */
  take(
    files: readonly GivenFile[],
    options?: Partial<Parameters<Corpora['import']>[0]>,
  ): ReturnType<Corpora['import']>;
}

interface Options {
  folder?: string;
  language?: () => Language;
  limits?: () => CorpusLimits;
}

export async function openCorpora({
  folder,
  language = () => 'zh',
  limits = () => usualLimits,
}: Options = {}): Promise<OpenCorpora> {
  const place = folder ?? join(await temporaryFolder(), 'corpora');
  const corpora = await Corpora.open({
    ...{ folder: place, builtInCorpora, worker, language, limits, nameWords: nameWordsOf() },
  });
  onTestFinished(() => corpora.close());
  let tasks = 0;
  return {
    corpora,
    folder: place,
    take: (files, options = {}) => corpora.import({ task: `import ${++tasks}`, files, ...options }),
  };
}
