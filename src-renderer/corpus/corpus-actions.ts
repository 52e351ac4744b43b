/** What one can do with whole corpora, with the words that follow it and the way back. */
import { MAX_TEXT } from '../../src-main/contract/api.ts';
import type { CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import { uniqueName } from '../../src-main/contract/names/model-name.ts';
import type { Corpora } from '../library/corpora.svelte.ts';
import type { Errands } from '../state/errands.ts';
import { download, gathered } from '../state/files.ts';
import type { Notices } from '../state/notices.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';
import { t } from '../text/messages.svelte.ts';

interface Around {
  readonly corpora: Corpora;
  readonly notices: Notices;
  readonly undo: Undo;
}
type Which = Pick<CorpusInfo, 'id' | 'name'>;

/** Removes a corpus, and offers to take it back. */
export const removeCorpus = (
  { id, name }: Which,
  { corpora, notices, undo }: Around,
): Promise<void> =>
  notices.attempt(async () => {
    await corpora.remove(id);
    undo.offer(t('corpus.removed', { name }), async () => {
      await corpora.restore(id);
      notices.done(t('corpus.restored', { name }));
    });
  });

export const renameCorpus = (
  { id, name: before }: Which,
  name: string,
  { corpora, notices, undo }: Around,
): Promise<void> =>
  notices.attempt(async () => {
    await corpora.rename(id, name);
    undo.keep(t('corpus.renamed', { name }), () => corpora.rename(id, before));
  });

export const duplicateCorpus = ({ id, name }: Which, around: Around): Promise<void> =>
  make(around, (corpora) =>
    corpora.duplicate(id, freeName(t('corpus.copyName', { name }), corpora)),
  );

/** @param ids in the order in which their songs are to come */
export const mergeCorpora = (ids: readonly string[], name: string, around: Around): Promise<void> =>
  make(around, (corpora) => corpora.merge(ids, name));

/** An empty one, to be filled. */
export const newCorpus = (around: Around): Promise<void> =>
  make(around, (corpora) => corpora.create(freeName(t('corpus.newName'), corpora)));

/** Of what was typed or pasted; what is too long for that comes as a file does. */
export const corpusOfText = (
  name: string,
  text: string,
  around: Around & Pick<Errands, 'importFiles'>,
): Promise<void> =>
  text.length > MAX_TEXT
    ? around.importFiles(gathered([new File([text], `${name}.txt`)]))
    : make(around, (corpora) => corpora.create(name, text));

export const exportCorpus = (
  { id }: Which,
  kind: 'text' | 'songs',
  { corpora, notices }: Around,
): Promise<void> => notices.attempt(async () => download(await corpora.export(id, kind)));

function make(
  { corpora, notices, undo }: Around,
  making: (corpora: Corpora) => Promise<CorpusInfo>,
): Promise<void> {
  return notices.attempt(async () => {
    const { id, name } = await making(corpora);
    undo.offer(t('corpus.made', { name }), () => corpora.remove(id));
  });
}

const freeName = (name: string, { list }: Corpora): string =>
  uniqueName(
    name,
    list.map((corpus) => corpus.name),
  );
