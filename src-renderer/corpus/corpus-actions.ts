/** What one can do with corpora of the library, with the words that follow it and the way back. */
import type { CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import type { Corpora } from '../library/corpora.svelte.ts';
import type { Notices } from '../state/notices.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';
import { t } from '../text/messages.svelte.ts';

interface Around {
  readonly corpora: Corpora;
  readonly notices: Notices;
  readonly undo: Undo;
}

/** Removes a corpus, and offers to take it back. */
export const removeCorpus = (
  { id, name }: Pick<CorpusInfo, 'id' | 'name'>,
  { corpora, notices, undo }: Around,
): Promise<void> =>
  notices.attempt(async () => {
    await corpora.remove(id);
    undo.offer(t('corpus.removed', { name }), async () => {
      await corpora.restore(id);
      notices.done(t('corpus.restored', { name }));
    });
  });
