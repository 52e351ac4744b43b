/** One training run as the service keeps it: what it was asked for, what it has come to, and what it says of itself. */
import type {
  ComputeEventData,
  LanguageModel,
  TrainingJob,
  TrainingOutcome,
} from '../../contract/compute-api.ts';
import type { Failure } from '../../contract/errors.ts';
import { firstCharacters } from '../../core/text/corpus.ts';
import { modelName, type Manifest } from '../../contract/model.ts';
import {
  comparedBy,
  idleTraining,
  isResting,
  type EpochReport,
  type LearntShare,
  type RunState,
  type Sample,
  type SettingsChange,
  type TrainingStatus,
  cameTo,
  isOfItsCourse,
} from '../../contract/training.ts';
import { Course, toldBy } from '../../core/course.ts';
import { labelOf, type Label } from '../../store/models/label.ts';
import type { ModelFile } from '../../store/models/model-file.ts';
import type { Checkpoints } from './checkpoints.ts';
import { Moments, type Moment } from './moments.ts';
import { namingOf, type Naming } from './naming.ts';
import type { MemoryWatch } from './out-of-memory.ts';
import type { PreparedTraining, TrainingText } from './prepare.ts';
import { noteSamples, secondsLeft } from '../engines/time-left.ts';

/** What is known of the model that a run is saved as. */
export interface Saving {
  /** Where it was saved before: it is written anew. */
  readonly id: string | undefined;
  /** When its file says that it was saved, if nobody else has written it: one of these, where a save that failed may have got as far. */
  readonly savedAts: readonly string[];
  /** What it was called when it was saved before: unless somebody has called it otherwise since, it takes its new name. */
  readonly nameBefore: string | undefined;
  /** The run has ended, and will not be saved again. */
  readonly isLast: boolean;
  /** It exploded before any epoch was good: there is a run to keep in mind, and no model to write with. */
  readonly isRecordAlone: boolean;
}

/** What a run was saved as. */
export interface Saved {
  /** In the library, or a path; null where no model was kept. */
  readonly id: string | null;
  /** What it is called there, which is another name where a person has given it one. */
  readonly name: string;
}

/** Puts the model where it belongs. */
export type Save = (file: ModelFile, saving: Saving) => Promise<Saved>;

/** Epochs that the time of the next ones is told from. */
const RECENT = 10;

/** What a run begins with, besides its text and its settings. */
export interface Beginning {
  readonly save: Save;
  /** The file that the weights pass through on their way to be saved lies beside this one. */
  readonly beside: () => string | Promise<string>;
  /** Whether the model file holds the text, or its hash alone. */
  readonly withText: boolean;
  /** Seconds from one save on the way to the next; 0 for none. */
  readonly checkpointSeconds: number;
  /** Whether it begins also where it seems to take more memory than there is. */
  readonly insist?: boolean | undefined;
  /** How its model is called; left out, after its text. */
  readonly naming?: Naming;
  /** What the person calls a new run's model. */
  readonly name?: string | undefined;
  /** The saved run that this one is; without an `id`, it is saved as a new model. */
  readonly goesOn?: { readonly file: ModelFile; readonly id?: string };
  /** The model that a new run begins with. */
  readonly parent?: ModelFile;
  /** The epoch after which it stops by itself; left out, it makes all of them. */
  readonly until?: number | undefined;
}

/** What is known of a run as long as somebody may ask for it: not its text, which may be large. */
type Prepared = Omit<PreparedTraining, 'text'> & { readonly text: Omit<TrainingText, 'text'> };

/** The weights of the run's best epoch, as far as they were told. */
interface Best {
  readonly epoch: number;
  readonly model: LanguageModel;
  /** Of the model's memory. */
  readonly free: () => void;
}

export interface Run extends Pick<
  Beginning,
  'save' | 'beside' | 'withText' | 'checkpointSeconds' | 'until'
