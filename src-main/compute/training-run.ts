/** One run of the book's `train_and_predict_rnn`: it teaches a new model and lets it write from every prefix once in a period. */
import type { IdSample, TrainingJob, TrainingOutcome } from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { EpochReport } from '../contract/training.ts';
import { Decoder, greedy } from '../core/decoder.ts';
import type { Engine } from '../core/engine.ts';
import { Learner } from '../core/learner.ts';
import { initialModel, type LanguageModel } from '../core/parameters.ts';
import { Random } from '../core/random.ts';
import { batches } from '../core/sampler.ts';
import { train, type Gate } from '../core/trainer.ts';
import { pieceByPiece } from './piece-by-piece.ts';
import type { Turns } from './turns.ts';

export interface Reporting {
  /** The first step comes next; from now on `model` gives a copy of what is learnt by the steps that were made. */
  begun(model: () => LanguageModel): void;
  epoch(report: EpochReport): void;
  sample(sample: IdSample): void;
}

/** One generator gives the first weights and then every shuffle, so that a seed names the whole run. */
export async function trainAndPredict<V>(
  engine: Engine<V>,
  { settings, vocabularySize, ids, prefixes }: TrainingJob,
  turns: Turns,
  gate: Gate,
  report: Reporting,
): Promise<TrainingOutcome> {
  const { batchSize, timeSteps, sampling, predPeriod, predLength } = settings;
  const random = new Random(settings.seed);
  const first = initialModel({ vocabularySize, hiddenSize: settings.hiddenSize }, random);
  const learner = await Learner.create(engine, first, settings);
  let over = false;
  report.begun(() => {
    if (over) throw new VerseloomError('training.notRunning');
    return learner.model();
  });
  try {
    const inTurn = {
      resetState: () => learner.resetState(),
      learn: (batch: Parameters<typeof learner.learn>[0]) => turns.take(() => learner.learn(batch)),
    };
    const epochs = train(
      inTurn,
      () => batches(sampling, ids, batchSize, timeSteps, random),
      settings,
      gate,
    );
    for (;;) {
      const next = await epochs.next();
      if (next.done) return { epoch: 0, step: 0, ...next.value, model: learner.model() };
      const { epoch } = next.value;
      report.epoch(next.value);
      if (epoch % predPeriod !== 0) continue;
      const decoder = await turns.take(() => Decoder.create(engine, learner.model()));
      try {
        for await (const sample of predict(decoder, prefixes, predLength, turns, gate))
          report.sample({ epoch, ...sample });
      } finally {
        await decoder.dispose();
      }
    }
  } finally {
    over = true;
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
