/** Why a file was left out, as a sentence. */
import type { Translator } from '../../../messages/translator.ts';
import type { Skip } from '../../../services/corpora/inspect-files.ts';

export function skipSentence(name: string, skip: Skip, { t }: Translator): string {
  if (skip.reason === 'kind') return t(`corpus.refused.${skip.kind}`, { name });
  const why = skip.reason === 'damaged' ? skip.why : '';
  return t(`corpus.skipped.${skip.reason}`, { name, why });
}
