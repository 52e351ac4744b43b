/** Which corpus of the library a person means: by its id or its name, or by how either begins. */
import type { CorpusInfo } from '../../../contract/corpus/corpus.ts';
import { matching, namesOf } from './matching.ts';
import { UsageError } from './usage-error.ts';

/** @throws UsageError when there is no such corpus, or when it may be several */
export function findCorpus(corpora: readonly CorpusInfo[], named: string): CorpusInfo {
  const [found, ...others] = matching(corpora, named);
  if (!found) throw new UsageError('noSuchCorpus', { name: named });
  if (others.length > 0)
    throw new UsageError('ambiguousCorpus', { name: named, corpora: namesOf([found, ...others]) });
  return found;
}
