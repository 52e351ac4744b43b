/** `write`: a prefix and how a model goes on from it. */
import { VerseloomError } from '../../../contract/errors.ts';
import { defaultSettings } from '../../../contract/settings.ts';
import { inLines } from '../../../contract/corpus/song-text.ts';
import { writingRanges, writingRequest } from '../../../contract/writing.ts';
import { readWeights } from '../../../services/model-files.ts';
import { DONE } from '../reports/exit-codes.ts';
import { findModel } from '../arguments/find-model.ts';
import { numberOf, type Written } from '../arguments/flags.ts';
import { leftOutNotice } from '../reports/notices.ts';
import { toJson } from '../reports/run-report.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';

/** @returns the exit code */
export async function write(
  around: Surroundings,
  model: string,
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const request = {
    id: 'command-line',
    prefix: prefixOf(written),
    length: numberOf(written, 'length', writingRanges.length, defaultSettings.predLength),
    temperature: numberOf(written, 'temperature', writingRanges.temperature, 0), // the book's greedy choice
    seed: numberOf(written, 'seed', writingRanges.seed, defaultSettings.seed),
  };
  const { path } = await findModel(around, model);
  const file = await readWeights(path);
  const { prefix, continuation, leftOut } = await withProduct(
    around,
    () => {},
    ({ writing }) => writing.write(path, file, request),
  );
  if (leftOut.length > 0) output.notice(leftOutNotice(leftOut, translator));
  if (written['json']) output.line(toJson({ prefix, continuation, leftOut }));
  else output.lines(inLines(prefix + continuation));
  return DONE;
}

function prefixOf({ prefix }: Written): string {
  const { maxLength: max } = writingRequest.shape.prefix;
  const text = String(prefix);
  if (text === '') throw new VerseloomError('prefix.empty', { field: 'prefix' });
  if (max !== null && text.length > max)
    throw new VerseloomError('settings.tooLong', { field: 'prefix', max });
  return text;
}
