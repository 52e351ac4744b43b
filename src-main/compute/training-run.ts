/** One run of the book's `train_and_predict_rnn`: it teaches a new model and lets it write from every prefix once in a period. */
import type {
  IdSample,
  TrainingJob,
  TrainingOutcome,
  TrainingState,
} from '../contract/compute-api.ts';
import { architectureOf } from '../contract/architecture.ts';
import { VerseloomError } from '../contract/errors.ts';
import { momentsOf } from '../contract/optimisers/optimisers.ts';
import type { Changing } from '../contract/settings.ts';
import {
  comparedBy,
  EXPLODED,
  type Counting,
  type EndedBy,
  type EpochReport,
  type EpochUnderWay,
  type SettingsChange,
  cameTo,
} from '../contract/training.ts';
import { Course } from '../core/course.ts';
import { Decoder } from '../core/decoder.ts';
import type { Engine } from '../core/tensors/engine.ts';
import { Learner, type Held } from '../core/learner.ts';
import { Validation } from '../core/score.ts';
import { initialModel } from '../core/parameters.ts';
import { Random } from '../core/random.ts';
import { batchesRead, samplerOf, type Batch } from '../core/sampler.ts';
import { greedy } from '../core/sampling/choice.ts';
import { SettingsByEpoch, type Wanted } from '../core/settings-by-epoch.ts';
import type { Gate } from '../core/gate.ts';
import { perplexityOf } from '../core/loss.ts';
import { START, train, type Ending, type Position } from '../core/trainer.ts';
import { byHeart } from './by-heart.ts';
import { CountingAlone } from './counting-alone.ts';
import type { Moment } from './looking.ts';
import { pieceByPiece } from './piece-by-piece.ts';
import type { Turns } from './turns.ts';

/** What can be asked of a run between two of its steps, from its first one on. */
export interface UnderWay {
  /** Whether no step has shown yet what the last epoch's weights are worth, of which the next one will. */
  readonly isUndecided: () => boolean;
  /**
   * @param isExact whether it has to be what the last step left; else, of a short epoch, it may be what the one before left, where that
   * is the best one: then there are no other weights to tell
   * @param withMoments whether what is kept of the gradients is wanted, too
   */
  readonly hold: (isExact: boolean, withMoments: boolean) => HeldRun;
  /** Copies what is looked at. */
  readonly moment: () => Moment;
  readonly change: (wanted: Wanted) => {
    changes: readonly SettingsChange[];
    settings: Changing;
  };
}

/** A run between two steps, which goes on: what is held is to be released. */
export interface HeldRun {
  readonly state: TrainingState;
  readonly model: Held;
  /** @returns the weights of `state.best`, where the model has others */
  readonly best: () => Held | null;
}

/** Of an epoch that has gone on for so long one wants to know how far it is. */
const LONG_EPOCH_SECONDS = 1;

/** Somebody waits for a run to stop: of the samples that it writes then, none begins later. */
const AT_STOP_MS = 1000;

/** Seconds of steps that a save on the way may leave out. */
const LEFT_OUT_SECONDS = 1;

export interface Reporting {
  /** The first step comes next. */
  begun(underWay: UnderWay): void;
  epoch(report: EpochReport): void;
  sample(sample: IdSample): void;
  /** Of an epoch that takes long, after each of its steps. */
  underWay?(epoch: EpochUnderWay): void;
  /** Whether a run that is stopped is to write once more. */
  writesAtStop?(): boolean;
  /** Left out, nothing is counted. */
  readonly counted?: (counting: Counting) => void;
}

/** A run with its corpus, and what is held out of that. */
export type Job = Omit<TrainingJob, 'text' | 'heldOut'> & {
  readonly ids: Int32Array;
  readonly heldOut?: Int32Array | undefined;
};

