/** How quickly this machine learns, as its last run here has shown; it is remembered from one opening of the page to the next. */
import { z } from 'zod';
import { activations, cellNames } from '../../src-main/contract/architecture.ts';
import type { TrainingStatus } from '../../src-main/contract/training.ts';
import { keep, recall } from '../state/kept.ts';

const pace = z.object({
  /** What the run learnt. */
  corpusName: z.string(),
  secondsPerEpoch: z.number().positive(),
  predictionsPerEpoch: z.number().positive(),
  cell: z.enum(cellNames),
  activation: z.enum(activations).default('tanh'),
  hiddenSize: z.number().positive(),
  layers: z.number().positive().default(1),
  embeddingSize: z.number().min(0).default(0),
  tied: z.boolean().default(false),
  vocabularySize: z.number().positive(),
});

/** How long an epoch of a run took here, and what that run was. */
export type Pace = Readonly<z.infer<typeof pace>>;

export class LastPace {
  /** Null where no run was seen here yet. */
  pace = $state.raw<Pace | null>(recall('pace', pace) ?? null);
  #epochs = '';

  hear(status: TrainingStatus): void {
    const { corpusName, epochs, epochsBefore, runId, secondsPerEpoch, vocabularySize } = status;
    const key = `${runId} ${epochs}`;
    if (epochs <= epochsBefore || secondsPerEpoch <= 0 || key === this.#epochs) return;
    this.#epochs = key;
    const { predictionsPerEpoch, settings } = status;
    const { cell, activation, hiddenSize, layers, embeddingSize, tied } = settings;
    this.pace = {
      ...{ corpusName, secondsPerEpoch, predictionsPerEpoch },
      ...{ cell, activation, hiddenSize, layers, embeddingSize, tied, vocabularySize },
    };
    keep('pace', this.pace);
  }
}
