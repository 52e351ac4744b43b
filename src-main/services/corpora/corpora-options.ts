/** What the library of corpora is opened with. */
import type { CorpusLimits } from '../../contract/corpus/limits.ts';
import type { NameWordsOf } from '../../contract/names/model-name.ts';
import type { Language } from '../../contract/preferences.ts';

export interface CorporaOptions {
  /** Where a person's corpora are kept. */
  readonly folder: string;
  /** The file of the corpora that come with the product. */
  readonly builtInCorpora: string;
  /** Path of the built worker. */
  readonly worker: string;
  /** The language in which those are named. */
  readonly language?: () => Language;
  /** Of one corpus; left out, the usual ones. */
  readonly limits?: () => CorpusLimits;
  /** Of a corpus of several files; left out, it is called after the first. */
  readonly nameWords?: NameWordsOf;
}
