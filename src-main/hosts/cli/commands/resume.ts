/** `resume`: a saved run goes on as if nothing had happened, in its own file. */
import { basename, join } from 'node:path';
import type { TrainingState } from '../../../contract/compute-api.ts';
import { STEP_VERSION } from '../../../contract/engine.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import type { Manifest } from '../../../contract/model.ts';
import { moreEpochsRange } from '../../../contract/settings.ts';
import { isOfItsCourse, type TrainingStatus } from '../../../contract/training.ts';
import { checkWritable, readModel, textIn } from '../../../services/model-files.ts';
import type { Save, Training } from '../../../services/training/training.ts';
import { carryOut } from './carry-out.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { findModel, inLibrary, type ModelPlace } from '../arguments/find-model.ts';
import { checkpointSecondsOf, engineOf, numberOf, type Written } from '../arguments/flags.ts';
import { checkLineBreaks, readingOf } from '../arguments/reading.ts';
import { namingOf } from '../arguments/naming.ts';
import { otherEngineNotice } from '../reports/notices.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { readTexts, textsToRead } from './read-texts.ts';

/**
 * @param others texts of `--corpus` that stand behind all options, as a shell writes out a pattern
 * @returns the exit code
 */
export async function resume(
  around: Surroundings,
  model: string,
  others: readonly string[],
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const choice = written['engine'] === undefined ? undefined : engineOf(written);
  const checkpointSeconds = checkpointSecondsOf(written);
  if (others.length > 0 && written['corpus'] === undefined)
    throw new UsageError('excessArguments', { name: 'resume' });
  const place = await inLibrary(around, await findModel(around, model));
  if (await isBuiltIn(around, place))
    throw new UsageError('builtInModel', { name: place.name ?? model, command: around.command });
  const file = await readModel(place.path);
  const { manifest, epochs, samples, state } = file;
  // Before its text is asked for, which would not help.
  if (!state) throw new VerseloomError('model.noState', { name: manifest.name });
  const more = moreEpochs(manifest, state, written);
  checkLineBreaks(manifest, written);
  const corpus = [...((written['corpus'] as string[] | undefined) ?? []), ...others];
  const reading = readingOf(written);
  const read =
    corpus.length > 0
      ? await readTexts(
          around,
          await textsToRead(around, corpus, reading),
          reading,
          manifest.corpus.hash,
        )
      : undefined;
  const text = read?.text ?? (await textIn(file));
  await checkWritable(place.path);

  // The library may be moved by an application while this runs.
  const beside = async () =>
    place.id === undefined ? place.path : join(await around.modelsFolder(), basename(place.path));
  const goOn = async (training: Training, save: Save): Promise<TrainingStatus> => {
    const started = await training.goOn(text, more, choice, {
      ...{ save, beside, withText: file.text !== null, checkpointSeconds },
      insist: written['insist'] === true,
      naming: namingOf(around, place),
      goesOn: { file, id: place.path },
    });
    read?.tellReading();
    read?.tellLearnt(started.share);
    const [before, now] = [manifest.engine, started.engine];
    const isSame =
      before.name === now?.name && before.version === now.version && before.threads === now.threads;
    if (!isSame) output.notice(otherEngineNotice(before, translator));
    else if (before.step !== STEP_VERSION) output.notice(translator.t('cli.otherStep'));
    return started;
  };
  return carryOut(around, written, place, goOn, {
    epochs: epochs.length,
    samples: samples.filter(isOfItsCourse).length,
  });
}

const isBuiltIn = async (around: Surroundings, { id }: ModelPlace): Promise<boolean> =>
  id !== undefined && (await around.openModels()).isBuiltIn(id);

/** @returns how many epochs to make from here on; undefined for what is left of the run */
function moreEpochs(
  { name, settings }: Manifest,
  state: TrainingState,
  written: Written,
): number | undefined {
  const more =
    written['epochs'] === undefined
      ? undefined
      : numberOf(written, 'epochs', moreEpochsRange(state.epochs), undefined);
  if (more === undefined && settings.epochs <= state.epochs && state.samplesDue === 0)
    throw new UsageError('finished', { name, epochs: String(state.epochs) });
  return more;
}
