/** What the compute process does for its host: one engine, one run at a time, and the models that are open for writing. */
import type { Handlers } from '../contract/api.ts';
import type { ComputeApi, LanguageModel } from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { Engine } from '../core/tensors/engine.ts';
import { agreement } from './graphics/agreement.ts';
import { isAllocationFailure } from './allocation-failure.ts';
import { Brake } from './brake.ts';
import { writeParameters } from './parameters-file.ts';
import { Looking } from './looking.ts';
import { measurePace } from './pace.ts';
import { Progress } from './progress.ts';
import { StepTimer } from './step-timer.ts';
import type { Tell } from './tell.ts';
import { Texts } from './texts.ts';
import { trainAndPredict, type UnderWay } from './training-run.ts';
import { Turns } from './turns.ts';
import { writingCalls } from './writing/writing-calls.ts';

/** For so many turns a snapshot waits for the step that shows what an epoch has come to, and then it does without. */
const UNDECIDED_TURNS = 4;

/** The run under way. */
interface Run<V> {
  readonly brake: Brake;
  readonly progress: Progress;
  /** There once the run has begun. */
  readonly begun: Promise<UnderWay>;
  readonly looking: Looking<V>;
  /** The last look that was asked for: one is taken at a time. */
  look: Promise<unknown>;
}

/** @param turns at the engine, of all that is asked of it */
export function createSession<V>(
  engine: Engine<V>,
  tell: Tell,
  turns = new Turns(),
): Handlers<ComputeApi> {
  const texts = new Texts();
  let run: Run<V> | undefined;
  let timer: Promise<StepTimer<V>> | undefined;
  /** For moments of runs, by their architecture; those of one run come together. */
  let looking:
    { readonly of: string; readonly with: Looking<V>; last: Promise<unknown> } | undefined;

  const running = (): Run<V> => {
    if (!run) throw new VerseloomError('training.notRunning');
    return run;
  };
  return {
    info: () => ({
      engine: engine.name === 'reference' ? 'onnx' : engine.name,
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

    pace: (asked) => measurePace(engine, asked),

    agreement: async () => {
      const { createOnnxEngine } = await import('../engines/onnx.ts');
      return agreement(engine, await createOnnxEngine(1));
    },

    read: ({ text, length, ids }) => {
      texts.add(text, length, ids);
      return {};
    },
    forget: ({ text }) => {
      texts.forget(text);
      return {};
    },

    train: async ({ text, heldOut, ...job }) => {
      if (run) throw new VerseloomError('training.running');
      const progress = new Progress((reports) => tell('progress', reports));
      const begun = Promise.withResolvers<Awaited<Run<V>['begun']>>();
      begun.promise.catch(() => {}); // nobody may have asked
      const looking = new Looking(engine, turns);
      const { brake } = (run = {
        ...{ brake: new Brake(), progress, begun: begun.promise, looking, look: Promise.resolve() },
      });
      try {
        const learn = (ids: Int32Array, heldOutIds?: Int32Array) =>
          trainAndPredict(engine, { ...job, ids, heldOut: heldOutIds }, turns, brake.gate, {
            begun: begun.resolve,
            epoch: (report) => progress.add({ epochs: [report] }),
            sample: (sample) => progress.add({ samples: [sample] }),
            underWay: (underWay) => progress.add({ underWay }),
            writesAtStop: () => brake.writesAtStop,
            ...(job.counts && { counted: (counting) => progress.add({ counting }) }),
          });
        const outcome = await texts.take(text, (ids) =>
          heldOut === undefined ? learn(ids) : texts.take(heldOut, (held) => learn(ids, held)),
        );
        await progress.flush();
        return outcome;
      } catch (error) {
        if (isAllocationFailure(error)) throw new VerseloomError('compute.outOfMemory');
        throw error;
      } finally {
        begun.reject(new VerseloomError('training.notRunning'));
        brake.release();
        await run.look;
        await looking.dispose();
        run = undefined;
      }
    },
    pause: async () => {
      const { brake, progress } = running();
      await brake.pause();
      await progress.flush(); // who has paused it sees as far as it has come
      return {};
    },
    resume: () => {
      running().brake.resume();
      return {};
    },
    stop: ({ writes }) => {
      running().brake.stop(writes === true);
      return {};
    },
    snapshot: async ({ path, best, isExact, withMoments }) => {
      const { begun, progress } = running();
      const underWay = await begun;
      const isDue = async () => isExact || !underWay.isUndecided();
      for (let i = 0; i < UNDECIDED_TURNS && !(await turns.take(isDue)); i++);
      const { state, held } = await turns.take(async () => {
        const { model, ...now } = underWay.hold(isExact, withMoments);
        const other = best === null || now.state.best === best ? null : now.best();
        return { state: now.state, held: [model, ...(other ? [other] : [])] as const };
      });
      try {
        const models: LanguageModel[] = [];
        // In turns of their own, where they are copied, so that no step waits for both.
        for (const one of held) models.push(await turns.take(async () => one.view()));
        const moments = withMoments ? await turns.take(async () => held[0].moments()) : [];
        await writeParameters(path, [...models, ...moments]);
        await progress.flush();
        const { architecture } = models[0]!;
        return { architecture, state, hasBest: models.length > 1, moments: moments.length };
      } finally {
        for (const one of held) one.release();
      }
    },
    change: async (wanted) => {
      const underWay = await running().begun;
      const { changes, settings } = underWay.change(wanted);
      return { changes: [...changes], settings };
    },
    lookAtMoment: async ({ model, ids }) => {
      const of = JSON.stringify(Object.entries(model.architecture).sort());
      if (looking?.of !== of) {
        const { with: before, last } = looking ?? {};
        void last?.then(() => before?.dispose());
        looking = { of, with: new Looking(engine, turns), last: Promise.resolve() };
      }
      const here = looking;
      const look = here.last.then(() => here.with.atMoment(model, ids));
      here.last = look.catch(() => {});
      return look;
    },
    lookAtRun: (asked) => {
      const one = running();
      const look = one.look.then(async () => {
        const { moment } = await one.begun;
        const now = await turns.take(async () => moment());
        return one.looking.atRun(now, asked);
      });
      one.look = look.catch(() => {});
      return look;
    },

    ...writingCalls(engine, tell, turns, texts),
  };
}
