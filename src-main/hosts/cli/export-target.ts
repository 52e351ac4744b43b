/** Where an export goes: to the file that the person names, or into the folder. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkWritable } from '../../services/model-files.ts';
import { UsageError } from './failures.ts';
import { resolvePath, type Surroundings } from './surroundings.ts';

/**
 * @param model path of what is exported
 * @param name of the file, where the person names its folder alone
 * @returns an absolute path
 * @throws UsageError when that is the model itself; VerseloomError as `checkWritable`
 */
export async function targetOf(
  around: Surroundings,
  named: string,
  model: string,
  name: string,
): Promise<string> {
  const place = resolvePath(around, named);
  const isFolder = (await stat(place).catch(() => undefined))?.isDirectory();
  const path = isFolder ? join(place, name) : place;
  const [source, target] = await Promise.all([stat(model), stat(path).catch(() => undefined)]);
  if (source.ino === target?.ino && source.dev === target.dev)
    throw new UsageError('outIsModel', { path });
  await checkWritable(path);
  return path;
}
