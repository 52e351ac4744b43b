/** One run of the book's `train_and_predict_rnn`: it teaches a new model and lets it write from every prefix once in a period. */
import type { IdSample, TrainingJob, TrainingOutcome } from '../contract/compute-api.ts';
import type { EpochReport } from '../contract/training.ts';
import { Decoder, greedy } from '../core/decoder.ts';
import type { Engine } from '../core/engine.ts';
import { Learner } from '../core/learner.ts';
import { initialModel } from '../core/parameters.ts';
import { Random } from '../core/random.ts';
import { batches } from '../core/sampler.ts';
import { train, type Gate } from '../core/trainer.ts';
import type { Turns } from './turns.ts';

export interface Reporting {
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
      for await (const sample of turnsOf(turns, predict(engine, learner, prefixes, predLength)))
        report.sample({ epoch, ...sample });
    }
  } finally {
    await learner.dispose();
  }
}

/** The book's `predict_rnn` for each prefix, with the model as it is now. */
async function* predict<V>(
  engine: Engine<V>,
  learner: Learner<V>,
  prefixes: readonly Int32Array[],
  length: number,
): AsyncGenerator<Omit<IdSample, 'epoch'>, void> {
  const decoder = await Decoder.create(engine, learner.model());
  try {
    for (const prefix of prefixes) {
      const continuation = new Int32Array(length);
      let written = 0;
      for await (const id of decoder.continue(prefix, length, greedy)) continuation[written++] = id;
      yield { prefix, continuation };
    }
  } finally {
    await decoder.dispose();
  }
}

async function* turnsOf<Item>(
  turns: Turns,
  items: AsyncGenerator<Item, void>,
): AsyncGenerator<Item, void> {
  for (;;) {
    const next = await turns.take(() => items.next());
    if (next.done) return;
    yield next.value;
  }
}
