/** Model files of earlier versions: what each did not know of, and the same model as the next version tells of it. */
import { z } from 'zod';
import { NONE_HELD_OUT } from '../../contract/held-out.ts';
import { manifest as version10, type Manifest } from '../../contract/model.ts';
import { ranges, trainingSettings, type TrainingSettings } from '../../contract/settings.ts';
import { epochReport, sample, type EpochReport, type Sample } from '../../contract/training.ts';
import { summaryOf } from './model-summary.ts';

/** No embedding began wider than the other weights. */
export const version9 = version10.extend({
  settings: trainingSettings.extend({ firstWeights: z.enum(['normal', 'uniform']) }),
});
/** Every network began with the book's weights, and every state was detached. */
export const version8 = version9.extend({
  settings: trainingSettings.omit({ firstWeights: true, detach: true }),
});
/** Every network had one layer above one-hot vectors, and nothing was left out; every run went down its gradient as the book does, with one learning rate. */
export const version7 = version8.extend({
  settings: version8.shape.settings.omit({
    ...{ layers: true, embeddingSize: true, tied: true, dropout: true },
    ...{ optimiser: true, momentum: true, weightDecay: true, clip: true },
    ...{ schedule: true, warmup: true, stepPeriod: true, stepFactor: true },
  }),
});
/** Every network had the book's first cell, with tanh. */
export const version6 = version7.extend({
  cell: z.literal('rnn'),
  settings: version7.shape.settings.omit({ cell: true, activation: true }),
});
/** A run ended with the last of its epochs, was the same in all of them, and its model had the weights of the last. */
export const version5 = version6
  .omit({
    ...{ endedBy: true, kept: true, validationPerplexity: true, changes: true, verbatim: true },
    ...{ snapshots: true },
  })
  .extend({
    settings: version6.shape.settings.omit({
      ...{ untilPerplexity: true, untilSeconds: true, patience: true, keepBest: true },
      ...{ snapshots: true },
    }),
  });
/** Nothing was validated, and a run whose weights had exploded went on. */
export const version4 = version5
  .omit({ divergence: true })
  .extend({ settings: version5.shape.settings.omit({ letExplode: true }) });
/** Nothing could be held out of what a run learns. */
export const version3 = version4.extend({
  settings: version4.shape.settings.omit({ heldOut: true }),
});
/** It did not say what line breaks were learnt as. */
export const version2 = version3.extend({
  settings: version3.shape.settings.omit({ lineBreaks: true }),
});

/** What these versions knew of an epoch. */
const epochOfVersion4 = epochReport.omit({
  ...{ validationPerplexity: true, learningRate: true, clippingThreshold: true },
});
/** @param settings of the run, which were the same in all of its epochs */
export const migrateEpoch = (
  epoch: z.infer<typeof epochOfVersion4>,
  { learningRate, clippingThreshold }: Pick<TrainingSettings, 'learningRate' | 'clippingThreshold'>,
): EpochReport => ({ ...epoch, validationPerplexity: null, learningRate, clippingThreshold });

/** Manifest and weights alone, with the history in the manifest and nothing to go on with. */
export const version1 = z.object({
  format: z.literal('verseloom-model'),
  ...version2.pick({
    ...{ name: true, cell: true, settings: true, vocabulary: true, vocabularyOrder: true },
    ...{ corpus: true, outcome: true, createdAt: true, savedAt: true },
  }).shape,
  history: z
    .array(epochOfVersion4)
    .max(ranges.epochs.max)
    .refine((epochs) => epochs.every(({ epoch }, i) => epoch === i + 1)),
  samples: z.array(sample),
  engine: version2.shape.engine.extend({ threads: z.int() }),
});

const NO_ENDS = { untilPerplexity: 0, untilSeconds: 0, patience: 0, keepBest: false } as const;

/** As the book does it; the numbers that have no part in that are the usual ones. */
const BOOK_DESCENT = {
  ...{ optimiser: 'sgd', momentum: 0.9, weightDecay: 0.01, clip: 'norm' },
  ...{ schedule: 'constant', warmup: 0, stepPeriod: 50, stepFactor: 0.1 },
} satisfies Partial<TrainingSettings>;

export const migrateVersion9 = (told: z.infer<typeof version9>): Manifest => ({
  ...told,
  version: 10,
});

export const migrateVersion8 = (told: z.infer<typeof version8>): Manifest =>
  migrateVersion9({
    ...told,
    version: 9,
    settings: { ...told.settings, firstWeights: 'normal', detach: true },
  });

export const migrateVersion7 = (told: z.infer<typeof version7>): Manifest =>
  migrateVersion8({
    ...told,
    version: 8,
    settings: {
      ...{ ...told.settings, ...BOOK_DESCENT },
      ...{ layers: 1, embeddingSize: 0, tied: false, dropout: 0 },
    },
  });

export const migrateVersion6 = ({ cell, ...told }: z.infer<typeof version6>): Manifest =>
  migrateVersion7({
    ...told,
    version: 7,
    settings: { ...told.settings, cell, activation: 'tanh' },
  });

/** What was held out is in the history alone: `validationPerplexity` is filled in where that is read. */
export const migrateVersion5 = (told: z.infer<typeof version5>): Manifest =>
  migrateVersion6({
    ...told,
    version: 6,
    settings: { ...told.settings, ...NO_ENDS, snapshots: 0 },
    endedBy: told.outcome === 'finished' ? 'epochs' : null,
    ...{ kept: null, validationPerplexity: null, changes: [], verbatim: null, snapshots: [] },
  });

export const migrateVersion4 = (told: z.infer<typeof version4>): Manifest =>
  migrateVersion5({
    ...told,
    version: 5,
    settings: { ...told.settings, letExplode: false },
    divergence: null,
  });

export const migrateVersion3 = (told: z.infer<typeof version3>): Manifest =>
  migrateVersion4({
    ...told,
    version: 4,
    settings: { ...told.settings, heldOut: NONE_HELD_OUT },
  });

/** Every line feed and every carriage return was a space of its own. */
export const migrateVersion2 = (told: z.infer<typeof version2>): Manifest =>
  migrateVersion3({
    ...told,
    version: 3,
    settings: { ...told.settings, lineBreaks: 'space-each' },
  });

export function migrateVersion1({ history, samples, ...kept }: z.infer<typeof version1>): {
  manifest: Manifest;
  epochs: EpochReport[];
  samples: Sample[];
} {
  const epochs = history.map((epoch) => migrateEpoch(epoch, kept.settings));
  const manifest = migrateVersion2({
    ...kept,
    version: 2,
    ...{ tags: [], favourite: false, best: null, parent: null },
    ...summaryOf(epochs),
  });
  return { manifest, epochs, samples };
}
