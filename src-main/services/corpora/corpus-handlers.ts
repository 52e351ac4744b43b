/** The calls about corpora that a window makes, and what it is told of them. */
import type { ApiHandlers, Emit } from '../../contract/api.ts';
import type { Corpora } from './corpora.ts';

type CorpusCall = Extract<keyof ApiHandlers, `corpora.${string}`>;

export function corpusHandlers(corpora: Corpora, emit: Emit): Pick<ApiHandlers, CorpusCall> {
  const changed = async <Result>(result: Promise<Result>): Promise<Result> => {
    const done = await result;
    emit('corpora', {});
    return done;
  };
  return {
    'corpora.list': () => corpora.list(),
    'corpora.details': ({ id }) => corpora.details(id),
    'corpora.create': ({ name, text }) => changed(corpora.create(name, text)),
    'corpora.import': (request) =>
      changed(
        corpora.import(request, (done, total) =>
          emit('importing', { task: request.task, done, total }),
        ),
      ),
    'corpora.cancel': async ({ task }) => {
      await corpora.cancel(task);
      return {};
    },
    'corpora.rename': ({ id, name }) => changed(corpora.rename(id, name)),
    'corpora.addSong': ({ id, name, text }) => changed(corpora.addSong(id, name, text)),
    'corpora.arrange': ({ id, sources }) => changed(corpora.arrange(id, sources)),
    'corpora.setEncoding': ({ id, sourceIds, encoding }) =>
      changed(corpora.setEncoding(id, sourceIds, encoding)),
    'corpora.setRecipe': ({ id, recipe }) => changed(corpora.setRecipe(id, recipe)),
    'corpora.editText': ({ id, sourceId, text }) => changed(corpora.editText(id, sourceId, text)),
    'corpora.preview': ({ id, recipe }) => corpora.preview(id, recipe),
    'corpora.previewSplit': ({ id, sourceIds, split }) =>
      corpora.previewSplit(id, sourceIds, split),
    'corpora.source': ({ id, sourceId, encoding }) => corpora.source(id, sourceId, encoding),
    'corpora.songs': ({ id }) => corpora.songs(id),
    'corpora.lines': ({ id, ...where }) => corpora.lines(id, where),
    'corpora.search': ({ id, ...asked }) => corpora.search(id, asked),
    'corpora.figures': ({ id }) => corpora.figures(id),
    'corpora.text': async ({ id }) => ({ text: await corpora.beginning(id) }),
    'corpora.duplicate': ({ id, name }) => changed(corpora.duplicate(id, name)),
    'corpora.merge': ({ ids, name, language }) => changed(corpora.merge(ids, name, language)),
    'corpora.export': ({ id, kind, language }) => corpora.export(id, kind, language),
    'corpora.remove': async ({ id }) => {
      await changed(corpora.remove(id));
      return {};
    },
    'corpora.restore': ({ id }) => changed(corpora.restore(id)),
  };
}
