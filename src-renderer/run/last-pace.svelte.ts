/** How quickly this machine learns, as its last run here has shown; it is remembered from one opening of the page to the next. */
import { z } from 'zod';
import { activations, cellNames } from '../../src-main/contract/architecture.ts';
import { isResting, type TrainingStatus } from '../../src-main/contract/training.ts';
import { keep, recall } from '../state/kept.ts';

const pace = z.object({
  /** What the run learnt; without an id in what earlier versions remembered. */
  corpusId: z.string().default(''),
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

/** By so much a run has more epochs when it is heard again. */
const MORE = 1.1;

/** How long an epoch of a run took here, and what that run was. */
export type Pace = Readonly<z.infer<typeof pace>>;

export class LastPace {
  /** Null where no run was seen here yet. */
  pace = $state.raw<Pace | null>(recall('pace', pace) ?? null);
  #last: { readonly runId: string | null; readonly epochs: number } = { runId: null, epochs: 0 };

  /** @returns the pace with its corpus called as it is now, and in the language of the screens */
  called(nameOf: (corpusId: string) => string | undefined): Pace | null {
    const { pace } = this;
    return pace && { ...pace, corpusName: nameOf(pace.corpusId) ?? pace.corpusName };
  }

  /** A run of many short epochs is not remembered after each of them, which takes the page some milliseconds. */
  hear(status: TrainingStatus): void {
    const { corpusId, corpusName, vocabularySize } = status;
    const { epochs, epochsBefore, runId, secondsPerEpoch } = status;
    if (epochs <= epochsBefore || secondsPerEpoch <= 0) return;
    const before = this.#last.runId === runId ? this.#last.epochs : 0;
    if (epochs === before || (epochs < MORE * before && !isResting(status.state))) return;
    this.#last = { runId, epochs };
    const { predictionsPerEpoch, settings } = status;
    const { cell, activation, hiddenSize, layers, embeddingSize, tied } = settings;
    this.pace = {
      ...{ corpusId, corpusName, secondsPerEpoch, predictionsPerEpoch },
      ...{ cell, activation, hiddenSize, layers, embeddingSize, tied, vocabularySize },
    };
    keep('pace', this.pace);
  }
}
