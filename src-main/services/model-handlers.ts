/** The calls about models that a window makes, and what every window is told of them. */
import type { ApiHandlers, Emit } from '../contract/api.ts';
import type { ModelLibrary } from '../store/models/model-library.ts';
import { exportModel } from './exports/exports.ts';
import { pageOfHistory } from './runs/run-handlers.ts';
import type { Runs } from './runs/runs.ts';
import type { Writing } from './writing/writing.ts';

type ModelCall = Extract<keyof ApiHandlers, `models.${string}`>;

interface Around {
  readonly runs: Runs;
  readonly writing: Writing;
  /** What an export is made with. */
  readonly export: Parameters<typeof exportModel>[2];
  /** Shows a file in its folder; undefined where the host cannot. */
  readonly reveal: ((path: string) => void) | undefined;
}

export function modelHandlers(
  models: ModelLibrary,
  emit: Emit,
  { runs, writing, export: around, reveal }: Around,
): Pick<ApiHandlers, ModelCall> {
  const changed = async <Result>(result: Promise<Result>): Promise<Result> => {
    const done = await result;
    emit('models', {});
    return done;
  };
  return {
    'models.list': () => models.list(),
    'models.change': ({ id, ...changes }) => changed(runs.changeModel(id, changes)),
    'models.duplicate': ({ id, name }) => changed(models.duplicate(id, name)),
    'models.takeBest': ({ id, name }) => changed(models.takeBest(id, name)),
    'models.history': async ({ id, samplesBefore }) =>
      pageOfHistory(await models.readHistory(id), samplesBefore),
    'models.remove': async ({ id }) => {
      return { hasRecord: await changed(runs.removeModel(id)) };
    },
    'models.restore': ({ id }) => changed(runs.restoreModel(id)),
    'models.import': ({ bytes, name }) => changed(models.import(bytes, name)),
    'models.export': async ({ id, kind, withText }) =>
      kind === 'verse'
        ? models.export(id, { withText })
        : exportModel(await models.read(id), kind, around),
    'models.reveal': async ({ id }) => {
      await models.info(id);
      const path = models.path(id);
      reveal?.(path);
      return { path };
    },
    'models.vocabulary': async ({ id }) => ({
      characters: (await models.readWeights(id)).manifest.vocabulary.join(''),
    }),
    'models.score': async ({ id, text }) => {
      const utf8 = Buffer.from(text); // in which half a character is U+FFFD
      const { perplexity, known, unknown } = await writing.score(
        id,
        await models.readWeights(id),
        utf8,
      );
      return { perplexity, known, characters: known + unknown };
    },
  };
}
