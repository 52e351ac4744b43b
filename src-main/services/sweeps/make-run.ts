/** One run of a sweep: begun, or gone on with, to its end or to the rung at which it is compared with the others. */
import { stat } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { toFailure, VerseloomError, type Failure } from '../../contract/errors.ts';
import { readModel, saveModelAt, type ModelFile } from '../model-files.ts';
import type { TrainingText } from '../training/prepare.ts';
import type { Saving, Training } from '../training/training.ts';
import type { SweepDescription, SweepFolder } from './sweep-folder.ts';
import { labelOf, type SweptRun } from './swept-run.ts';

export interface RunToMake {
  readonly folder: SweepFolder;
  readonly description: SweepDescription;
  readonly text: TrainingText;
  readonly run: SweptRun;
  /** From 0 on. */
  readonly index: number;
  /** The epoch after which it rests; undefined where it is to come to its end. */
  readonly until: number | undefined;
  /** Where it is saved on its way, and found again. */
  readonly path: string;
  /** Seconds from one save to the next. */
  readonly checkpointSeconds: number;
  readonly insist: boolean;
  /** Folder of the library, whose models are not written over. */
  readonly models: string | undefined;
  /** Asked before each save. @throws VerseloomError where nothing may be written */
  readonly guard?: () => Promise<void>;
  /** Whether what was learnt and cannot be saved is held, and saving it tried again, so many seconds after the first failure. */
  readonly holds?: (failure: Failure, seconds: number) => boolean;
}

/** Milliseconds from one attempt to save to the next. */
const AGAIN = 5000;

/**
 * Answers when the run rests: it has ended, or come to `until`, or was stopped meanwhile.
 * @returns why it cannot be made, if it cannot
 * @throws VerseloomError for what is wrong with more than this run: `file.*`, `model.*`, `compute.*`, `engine.*`
 */
export async function makeRun(training: Training, made: RunToMake): Promise<Failure | undefined> {
  const { folder, description, text, run, index, until, path } = made;
  const { checkpointSeconds, insist, models } = made;
  const beginning = {
    save: async (file: ModelFile, { isRecordAlone }: Pick<Saving, 'isRecordAlone'>) => {
      await made.guard?.();
      if (isRecordAlone) {
        await folder.keepRecord(index, file);
        return { id: null, name: file.manifest.name };
      }
      await saveModelAt(path, file, undefined, models);
      return { id: path, name: file.manifest.name };
    },
    beside: () => path,
    ...{ withText: description.withText, checkpointSeconds, insist, until },
  };
  try {
    if (await isThere(path)) {
      const file = await readModel(path);
      await training.goOn(text, undefined, undefined, {
        ...beginning,
        goesOn: { file, id: path },
      });
    } else {
      const name = `${text.name} ${labelOf(run.values)}`.slice(0, 200);
      await training.start(text, { ...run.settings }, description.engine, { ...beginning, name });
    }
    const began = performance.now();
    let { state, failure, unsaved } = await training.ended();
    while (
      state === 'failed' &&
      unsaved &&
      made.holds?.(failure!, (performance.now() - began) / 1000)
    ) {
      await after(AGAIN);
      ({ state, failure, unsaved } = await training.save());
    }
    if (state === 'failed') throw new VerseloomError(failure!.code, failure!.params);
    return undefined;
  } catch (error) {
    const failure = toFailure(error);
    // What is wrong with the disk or the process is wrong with all of them.
    if (/^(settings|corpus|prefix|text)\./.test(failure.code)) return failure;
    throw error;
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
