/** Models that several files begin with: trained for the first one that asks, and kept for the others as long as the programs are the same. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { Stage } from './stage.ts';
import { trainModel } from './train.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** A folder for each, with its file in it. */
const kept = join(root, 'node_modules', '.cache', 'verseloom', 'kept-models');

/**
 * Puts a model of the first corpus that comes with the product into the library, as one that was trained when the application ran
 * before: no run of this application, and no compute process yet.
 * @returns its id
 */
export async function keptModel(
  { application, host }: Stage,
  settings: Parameters<ApiCalls['training.start']>[0]['settings'],
): Promise<string> {
  const programs = await readFile(join(root, 'dist', 'main.stamp'), 'utf8');
  const name = createHash('sha256').update(programs).update(JSON.stringify(settings)).digest('hex');
  const folder = join(kept, name);
  const models = join(application.data, 'models');
  const [file] = await readdir(folder).catch(() => []);
  if (file !== undefined) {
    await cp(join(folder, file), join(models, file));
    return file.replace(/\.verse$/, '');
  }
  const id = await trainModel(host, settings);
  await mkdir(kept, { recursive: true });
  const whole = await mkdtemp(join(kept, 'new-'));
  await cp(join(models, `${id}.verse`), join(whole, `${id}.verse`));
  // Where another file has kept one meanwhile, that one stays.
  await rename(whole, folder).catch(() => rm(whole, { recursive: true, force: true }));
  return id;
}
