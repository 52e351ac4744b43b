/** What a training step is made of, as it is asked to be measured and as what was measured is kept. */
import { z } from 'zod';
import { activations, cellNames, MAX_LAYERS } from '../architecture.ts';
import { trainingSettings } from '../settings.ts';

export const architecture = z.object({
  ...{ cell: z.enum(cellNames), activation: z.enum(activations) },
  ...{ vocabularySize: z.int().min(1), hiddenSize: z.int().min(1) },
  layers: z.int().min(1).max(MAX_LAYERS),
  ...{ embeddingSize: z.int().min(0), tied: z.boolean() },
});

/** What decides how long a training step takes: its network, what is made of its gradients, and how many predictions it has. */
export const stepShape = architecture.extend({
  ...{ timeSteps: z.int().min(1), batchSize: z.int().min(1) },
  /** K, of the batches that it reads, of which it predicts one: those of an epoch, where the state is not detached; left out for one. */
  batches: z.int().min(1).optional(),
  dropout: trainingSettings.shape.dropout.unwrap(),
  optimiser: trainingSettings.shape.optimiser.unwrap(),
  clip: trainingSettings.shape.clip.unwrap(),
  clippingThreshold: trainingSettings.shape.clippingThreshold.unwrap(),
});
export type StepShape = Readonly<z.infer<typeof stepShape>>;
