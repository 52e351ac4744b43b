/** Everything that can be done to drafts, for tests that put an end to it on the way. */
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import type { DraftContent } from '../../../src-main/contract/writing/draft.ts';
import { DraftLibrary } from '../../../src-main/store/drafts/draft-library.ts';

export const contentOf = (text: string): DraftContent => ({
  ...{ text, spans: [], readings: [], pieces: [], settings: {}, history: null },
});

/** Texts that a draft has one after the other: each a character more, and at last one that keeps what was before. */
export const TEXTS = ['风', '风雨', '风雨雪'.repeat(40), '风'];

/**
 * @param id of a draft that is there, or in the trash
 * @param accepted is told of every text that is on disk
 */
export async function workOnDrafts(
  folder: string,
  id: string,
  accepted: (text: string) => void = () => {},
): Promise<void> {
  const library = await DraftLibrary.open(folder);
  let draft = await library.read(id).catch(async (error: unknown) => {
    if (!(error instanceof VerseloomError) || error.code !== 'draft.notFound') throw error;
    await library.restore(id);
    return library.read(id);
  });
  for (const text of TEXTS) {
    draft = { ...draft, ...(await library.save(id, draft.revision, contentOf(text))) };
    accepted(text);
  }
  await library.label(id, { name: '天气', pinned: true });
  await library.create(null, '新的');
  await library.duplicate(id, '副本');
  const [newest] = await library.revisions(id);
  if (newest) await library.goBack(id, newest.number);
  await library.remove(id);
  await library.restore(id);
  await library.remove(id);
}
