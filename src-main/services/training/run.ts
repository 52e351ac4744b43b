/** One training run as the service keeps it: what it was asked for, what it has come to, and what it says of itself. */
import type { TrainingOutcome } from '../../contract/compute-api.ts';
import type { Failure } from '../../contract/errors.ts';
import { FORMAT_VERSION, type Manifest } from '../../contract/model.ts';
import {
  isResting,
  type EpochReport,
  type RunState,
  type Sample,
  type TrainingStatus,
} from '../../contract/training.ts';
import type { ModelFile } from '../../store/model-file.ts';
import type { PreparedTraining } from './prepare.ts';

/**
 * Puts the model where it belongs.
 * @param id of the run's model where it was saved before: it is written anew
 * @returns its id in the library, or a path
 */
export type Save = (
  manifest: Manifest,
  model: ModelFile['model'],
  id: string | undefined,
) => Promise<string>;

/** Epochs that the time of the next ones is told from. */
const RECENT = 10;

export interface Run {
  readonly id: string;
  readonly prepared: PreparedTraining;
  readonly createdAt: string;
  readonly save: Save;
  readonly epochs: EpochReport[];
  readonly samples: Sample[];
  state: RunState;
  engine: TrainingStatus['engine'];
  modelId: string | null;
  failure: Failure | null;
  /** Fulfilled when no save of the run under way is being made. */
  saved: Promise<void>;
  /** What was learnt, until it is on disk. */
  result: TrainingOutcome | undefined;
  /** Aborted when a stop is wanted. */
  readonly stop: AbortController;
  /** Fulfilled when the run rests. */
  ended: Promise<void>;
}

export function newRun(id: string, prepared: PreparedTraining, save: Save): Run {
  return {
    id,
    prepared,
    createdAt: new Date().toISOString(),
    save,
    epochs: [],
    samples: [],
    state: 'preparing',
    engine: null,
    modelId: null,
    failure: null,
    saved: Promise.resolve(),
    result: undefined,
    stop: new AbortController(),
    ended: Promise.resolve(),
  };
}

export function statusOf(run: Run): TrainingStatus {
  const { prepared, epochs } = run;
  const recent = epochs.slice(-RECENT);
  const secondsPerEpoch =
    recent.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, recent.length);
  const left = isResting(run.state) ? 0 : prepared.settings.epochs - epochs.length;
  return {
    state: run.state,
    runId: run.id,
    corpusId: prepared.text.id,
    corpusName: prepared.text.name,
    settings: prepared.settings,
    vocabularySize: prepared.vocabulary.size,
    predictionsPerEpoch: prepared.predictionsPerEpoch,
    engine: run.engine,
    epochs: epochs.length,
    samples: run.samples.length,
    lastEpoch: epochs.at(-1) ?? null,
    secondsPerEpoch,
    secondsLeft: secondsPerEpoch * left,
    leftOut: prepared.leftOut,
    modelId: run.modelId,
    unsaved: run.state === 'failed' && run.result !== undefined,
    failure: run.failure,
  };
}

export function manifestOf(run: Run, outcome: TrainingOutcome['outcome']): Manifest {
  const { text, settings, vocabulary, ids } = run.prepared;
  const { name, version, threads } = run.engine!;
  return {
    format: 'verseloom-model',
    version: FORMAT_VERSION,
    name: text.name,
    cell: 'rnn',
    settings,
    vocabulary: [...vocabulary.characters],
    vocabularyOrder: 'first appearance',
    corpus: {
      name: text.name,
      characters: text.characters,
      learntCharacters: ids.length,
      hash: text.hash,
    },
    outcome,
    history: run.epochs,
    samples: run.samples,
    engine: { name, version, threads },
    createdAt: run.createdAt,
    savedAt: new Date().toISOString(),
  };
}
