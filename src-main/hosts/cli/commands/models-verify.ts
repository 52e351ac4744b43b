/** `models verify`: reads every byte of models and says of each whether it is sound. */
import { toFailure, VerseloomError, type Failure } from '../../../contract/errors.ts';
import { readModel } from '../../../services/model-files.ts';
import { DONE, FAILED } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import { findModel, type ModelPlace } from '../arguments/find-model.ts';
import type { Written } from '../arguments/flags.ts';
import { toJson } from '../reports/run-report.ts';
import { noModels } from './models-list.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/**
 * @param models without any, all of the library are meant
 * @returns the exit code: not 0 when one is bad
 */
export async function verifyModels(
  around: Surroundings,
  models: readonly string[],
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const places = models.length > 0 ? await findAll(around, models) : await allOf(around);
  let code = DONE;
  for (const { path, id } of places) {
    const failure = await failureOf(path);
    if (failure) code = FAILED;
    const verdict = failure
      ? translator.t('cli.verify.bad', { path, reason: failureSentence(failure, translator) })
      : translator.t('cli.verify.sound', { path });
    output.line(
      written['json'] ? toJson({ id: id ?? null, path, sound: !failure, failure }) : verdict,
    );
  }
  if (places.length === 0) output.notice(await noModels(around));
  return code;
}

/** All at first, so that a wrong name is said before anything is read. */
async function findAll(around: Surroundings, models: readonly string[]): Promise<ModelPlace[]> {
  const places: ModelPlace[] = [];
  for (const model of models) places.push(await findModel(around, model));
  return places;
}

async function allOf(around: Surroundings): Promise<ModelPlace[]> {
  const library = await around.openModels();
  return (await library.list()).map(({ id }) => ({ id, path: library.path(id) }));
}

async function failureOf(path: string): Promise<Failure | null> {
  try {
    await readModel(path);
    return null;
  } catch (error) {
    if (!(error instanceof VerseloomError)) throw error;
    return toFailure(error);
  }
}
