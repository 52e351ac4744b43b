/** `train`: from a file of lyrics to a model file. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { corpusName } from '../../services/corpora/corpus-name.ts';
import { checkWritable, readCorpus } from '../../services/model-files.ts';
import { carryOut } from './carry-out.ts';
import { UsageError } from './failures.ts';
import { checkpointSecondsOf, engineOf, settingsOf, type Written } from './flags.ts';
import { resolvePath, type Surroundings } from './surroundings.ts';

/** @returns the exit code */
export async function train(
  around: Surroundings,
  corpus: string,
  written: Written,
): Promise<number> {
  const path = resolvePath(around, corpus);
  const [settings, engine] = [settingsOf(written), engineOf(written)];
  const checkpointSeconds = checkpointSecondsOf(written);
  const withText = written['corpus'] !== false; // commander's word for `--no-corpus`
  const text = await readCorpus(path);
  const out = await placeOf(around, path, written);
  await checkWritable(out); // now, so that hours of training are not lost
  return carryOut(around, written, { path: out }, (training, save) =>
    training.start(text, settings, engine, {
      ...{ save, beside: () => out, withText, checkpointSeconds },
    }),
  );
}

/**
 * @returns the path of the model: as named, or by the corpus's name in the folder that is named or where the person stands
 * @throws UsageError where a file is that the person has not said to replace: it may be a model that took days
 */
async function placeOf(
  around: Surroundings,
  corpus: string,
  { out, overwrite }: Written,
): Promise<string> {
  const named = resolvePath(around, typeof out === 'string' ? out : '.');
  const isFolder = (await stat(named).catch(() => undefined))?.isDirectory();
  const place = isFolder ? join(named, `${corpusName(corpus)}.verse`) : named;
  const [model, text] = await Promise.all(
    [place, corpus].map((path) => stat(path).catch(() => undefined)),
  );
  if (model && text && model.ino === text.ino && model.dev === text.dev)
    throw new UsageError('outIsCorpus', { path: place });
  if (model?.isFile() && !overwrite) throw new UsageError('outIsThere', { path: place });
  return place;
}
