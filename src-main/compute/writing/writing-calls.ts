/** The calls that have to do with models that are open: writing, searching, scoring, and what stands in the text that one has learnt. */
import type { Handlers } from '../../contract/api.ts';
import type { ComputeApi } from '../../contract/compute-api.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { amongNumbers, Overflow } from '../../core/overflow.ts';
import { Random } from '../../core/random.ts';
import { choosingWithoutCopying } from '../../core/search/free-writing.ts';
import { sampling } from '../../core/sampling/sampling.ts';
import { perplexity } from '../../core/score.ts';
import type { Engine } from '../../core/tensors/engine.ts';
import { unitsOf } from '../../core/text/units.ts';
import { VerbatimIndex } from '../../core/text/verbatim.ts';
import { pieceByPiece } from '../piece-by-piece.ts';
import type { Tell } from '../tell.ts';
import type { Texts } from '../texts.ts';
import type { Turns } from '../turns.ts';
import { nextAfter } from './next.ts';
import { noText, OpenModels } from './open-models.ts';

type Calls = Pick<
  Handlers<ComputeApi>,
  | 'open'
  | 'close'
  | 'write'
  | 'cancel'
  | 'score'
  | 'surprises'
  | 'lookAt'
  | 'next'
  | 'index'
  | 'copied'
  | 'search'
>;

export function writingCalls<V>(engine: Engine<V>, tell: Tell, turns: Turns, texts: Texts): Calls {
  const models = new OpenModels(engine);
  const cancelled = new Set<string>();
  const underWay = new Set<string>();

  /** Work that `cancel` can end. */
  const cancellable = async <Result>(id: string, work: () => Promise<Result>): Promise<Result> => {
    underWay.add(id);
    try {
      return await work();
    } catch (error) {
      throw asFailure(error);
    } finally {
      underWay.delete(id);
      cancelled.delete(id);
    }
  };

  return {
    open: async ({ key, model, characters }) => {
      await turns.take(() => models.open(key, model, characters));
      return {};
    },
    close: async ({ key }) => {
      await models.close(key);
      return {};
    },

    write: ({ key, id, prefix, length, spared, noCopy, seed, ...settings }) =>
      models.use(key, ({ decoder, index, characters }) =>
        cancellable(id, async () => {
          const drawn = sampling(settings, new Random(seed), prefix, spared);
          if (noCopy !== null && !index) throw noText();
          const choose =
            noCopy !== null && index
              ? choosingWithoutCopying(drawn, { index, most: noCopy }, characters, prefix)
              : drawn;
          const written = decoder.continue(prefix, length, amongNumbers(choose));
          const continuation: number[] = [];
          const started = performance.now();
          let isCancelled = false;
          for await (const piece of pieceByPiece(turns, written)) {
            continuation.push(...piece);
            await tell('written', { id, ids: Int32Array.from(piece) });
            isCancelled = cancelled.has(id) && continuation.length < length;
            if (isCancelled) break;
          }
          return {
            continuation: Int32Array.from(continuation),
            seconds: (performance.now() - started) / 1000,
            cancelled: isCancelled,
          };
        }),
      ),
    cancel: ({ id }) => {
      if (underWay.has(id)) cancelled.add(id);
      return {};
    },

    score: ({ key, text, surprises }) =>
      texts.take(text, (ids) =>
        models.use(key, async ({ model }) => {
          const all = surprises ? new Float32Array(Math.max(0, ids.length - 1)) : null;
          let at = 0;
          try {
            const inTurn = <Result>(work: () => Promise<Result>) => turns.take(work);
            const found = await perplexity(engine, model, ids, inTurn, (losses) => {
              all?.set(losses, at);
              at += losses.length;
            });
            return { perplexity: found, surprises: all };
          } catch (error) {
            throw asFailure(error);
          }
        }),
      ),

    surprises: ({ key, id, ids }) =>
      models.use(key, (model) =>
        cancellable(id, async () => {
          const reading = await turns.take(() => model.rereading());
          const isOver = () => cancelled.has(id);
          const found = await reading.read(ids, (work) => turns.take(work), isOver);
          return { surprises: found ?? null };
        }),
      ),

    lookAt: ({ key, ...asked }) =>
      models.use(key, async (model) => model.looking(turns).at(model.model, asked)),

    next: ({ key, id, ...asked }) =>
      models.use(key, (model) =>
        cancellable(id, async () => {
          return { found: await nextAfter(model, turns, () => cancelled.has(id), asked) };
        }),
      ),

    index: ({ key, text, shortest }) =>
      texts.take(text, (points) =>
        models.use(key, async (model) => {
          model.index = await turns.take(async () => VerbatimIndex.of(points, shortest));
          return {};
        }),
      ),
    copied: ({ key, text, shortest }) =>
      models.use(key, async ({ index }) => {
        if (!index) throw noText();
        const runs = index.runs(unitsOf(text, index.words), shortest);
        return { runs: runs.map((run) => ({ ...run, song: index.songs[run.song] ?? '' })) };
      }),

    search: ({ key, id, ...asked }) =>
      models.use(key, (model) =>
        cancellable(id, async () => {
          // Readings and rhymes are a large library, which no start is to wait for.
          const { searchLines } = await import('./lines-search.ts');
          const gate = () =>
            Promise.resolve(cancelled.has(id) ? ('stop' as const) : ('go' as const));
          return searchLines(model, turns, gate, asked);
        }),
      ),
  };
}

const asFailure = (error: unknown): unknown =>
  error instanceof Overflow ? new VerseloomError('model.overflow', {}, { cause: error }) : error;
