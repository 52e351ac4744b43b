/** One run of the book's `train_and_predict_rnn`: it teaches a new model and lets it write from every prefix once in a period. */
import type { IdSample, Snapshot, TrainingJob, TrainingOutcome } from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { EpochReport } from '../contract/training.ts';
import { Decoder } from '../core/decoder.ts';
import type { Engine } from '../core/tensors/engine.ts';
import { Learner } from '../core/learner.ts';
import { initialModel } from '../core/parameters.ts';
import { Random } from '../core/random.ts';
import { samplerOf } from '../core/sampler.ts';
import { greedy } from '../core/sampling/choice.ts';
import type { Gate } from '../core/gate.ts';
import { START, train, type Position } from '../core/trainer.ts';
import { pieceByPiece } from './piece-by-piece.ts';
import type { Turns } from './turns.ts';

export interface Reporting {
  /** The first step comes next; from now on, and between two steps, `snapshot` copies what the last one left. */
  begun(snapshot: () => Snapshot): void;
  epoch(report: EpochReport): void;
  sample(sample: IdSample): void;
}

/** A run with its corpus. */
export type Job = Omit<TrainingJob, 'text'> & { readonly ids: Int32Array };

/** One generator gives the first weights and then every shuffle, so that a seed names the whole run. */
export async function trainAndPredict<V>(
  engine: Engine<V>,
  { settings, vocabularySize, ids, prefixes, from }: Job,
  turns: Turns,
  gate: Gate,
  report: Reporting,
): Promise<TrainingOutcome> {
  const { sampling, predPeriod, predLength } = settings;
  const random = new Random(from?.state?.generator ?? settings.seed);
  const first =
    from?.model ?? initialModel({ vocabularySize, hiddenSize: settings.hiddenSize }, random);
  const learner = await Learner.create(engine, first, settings, from?.state?.hiddenState);
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
  report.begun(() => {
    if (over) throw new VerseloomError('training.notRunning');
    return snapshot();
  });
  const predictDue = async (): Promise<void> => {
    if (samplesDue === 0) return;
    const decoder = await turns.take(() => Decoder.create(engine, learner.model()));
    try {
      const due = prefixes.slice(-samplesDue);
      for await (const sample of predict(decoder, due, predLength, turns, gate)) {
        report.sample({ epoch: at.epochs, ...sample });
        samplesDue -= 1;
      }
    } finally {
      await decoder.dispose();
    }
  };
  try {
    const inTurn = {
      resetState: () => learner.resetState(),
      learn: (batch: Parameters<typeof learner.learn>[0]) => turns.take(() => learner.learn(batch)),
    };
    const epochs = train(inTurn, sampler, settings, gate, at);
    for (;;) {
      await predictDue();
      const next = await epochs.next();
      if (next.done) {
        const ending = samplesDue > 0 ? ({ outcome: 'stopped' } as const) : next.value;
        return { epoch: 0, step: 0, ...ending, ...snapshot() };
      }
      report.epoch(next.value);
      generator = random.state;
      if (next.value.epoch % predPeriod === 0) samplesDue = prefixes.length;
    }
  } finally {
    over = true;
    sampler.dispose();
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
): AsyncGenerator<Omit<IdSample, 'epoch'>, void> {
  for (const prefix of prefixes) {
    const continuation: number[] = [];
    for await (const piece of pieceByPiece(turns, decoder.continue(prefix, length, greedy))) {
      continuation.push(...piece);
      if ((await gate()) === 'stop') return;
    }
    yield { prefix, continuation: Int32Array.from(continuation) };
  }
}
