/** What the compute process does for its host: one engine, one run at a time, and the models that are open for writing. */
import type { Handlers } from '../contract/api.ts';
import type {
  ComputeApi,
  ComputeEventData,
  ComputeEventName,
  Snapshot,
} from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import { atTemperature, Decoder } from '../core/decoder.ts';
import type { Engine } from '../core/tensors/engine.ts';
import { amongNumbers, Overflow } from '../core/overflow.ts';
import type { LanguageModel } from '../core/parameters.ts';
import { Random } from '../core/random.ts';
import { perplexity } from '../core/score.ts';
import { isAllocationFailure } from './allocation-failure.ts';
import { Brake } from './brake.ts';
import { writeParameters } from './parameters-file.ts';
import { pieceByPiece } from './piece-by-piece.ts';
import { Progress } from './progress.ts';
import { StepTimer } from './step-timer.ts';
import { Texts } from './texts.ts';
import { trainAndPredict } from './training-run.ts';
import { Turns } from './turns.ts';

/** @returns when the host has taken it */
export type Tell = <Name extends ComputeEventName>(
  name: Name,
  data: ComputeEventData<Name>,
) => Promise<void>;

interface OpenModel<V> {
  readonly model: LanguageModel;
  readonly decoder: Decoder<V>;
  /** Pieces under way, which keep the decoder also when the model is closed meanwhile. */
  pieces: number;
}

/** The run under way. */
interface Run {
  readonly brake: Brake;
  readonly progress: Progress;
  /** There once the run has begun. */
  readonly snapshot: Promise<() => Snapshot>;
}

export function createSession<V>(engine: Engine<V>, tell: Tell): Handlers<ComputeApi> {
  const turns = new Turns();
  const texts = new Texts();
  const models = new Map<string, OpenModel<V>>();
  const cancelled = new Set<string>();
  const writing = new Set<string>();
  let run: Run | undefined;
  let timer: Promise<StepTimer<V>> | undefined;

  const opened = (key: string): OpenModel<V> => {
    const model = models.get(key);
    if (!model) throw new VerseloomError('model.notFound', { name: key });
    return model;
  };
  const running = (): Run => {
    if (!run) throw new VerseloomError('training.notRunning');
    return run;
  };
  const disposeUnused = async (key: string, model: OpenModel<V>): Promise<void> => {
    if (model.pieces === 0 && models.get(key) !== model) await model.decoder.dispose();
  };
  const close = async (key: string): Promise<void> => {
    const model = models.get(key);
    models.delete(key);
    if (model) await disposeUnused(key, model);
  };

  return {
    info: () => ({
      engine: engine.name === 'tensorflow' ? 'tensorflow' : 'onnx',
      version: engine.version,
      threads: engine.threads,
      pid: process.pid,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    }),

    measure: async (shape) => {
      const seconds = await (await (timer ??= StepTimer.create(engine, shape))).turn();
      const { user, system } = process.cpuUsage(); // microseconds
      return { seconds, cpuSeconds: (user + system) / 1e6 };
    },

    read: ({ text, length, ids }) => {
      texts.add(text, length, ids);
      return {};
    },
    forget: ({ text }) => {
      texts.forget(text);
      return {};
    },

    train: async ({ text, ...job }) => {
      if (run) throw new VerseloomError('training.running');
      const progress = new Progress((reports) => tell('progress', reports));
      const begun = Promise.withResolvers<() => Snapshot>();
      begun.promise.catch(() => {}); // nobody may have asked
      const { brake } = (run = { brake: new Brake(), progress, snapshot: begun.promise });
      try {
        const outcome = await texts.take(text, (ids) =>
          trainAndPredict(engine, { ...job, ids }, turns, brake.gate, {
            begun: begun.resolve,
            epoch: (report) => progress.add({ epochs: [report] }),
            sample: (sample) => progress.add({ samples: [sample] }),
          }),
        );
        await progress.flush();
        return outcome;
      } catch (error) {
        if (isAllocationFailure(error)) throw new VerseloomError('compute.outOfMemory');
        throw error;
      } finally {
        begun.reject(new VerseloomError('training.notRunning'));
        brake.release();
        run = undefined;
      }
    },
    pause: async () => {
      await running().brake.pause();
      return {};
    },
    resume: () => {
      running().brake.resume();
      return {};
    },
    stop: () => {
      running().brake.stop();
      return {};
    },
    snapshot: async ({ path }) => {
      const { snapshot, progress } = running();
      const take = await snapshot;
      const { model, state } = await turns.take(async () => take());
      await writeParameters(path, model.parameters);
      await progress.flush();
      return { dimensions: model.dimensions, state };
    },

    open: async ({ key, model }) => {
      const decoder = await turns.take(() => Decoder.create(engine, model));
      await close(key);
      models.set(key, { model, decoder, pieces: 0 });
      return {};
    },
    close: async ({ key }) => {
      await close(key);
      return {};
    },
    write: async ({ key, id, prefix, length, temperature, seed }) => {
      const model = opened(key);
      const characters = model.decoder.continue(
        prefix,
        length,
        amongNumbers(atTemperature(temperature, new Random(seed))),
      );
      const continuation: number[] = [];
      const started = performance.now();
      writing.add(id);
      model.pieces += 1;
      try {
        for await (const piece of pieceByPiece(turns, characters)) {
          continuation.push(...piece);
          await tell('written', { id, ids: Int32Array.from(piece) });
          if (cancelled.has(id)) break;
        }
        return {
          continuation: Int32Array.from(continuation),
          seconds: (performance.now() - started) / 1000,
          cancelled: continuation.length < length,
        };
      } catch (error) {
        throw asFailure(error);
      } finally {
        writing.delete(id);
        cancelled.delete(id);
        model.pieces -= 1;
        await disposeUnused(key, model);
      }
    },
    cancel: ({ id }) => {
      if (writing.has(id)) cancelled.add(id);
      return {};
    },
    score: ({ key, text }) =>
      texts.take(text, async (ids) => {
        const { model } = opened(key);
        try {
          return { perplexity: await perplexity(engine, model, ids, (work) => turns.take(work)) };
        } catch (error) {
          throw asFailure(error);
        }
      }),
  };
}

const asFailure = (error: unknown): unknown =>
  error instanceof Overflow ? new VerseloomError('model.overflow', {}, { cause: error }) : error;