> {
  /** Undefined where the person has called the model otherwise. */
  readonly naming: Naming | undefined;
  readonly id: string;
  /** Its settings are those that hold now. */
  prepared: Prepared;
  /** What is learnt, in UTF-8; let go of when the run rests, and without `withText` once the compute process has it. */
  text: Uint8Array | null;
  /** What the compute process begins with; let go of once it has it. */
  from: TrainingJob['from'];
  readonly parent: Manifest['parent'];
  /** What the model is called; the library may know better by now. */
  label: Label;
  /** What it was called when it was last saved. */
  savedName: string | undefined;
  readonly createdAt: string;
  /** Those that were made before the run was gone on with. */
  readonly epochsBefore: number;
  readonly corpus: Manifest['corpus'];
  readonly epochs: EpochReport[];
  underWay: TrainingStatus['underWay'];
  readonly samples: Sample[];
  /** Seconds of each of the last ones. */
  readonly sampleSeconds: number[];
  state: RunState;
  engine: TrainingStatus['engine'];
  /** What a step was measured to take; undefined where it was not. */
  secondsPerStep: number | undefined;
  slowdown: TrainingStatus['slowdown'];
  /** What it takes of memory, once that is known. */
  memory: MemoryWatch | undefined;
  modelId: string | null;
  /** What that is called, by whoever named it last. */
  modelName: string | null;
  /** Of the run under way. */
  savedAt: string | null;
  /** Of what was saved then. */
  savedEpochs: number;
  /** Of each save of the run under way that had learnt something more. */
  readonly saves: number[];
  /** Of the epoch that was under way; 0 where no step of it was made. */
  savedSecondsPerStep: number;
  savedAts: Saving['savedAts'];
  saveFailure: Failure | null;
  best: Best | null;
  /** Whose weights are kept to be looked at. */
  readonly moments: Moments;
  /** What its epochs come to. */
  readonly course: Course;
  changes: readonly SettingsChange[];
  endedBy: TrainingStatus['endedBy'];
  kept: TrainingStatus['kept'];
  verbatim: TrainingStatus['verbatim'];
  counting: TrainingStatus['counting'];
  failure: Failure | null;
  /** Fulfilled when no save of the run under way is being made. */
  saved: Promise<void>;
  saving: boolean;
  checkpoints: Checkpoints | undefined;
  waiting: TrainingStatus['waiting'];
  /** What was learnt, until it is on disk. */
  result: TrainingOutcome | undefined;
  /** It was a person who asked for its end. */
  isStoppedByPerson: boolean;
  /** Aborted when a stop is wanted. */
  readonly stop: AbortController;
  /** Fulfilled when no step is made any more. */
  readonly halted: Promise<void>;
  readonly halt: () => void;
  /** Fulfilled when the run rests. */
  ended: Promise<void>;
}

/** That were begun, wherever they are made. */
let runs = 0;

/** @returns what no other run is called, of whatever start of the product */
export const newRunId = (): string => `${Date.now().toString(36)}-${++runs}`;

/** @param stop aborted when a stop is wanted */
export function newRun(
  id: string,
  prepared: PreparedTraining,
  beginning: Beginning,
  stop: AbortController,
): Run {
  const {
    save,
    beside,
    withText,
    checkpointSeconds,
    until,
    naming,
    name: asked,
    goesOn,
    parent,
  } = beginning;
  const before = goesOn?.file;
  const halted = Promise.withResolvers<void>();
  const { text: utf8, ...text } = prepared.text;
  const label: Label = before
    ? labelOf(before.manifest)
    : { name: asked ?? nameAfter(text.name), tags: [], favourite: false, notes: '' };
  return {
    ...{ save, beside, withText, checkpointSeconds, until },
    naming: before ? namingOf(before.manifest, naming) : asked === undefined ? naming : undefined,
    id,
    prepared: { ...prepared, text },
    text: utf8,
    from: before ? fromOf(before) : parent && { model: parent.model },
    parent: parent ? parentOf(parent.manifest) : (before?.manifest.parent ?? null),
    label,
    savedName: before?.manifest.name,
    epochsBefore: before?.epochs.length ?? 0,
    createdAt: before?.manifest.createdAt ?? new Date().toISOString(),
    corpus: {
      ...{ name: text.name, hash: text.hash },
      ...{ characters: text.characters, learntCharacters: prepared.learntCharacters },
    },
    epochs: [...(before?.epochs ?? [])],
    underWay: null,
    samples: (before?.samples ?? []).filter(isOfItsCourse),
    sampleSeconds: [],
    state: 'preparing',
    engine: null,
    secondsPerStep: undefined,
    slowdown: null,
    memory: undefined,
    modelId: goesOn?.id ?? null,
    modelName: before?.manifest.name ?? null,
    savedAt: null,
    ...{ savedEpochs: 0, saves: [] },
    savedSecondsPerStep: 0,
    savedAts: before ? [before.manifest.savedAt] : [],
    saveFailure: null,
    best: before ? bestOf(before) : null,
    moments: new Moments(before && momentsOf(before)),
    course: new Course(toldBy((before?.epochs ?? []).map(cameTo))),
    changes: prepared.changes,
    ...{ endedBy: null, kept: null, verbatim: null },
    counting: before?.manifest.counting ?? null,
    failure: null,
    saved: Promise.resolve(),
    saving: false,
    checkpoints: undefined,
    waiting: null,
    result: undefined,
    isStoppedByPerson: false,
    stop,
    halted: halted.promise,
    halt: halted.resolve,
    ended: Promise.resolve(),
  };
}

/** A model is called after its text; a file's name may be longer than a model's. */
const LONGEST_NAME = modelName.maxLength!;
const nameAfter = (corpus: string): string => firstCharacters(corpus, LONGEST_NAME / 2).trim();

const parentOf = ({ name, epochs, createdAt }: Manifest): Manifest['parent'] => ({
  ...{ name, epochs, createdAt },
});

/** @returns the weights of the best epoch of a saved run, where they are others than those it goes on from */
function bestOf({ state, best, last, model }: ModelFile): Best | null {
  const weights = last ? model : best;
  const free = (): void => {}; // others may still have it
  return state && weights && { epoch: state.best, model: weights, free };
}

