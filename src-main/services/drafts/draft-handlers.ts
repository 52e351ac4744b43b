/** The calls about drafts that a window makes, and what every window is told of them. */
import type { ApiHandlers, Emit } from '../../contract/api.ts';
import type { DraftLibrary } from '../../store/drafts/draft-library.ts';
import { exportDraft } from './draft-exports.ts';

type DraftCall = Extract<keyof ApiHandlers, `drafts.${string}`>;

export function draftHandlers(drafts: DraftLibrary, emit: Emit): Pick<ApiHandlers, DraftCall> {
  const changed = async <Result>(result: Promise<Result>): Promise<Result> => {
    const done = await result;
    emit('drafts', {});
    return done;
  };
  return {
    'drafts.list': ({ query }) => drafts.list(query),
    'drafts.create': ({ name, text, id }) => changed(drafts.create(name, text, id)),
    'drafts.open': ({ id }) => drafts.read(id),
    'drafts.save': async ({ id, revision, content }) => {
      const saved = await changed(drafts.save(id, revision, content));
      emit('draft', { id, revision: saved.revision });
      return saved;
    },
    'drafts.rename': ({ id, name }) => changed(drafts.label(id, { name })),
    'drafts.pin': ({ id, pinned }) => changed(drafts.label(id, { pinned })),
    'drafts.duplicate': ({ id, name }) => changed(drafts.duplicate(id, name)),
    'drafts.remove': async ({ id }) => {
      await changed(drafts.remove(id));
      return {};
    },
    'drafts.restore': ({ id }) => changed(drafts.restore(id)),
    'drafts.revisions': ({ id }) => drafts.revisions(id),
    'drafts.revision': ({ id, number }) => drafts.revision(id, number),
    'drafts.keep': ({ id, reason, content }) => drafts.keep(id, reason, content),
    'drafts.goBack': async ({ id, number }) => {
      const draft = await changed(drafts.goBack(id, number));
      emit('draft', { id, revision: draft.revision });
      return draft;
    },
    'drafts.import': async (file) => {
      // It brings all that reads texts along, which no start is to wait for.
      const { readDraftFile } = await import('./draft-import.ts');
      const { name, text, ...read } = await readDraftFile(file);
      return { ...(await changed(drafts.create(name, text))), ...read };
    },
    'drafts.export': async ({ id, kind }) => exportDraft(await drafts.read(id), kind),
  };
}