/** One generator gives the first weights and then every shuffle, so that a seed names the whole run. */
export async function trainAndPredict<V>(
  engine: Engine<V>,
  job: Job,
  turns: Turns,
  gate: Gate,
  report: Reporting,
): Promise<TrainingOutcome> {
  const { settings, vocabularySize, ids, heldOut, prefixes, from, changes = [] } = job;
  const { until = Infinity } = job;
  const { sampling, detach, timeSteps, batchSize, predLength, letExplode } = settings;
  const random = new Random(from?.state?.generator ?? settings.seed);
  const architecture = architectureOf(settings, vocabularySize);
  const first = from?.model ?? initialModel(architecture, random, settings.firstWeights);
  const at: Position = { ...(from?.state ?? START) };
  const byEpoch = new SettingsByEpoch(settings, changes, at.epochs + (at.steps > 0 ? 1 : 0));
  const course = new Course(from?.told);
  const end = (): EndedBy | null => course.end({ ...settings, epochs: byEpoch.epochs });
  const sampler = samplerOf(settings, ids, random, (slice) => turns.take(async () => slice()));
  const batches = batchesRead(settings, ids.length);
  const rates = { ...settings, ...byEpoch.at(at.epochs + 1), batches };
  const learner = await Learner.create(engine, first, rates, {
    moments: from?.moments,
    steps: at.epochs * sampler.count + at.steps,
    hiddenState: from?.state?.hiddenState,
    best: from?.best,
    marked: from?.state?.isMarked ? from.told?.last : undefined,
  });
  const counting =
    heldOut && report.counted
      ? new CountingAlone({ learnt: ids, heldOut, vocabularySize }, turns, report.counted)
      : undefined;
  const validation = heldOut && (await Validation.create(engine, first.architecture, heldOut));
  let samplesDue = from?.state?.samplesDue ?? 0;
  /** Of the epoch that was sampled last, by its end or by what is due of it still. */
  let sampled = samplesDue > 0 ? at.epochs : 0;
  /** Before the batches of the epoch under way were drawn from it. */
  let generator = random.state;
  /** Whether a step goes on from the state that the one before left. */
  const isCarried = sampling === 'consecutive' && detach;
  const hasOtherBest = (): boolean => learner.best.epoch > 0 && !learner.isBest;
  const stateNow = (): TrainingState => ({
    ...{ epochs: at.epochs, steps: at.steps },
    ...{ loss: at.loss, norm: at.norm, clipped: at.clipped, seconds: at.seconds },
    samplesDue,
    generator: [...generator],
    hiddenState: isCarried && at.steps > 0 ? learner.hiddenState() : null,
    ...{ best: learner.best.epoch, isMarked: learner.isMarked },
  });
  const hold = (isExact: boolean, withMoments: boolean): HeldRun => {
    const isBegun = at.steps > 0 && at.epochs > 0;
    // What is kept of the gradients is there as the last step left it alone.
    const isEnough = !isExact && (!withMoments || momentsOf(settings.optimiser).length === 0);
    if (isEnough && isBegun && at.seconds <= LEFT_OUT_SECONDS && learner.best.epoch === at.epochs)
      return {
        state: {
          ...{ ...START, epochs: at.epochs, samplesDue, generator: [...generator] },
          ...{ hiddenState: null, best: at.epochs, isMarked: false },
        },
        ...{ model: learner.hold('kept'), best: () => null },
      };
    return {
      ...{ state: stateNow(), model: learner.hold('now') },
      best: () => (hasOtherBest() ? learner.hold('kept') : null),
    };
  };
  let over = false;
  const whileItRuns =
    <Args extends unknown[], Result>(take: (...args: Args) => Result) =>
    (...args: Args): Result => {
      if (over) throw new VerseloomError('training.notRunning');
      return take(...args);
    };
  /** That of the step under way, or of the last one. */
  let batch: Batch | undefined;
  const moment = (): Moment => ({
    ...{ model: learner.model(), epochs: at.epochs, steps: at.steps },
    shape: { ...first.architecture, timeSteps, batchSize, batches },
    batch: batch && {
      ids: structuredClone(batch),
      state: isCarried ? learner.hiddenState() : null,
    },
  });
  report.begun({
    isUndecided: whileItRuns(() => at.steps === 0 && learner.isMarked),
    ...{ hold: whileItRuns(hold), moment: whileItRuns(moment) },
    change: whileItRuns((wanted) => {
      byEpoch.change(wanted);
      const { epoch: _, ...last } = byEpoch.last;
      return { changes: byEpoch.changes, settings: last };
    }),
  });
  /** Lets the model write as it is now. @returns a sample of each prefix, fewer where the gate stops it */
  async function* samples(from: readonly Int32Array[], gate: Gate): AsyncGenerator<IdSample, void> {
    let begun = performance.now();
    const decoder = await turns.take(() => Decoder.create(engine, learner.model()));
    try {
      for await (const sample of predict(decoder, from, predLength, turns, gate)) {
        const now = performance.now();
        yield { epoch: at.epochs, ...sample, seconds: (now - begun) / 1000 };
        begun = now;
      }
    } finally {
      await decoder.dispose();
    }
  }
  const predictDue = async (): Promise<void> => {
    if (samplesDue === 0) return;
    for await (const sample of samples(prefixes.slice(-samplesDue), gate)) {
      report.sample(sample);
      samplesDue -= 1;
    }
  };
  /** Of the weights as they are, what no prefix has shown yet. @param until the time from which on no further sample is begun */
  const predictAtEnd = async (until: number, gate: Gate): Promise<void> => {
    const isNew = at.steps > 0 || sampled < at.epochs;
    const left = isNew ? prefixes : prefixes.slice(prefixes.length - samplesDue);
    if (left.length === 0) return;
    for await (const sample of samples(left, gate)) {
      report.sample({ ...sample, step: at.steps });
      if (performance.now() >= until) return;
    }
  };
  const sane = EXPLODED * vocabularySize;
  const most = letExplode ? Infinity : sane;
  /** What a step shows of the weights that it begins with. */
  const judge = (loss: number): void => {
    if (perplexityOf(loss) <= sane) learner.keepMarked();
    else learner.dropMarked();
  };
  /** @param loss of the step that was made, and the seconds that it took */
  const tellUnderWay = (loss: number, seconds: number): void => {
    const soFar = { steps: at.steps + 1, seconds: at.seconds + seconds };
    if (soFar.seconds < LONG_EPOCH_SECONDS || !Number.isFinite(loss)) return;
    const perplexity = perplexityOf((at.loss + loss) / soFar.steps);
    report.underWay?.({ epoch: at.epochs + 1, ...soFar, of: sampler.count, perplexity });
  };
  /** The perplexity of the step after the last one, of the epoch that ends the run. */
  let after: number | undefined;
  try {
    const inTurn = {
      change: async (rate: Parameters<typeof learner.change>[0]) => {
        if (learner.has(rate)) return learner.change(rate);
        await turns.take(() => learner.change(rate));
      },
      resetState: () => learner.resetState(),
      learn: async (next: Batch) => {
        batch = next;
        const began = performance.now();
        const made = await turns.take(() => learner.learn(next));
        judge(made.loss);
        tellUnderWay(made.loss, (performance.now() - began) / 1000);
        return made;
      },
      trial: async (next: Batch) => {
        const made = await turns.take(() => learner.trial(next));
        after = perplexityOf(made.loss);
        return made;
      },
    };
    const take: Turns['take'] = (work) => turns.take(work);
    /** Before the first step of an epoch that it is not to make. */
    const untilThere: Gate = async () =>
      at.epochs >= until && at.steps === 0 ? 'stop' : await gate();
    const epochs = train(inTurn, sampler, settings, byEpoch, untilThere, at, {
      ...{ most, end },
      isTimeOver: (seconds) => course.isTimeOver(settings, seconds),
      learnt: (epoch) => course.add(cameTo(epoch)),
      validate: validation && (() => validation.perplexity(learner.parameters, take, gate)),
    });
    for (;;) {
      await predictDue();
      const next = await epochs.next();
      if (next.done) {
        const ending = samplesDue > 0 ? ({ outcome: 'stopped' } as const) : next.value;
        return await outcomeOf(ending);
      }
      report.epoch(next.value);
      generator = random.state;
      const { epoch, validationPerplexity } = next.value;
      const perplexity = comparedBy(next.value);
      if (perplexity <= sane && perplexity < learner.best.perplexity) {
        learner.mark({ perplexity, epoch });
        // What shows already what they are worth.
        if (validationPerplexity !== null || (after !== undefined && after <= sane))
          learner.keepMarked();
      }
      // Weights that have exploded have nothing to say.
      const isSenseless = next.value.perplexity > most || (after !== undefined && !(after <= most));
      after = undefined;
      const isDue = epoch % byEpoch.at(epoch).predPeriod === 0 || end() !== null;
      if (isDue && !isSenseless) {
        samplesDue = prefixes.length;
        sampled = epoch;
      }
    }
  } finally {
    over = true;
    await counting?.end();
    sampler.dispose();
    await validation?.dispose();
    await learner.dispose();
  }

  async function outcomeOf(ending: Ending): Promise<TrainingOutcome> {
    const hasLearnt = at.epochs > 0 || at.steps > 0;
    if (ending.outcome === 'stopped' && hasLearnt && report.writesAtStop?.())
      await predictAtEnd(performance.now() + AT_STOP_MS, goes);
    if (ending.outcome === 'finished' && at.steps > 0) await predictAtEnd(Infinity, gate);
    if (ending.outcome !== 'stopped') await counting?.over; // somebody waits for a stop
    if (ending.outcome === 'finished') learner.keepMarked(); // nothing comes that could show more of them
    const left = { model: learner.model(), state: stateNow(), moments: learner.moments() };
    const best = hasOtherBest() ? learner.kept() : null;
    const hasDiverged = ending.outcome === 'diverged';
    const keepsBest = hasDiverged || (ending.outcome === 'finished' && settings.keepBest);
    const kept = keepsBest ? (hasDiverged ? learner.kept() : (best ?? left.model)) : left.model;
    const isFinished = ending.outcome === 'finished';
    const isWorthALook = hasDiverged ? learner.best.epoch > 0 : at.epochs > 0 || isFinished;
    const verbatim =
      job.characters && isWorthALook
        ? await byHeart(engine, kept, { ids, prefixes, seed: settings.seed }, job.characters, turns)
        : null;
    if (hasDiverged) {
      const divergence = { ...ending.divergence, kept: learner.best.epoch };
      const { outcome } = ending;
      return {
        ...left,
        outcome,
        divergence,
        endedBy: null,
        verbatim,
        model: kept,
        best: null,
        moments: [],
      };
    }
    const endedBy = ending.outcome === 'finished' ? ending.endedBy : null;
    return { ...left, outcome: ending.outcome, endedBy, divergence: null, verbatim, best };
  }
}

const goes: Gate = async () => 'go';

/** The book's `predict_rnn` for each prefix; a stop leaves the rest unwritten. */
async function* predict<V>(
  decoder: Decoder<V>,
  prefixes: readonly Int32Array[],
  length: number,
  turns: Turns,
  gate: Gate,
): AsyncGenerator<Pick<IdSample, 'prefix' | 'continuation'>, void> {
  for (const prefix of prefixes) {
    const continuation: number[] = [];
    for await (const piece of pieceByPiece(turns, decoder.continue(prefix, length, greedy))) {
      continuation.push(...piece);
      if ((await gate()) === 'stop') return;
    }
    yield { prefix, continuation: Int32Array.from(continuation) };
  }
}
