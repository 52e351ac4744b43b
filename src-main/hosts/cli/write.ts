/** `write`: a prefix and how a model goes on from it. */
import { VerseloomError } from '../../contract/errors.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { writingRequest } from '../../contract/writing.ts';
import { readModel } from '../../services/model-files.ts';
import { DONE } from './exit-codes.ts';
import { writingNumber, type Written } from './flags.ts';
import { leftOutNotice } from './notices.ts';
import { toJson } from './run-report.ts';
import { resolvePath, withProduct, type Surroundings } from './surroundings.ts';

/** @returns the exit code */
export async function write(
  around: Surroundings,
  model: string,
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const path = resolvePath(around, model);
  const request = {
    id: 'command-line',
    prefix: prefixOf(written),
    length: writingNumber(written, 'length', defaultSettings.predLength),
    temperature: writingNumber(written, 'temperature', 0), // the book's greedy choice
    seed: writingNumber(written, 'seed', defaultSettings.seed),
  };
  const file = await readModel(path);
  const { prefix, continuation, leftOut } = await withProduct(
    around,
    () => {},
    ({ writing }) => writing.write(path, file, request),
  );
  if (leftOut.length > 0) output.notice(leftOutNotice(leftOut, translator));
  output.line(written['json'] ? toJson({ prefix, continuation, leftOut }) : prefix + continuation);
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
