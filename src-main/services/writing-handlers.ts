/** The calls about writing that a window makes: each with the model that it names. */
import type { ApiHandlers } from '../contract/api.ts';
import type { ModelLibrary } from '../store/models/model-library.ts';
import type { Copies } from './corpora/copies.ts';
import type { RecentModels } from './recent-models.ts';
import type { Rhymes } from './writing/rhymes.ts';
import type { Writing } from './writing/writing.ts';

type WritingCall = Extract<keyof ApiHandlers, `writing.${string}`>;

interface Around {
  readonly writing: Writing;
  readonly models: ModelLibrary;
  readonly recent: RecentModels;
  readonly copies: Copies;
  readonly rhymes: Rhymes;
}

export function writingHandlers(around: Around): Pick<ApiHandlers, WritingCall> {
  const { writing, models, recent, copies, rhymes } = around;
  return {
    'writing.write': async ({ modelId, ...request }) => {
      const text = () => models.readLearntText(modelId);
      const written = await writing.write(modelId, models.readWeights(modelId), text, request);
      await recent.use(modelId);
      return written;
    },
    'writing.lines': async ({ modelId, ...request }) => {
      const text = () => models.readLearntText(modelId);
      const found = await writing.lines(modelId, models.readWeights(modelId), text, request);
      await recent.use(modelId);
      return found;
    },
    'writing.next': ({ modelId, ...request }) => {
      const text = () => models.readLearntText(modelId);
      return writing.next(modelId, models.readWeights(modelId), text, request);
    },
    'writing.copied': async ({ modelId, ...request }) => {
      const text = () => models.readLearntText(modelId);
      const find = (of: string, shortest: number) => copies.find(of, shortest);
      return writing.copied(modelId, await models.readWeights(modelId), text, find, request);
    },
    'writing.rhymes': async ({ modelId, ...asked }) => {
      const model = modelId === null ? undefined : await models.info(modelId);
      return rhymes.find(
        model,
        async () => (model ? models.readLearntText(model.id) : null),
        asked,
      );
    },
    'writing.surprise': ({ modelId, ...request }) =>
      writing.surprise(modelId, models.readWeights(modelId), request),
    'writing.cancel': async ({ id }) => {
      await writing.cancel(id);
      return {};
    },
  };
}
