/** `train`: from a file of lyrics to a model file, told in the book's lines or in JSON. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VerseloomError, type Failure } from '../../contract/errors.ts';
import type { EngineInUse, EngineName } from '../../contract/engine.ts';
import type { TrainingStatus } from '../../contract/training.ts';
import { checkWritable, corpusName, keepInLibrary, readCorpus, writeModel } from '../../services/model-files.ts';
import type { Product } from '../../services/product.ts';
import type { Save, Training } from '../../services/training.ts';
import { DONE, FAILED, INTERRUPTED } from './exit-codes.ts';
import { failureSentence, UsageError } from './failures.ts';
import { engineOf, settingsOf, type Written } from './flags.ts';
import { onInterruption } from './interruption.ts';
import { progressLine } from './progress-line.ts';
import { BookPrinter, JsonPrinter, toJson } from './run-printer.ts';
import { RunReader } from './run-reader.ts';
import { resolvePath, withProduct, type Surroundings } from './surroundings.ts';

/** @returns the exit code */
export async function train(surroundings: Surroundings, corpus: string, written: Written): Promise<number> {
  const path = resolvePath(surroundings, corpus);
  const [settings, engine] = [settingsOf(written), engineOf(written)];
  const text = await readCorpus(path);
  const out = await placeOf(surroundings, path, written);
  await checkWritable(out); // now, so that hours of training are not lost

  const keeper = new Keeper(out, surroundings.modelsFolder);
  let follow = (_status: TrainingStatus): void => {};
  return withProduct(
    surroundings,
    async (product) => {
      const interruption = interruptible(surroundings, product);
      try {
        const started = product.training.start(text, settings, engine, keeper.save);
        const status = await Promise.race([started, interruption.beforeTraining]);
        if (!status) return INTERRUPTED;
        follow = follower(surroundings, product.training, written['json'] === true);
        announce(surroundings, status, written['json'] === true);
        const ended = await product.training.ended();
        follow(ended);
        return conclude(surroundings, ended, keeper, written['json'] === true);
      } finally {
        interruption.off();
      }
    },
    (name, data) => {
      if (name === 'training') follow(data as TrainingStatus);
    },
  );
}

/** @returns the path of the model: as named, in the folder that is named, or in the one where the person stands */
async function placeOf(surroundings: Surroundings, corpus: string, written: Written): Promise<string> {
  const named = resolvePath(surroundings, typeof written['out'] === 'string' ? written['out'] : '.');
  const isFolder = await stat(named).then(
    (there) => there.isDirectory(),
    () => false,
  );
  const out = isFolder ? join(named, `${corpusName(corpus)}.verse`) : named;
  const [target, source] = await Promise.all([out, corpus].map((path) => stat(path).catch(() => undefined)));
  if (target && source && target.ino === source.ino && target.dev === source.dev)
    throw new UsageError('outIsCorpus', { path: out });
  return out;
}
