/** Which models have learnt a corpus: as it is now, or as it was before it was changed. */
import type { CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';

export interface LearntBy {
  readonly now: readonly ModelInfo[];
  readonly before: readonly ModelInfo[];
}

export function learntBy(
  { hash, earlierHashes }: Pick<CorpusInfo, 'hash' | 'earlierHashes'>,
  models: readonly ModelInfo[],
): LearntBy {
  const earlier = new Set(earlierHashes);
  return {
    now: models.filter(({ corpusHash }) => corpusHash === hash),
    before: models.filter(({ corpusHash }) => corpusHash !== hash && earlier.has(corpusHash)),
  };
}
