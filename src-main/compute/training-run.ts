/** One run of the book's `train_and_predict_rnn`: it teaches a new model and lets it write from every prefix once in a period. */
import type { IdSample, Snapshot, TrainingJob, TrainingOutcome } from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import { comparedBy, EXPLODED, type EpochReport } from '../contract/training.ts';
import { Decoder } from '../core/decoder.ts';
import type { Engine } from '../core/tensors/engine.ts';
import { Learner } from '../core/learner.ts';
import { Validation } from '../core/score.ts';
import { initialModel } from '../core/parameters.ts';
import { Random } from '../core/random.ts';
import { samplerOf, type Batch } from '../core/sampler.ts';
import { greedy } from '../core/sampling/choice.ts';
import type { Gate } from '../core/gate.ts';
import { perplexityOf } from '../core/loss.ts';
import { START, train, type Position } from '../core/trainer.ts';
import type { Moment } from './looking.ts';
import { pieceByPiece } from './piece-by-piece.ts';
import type { Turns } from './turns.ts';

export interface Reporting {
  /** The first step comes next; from now on, and between two steps, `snapshot` copies what the last one left, and `moment` what is looked at. */
  begun(snapshot: () => Snapshot, moment: () => Moment): void;
  epoch(report: EpochReport): void;
  sample(sample: IdSample): void;
}

/** A run with its corpus, and what is held out of that. */
export type Job = Omit<TrainingJob, 'text' | 'heldOut'> & {
  readonly ids: Int32Array;
  readonly heldOut?: Int32Array | undefined;
};

/** One generator gives the first weights and then every shuffle, so that a seed names the whole run. */
export async function trainAndPredict<V>(
  engine: Engine<V>,
  { settings, vocabularySize, ids, heldOut, prefixes, from }: Job,
  turns: Turns,
  gate: Gate,
  report: Reporting,
): Promise<TrainingOutcome> {
  const { sampling, predPeriod, predLength, letExplode } = settings;
  const random = new Random(from?.state?.generator ?? settings.seed);
  const first =
    from?.model ?? initialModel({ vocabularySize, hiddenSize: settings.hiddenSize }, random);
  const learner = await Learner.create(engine, first, settings, from?.state?.hiddenState);
  const validation = heldOut && (await Validation.create(engine, first.dimensions, heldOut));
  const sampler = samplerOf(settings, ids, random, (slice) => turns.take(async () => slice()));
  const at: Position = { ...(from?.state ?? START) };
  let samplesDue = from?.state?.samplesDue ?? 0;
  /** Before the batches of the epoch under way were drawn from it. */
  let generator = random.state;
  const snapshot = (): Snapshot => ({
    model: learner.model(),
    state: {
      ...{ epochs: at.epochs, steps: at.steps },
      ...{ loss: at.loss, norm: at.norm, clipped: at.clipped, seconds: at.seconds },
      samplesDue,
      generator: [...generator],
      hiddenState: sampling === 'consecutive' && at.steps > 0 ? learner.hiddenState() : null,
    },
  });
  let over = false;
  const whileItRuns =
    <Result>(take: () => Result): (() => Result) =>
    () => {
      if (over) throw new VerseloomError('training.notRunning');
      return take();
    };
  /** That of the step under way, or of the last one. */
  let batch: Batch | undefined;
  const moment = (): Moment => ({
    ...{ model: learner.model(), epochs: at.epochs, steps: at.steps },
    batch: batch && {
      ids: { x: batch.x.slice(), y: batch.y.slice() },
      state: sampling === 'consecutive' ? learner.hiddenState() : null,
    },
  });
  report.begun(whileItRuns(snapshot), whileItRuns(moment));
  const predictDue = async (): Promise<void> => {
    if (samplesDue === 0) return;
    let begun = performance.now();
    const decoder = await turns.take(() => Decoder.create(engine, learner.model()));
    try {
      const due = prefixes.slice(-samplesDue);
      for await (const sample of predict(decoder, due, predLength, turns, gate)) {
        const now = performance.now();
        report.sample({ epoch: at.epochs, ...sample, seconds: (now - begun) / 1000 });
        samplesDue -= 1;
        begun = now;
      }
    } finally {
      await decoder.dispose();
    }
  };
  /** The lowest so far, on what is held out where something is, and its epoch: whose weights the learner keeps. */
  let best = { perplexity: Infinity, epoch: at.epochs };
  /** The same of weights that are marked: no step has shown yet what they are worth. */
  let marked: typeof best | undefined;
  const sane = EXPLODED * vocabularySize;
  const keepMarked = (): void => {
    if (marked) best = marked;
    marked = undefined;
    learner.keepMarked();
  };
  const most = letExplode ? Infinity : sane;
  /** As far as the last step is concerned. */
  let isSenseless = false;
  try {
    const inTurn = {
      resetState: () => learner.resetState(),
      learn: async (next: Batch) => {
        batch = next;
        const made = await turns.take(() => learner.learn(next));
        if (marked && perplexityOf(made.loss) <= sane) keepMarked();
        marked = undefined;
        return made;
      },
      trial: async (next: Batch) => {
        const made = await turns.take(() => learner.trial(next));
        isSenseless = !(perplexityOf(made.loss) <= most);
        return made;
      },
    };
    const take: Turns['take'] = (work) => turns.take(work);
    const epochs = train(inTurn, sampler, settings, gate, at, {
      most,
      validate: validation && (() => validation.perplexity(learner.parameters, take, gate)),
    });
    for (;;) {
      await predictDue();
      const next = await epochs.next();
      if (next.done) {
        const ending = samplesDue > 0 ? ({ outcome: 'stopped' } as const) : next.value;
        if (ending.outcome !== 'diverged') return { ...ending, divergence: null, ...snapshot() };
        const divergence = { ...ending.divergence, kept: best.epoch };
        return { outcome: 'diverged', divergence, ...snapshot(), model: learner.kept() };
      }
      report.epoch(next.value);
      generator = random.state;
      const { epoch, validationPerplexity } = next.value;
      const perplexity = comparedBy(next.value);
      if (perplexity <= sane && perplexity < best.perplexity) {
        marked = { perplexity, epoch };
        learner.mark();
        if (validationPerplexity !== null) keepMarked();
      }
      // Weights that have exploded have nothing to say.
      isSenseless ||= next.value.perplexity > most;
      const isDue = epoch % predPeriod === 0 || epoch === settings.epochs;
      if (isDue && !isSenseless) samplesDue = prefixes.length;
    }
  } finally {
    over = true;
    sampler.dispose();
    await validation?.dispose();
    await learner.dispose();
  }
}

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