/** What the compute process is given of a saved run. */
function fromOf(file: ModelFile): NonNullable<TrainingJob['from']> {
  const { model, last, epochs } = file;
  const state = file.state!;
  const report = epochs[state.best - 1];
  const best = report && {
    ...{ epoch: state.best, perplexity: comparedBy(report) },
    model: bestOf(file)?.model ?? null,
  };
  const told = toldBy(epochs.map(cameTo));
  const moments = [...file.moments];
  return { model: last ?? model, state, moments, ...(best && { best }), ...(told && { told }) };
}

const momentsOf = ({ manifest, snapshots = [] }: ModelFile): Moment[] =>
  manifest.snapshots.map((at, i) => ({ ...at, model: snapshots[i]! }));

export function statusOf(run: Run): TrainingStatus {
  // Stopped before its first step: what was found out on the way there is nobody's by now.
  if (run.state === 'idle') return { ...idleTraining, runId: run.id };
  const { prepared, epochs, epochsBefore, course } = run;
  const { untilSeconds } = prepared.settings;
  // Those from before may have been another machine's.
  const own = epochs.length > epochsBefore ? epochs.length - epochsBefore : epochs.length;
  const recent = epochs.slice(epochs.length - Math.min(own, RECENT));
  const underWay = isResting(run.state) ? null : run.underWay;
  const seconds = (course.told?.seconds ?? 0) + (underWay?.seconds ?? 0);
  const timeLeft = untilSeconds > 0 ? untilSeconds - seconds : Infinity;
  const secondsPerEpoch =
    recent.length > 0
      ? recent.reduce((sum, { seconds }) => sum + seconds, 0) / recent.length
      : underWay
        ? (underWay.seconds / underWay.steps) * underWay.of
        : 0;
  return {
    state: run.state,
    runId: run.id,
    corpusId: prepared.text.id,
    corpusName: prepared.text.name,
    settings: prepared.settings,
    share: shareOf(prepared.part),
    vocabularySize: prepared.vocabulary.size,
    predictionsPerEpoch: prepared.predictionsPerEpoch,
    engine: run.engine,
    epochs: epochs.length,
    samples: run.samples.length,
    saves: run.saves.length,
    lastEpoch: epochs.at(-1) ?? null,
    underWay,
    best: course.told?.best ?? null,
    changes: run.changes.length,
    ...{ endedBy: run.endedBy, kept: run.kept, verbatim: run.verbatim },
    counting: run.counting,
    secondsPerEpoch,
    secondsLeft: isResting(run.state)
      ? 0
      : Math.min(
          Math.max(
            0,
            secondsLeft({
              ...{ ...prepared, epochs: epochs.length, secondsPerEpoch },
              samples: run.sampleSeconds,
            }) - (underWay?.seconds ?? 0),
          ),
          Math.max(0, timeLeft),
        ),
    slowdown: run.slowdown,
    leftOut: prepared.leftOut,
    unknownCharacters: prepared.unknownCharacters,
    validation: prepared.validation,
    modelId: run.modelId,
    modelName: run.modelName,
    savedAt: run.savedAt,
    savedEpochs: run.savedEpochs,
    saveFailure: run.saveFailure,
    epochsBefore,
    unsaved: run.state === 'failed' && run.result !== undefined,
    failure: run.failure,
    waiting: run.waiting,
  };
}

const shareOf = ({ heldOutFrom: _, ...share }: PreparedTraining['part']): LearntShare => share;

/** @returns seconds that a step takes, by the last epochs, or by those of the first one that were made when it was saved; else 0 */
export function secondsPerStep(run: Run): number {
  const { predictionsPerEpoch, settings } = run.prepared;
  const steps = predictionsPerEpoch / (settings.timeSteps * settings.batchSize);
  return statusOf(run).secondsPerEpoch / steps || run.savedSecondsPerStep;
}

/** Takes in what the compute process reports of the run. */
export function noteReports(
  run: Run,
  { epochs, samples, underWay, counting }: ComputeEventData<'progress'>,
): void {
  const { vocabulary } = run.prepared;
  run.epochs.push(...epochs);
  if (epochs.length > 0 || underWay) run.underWay = underWay ?? null;
  for (const report of epochs) run.course.add(cameTo(report));
  for (const { epoch, step, prefix, continuation } of samples)
    run.samples.push({
      ...{ epoch, prefix: vocabulary.decode(prefix) },
      continuation: vocabulary.decode(continuation),
      ...(step !== undefined && { step }),
    });
  noteSamples(run.sampleSeconds, samples);
  run.counting = counting ?? run.counting;
}

/** @param isPersons whether it is a person who does not want it to go on, and not what closes the application or ends the command */
export function callOff(run: Run, isPersons: boolean): void {
  run.isStoppedByPerson = isPersons;
  run.stop.abort();
}

/** A run that rests, and is saved, holds neither a model nor its text. */
export function letGo(run: Run): void {
  run.text = null;
  run.from = undefined;
  run.best = null;
  run.moments.letGo();
}
