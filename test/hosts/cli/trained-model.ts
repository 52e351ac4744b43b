/** A model that the command line has trained on a desk's lyrics, for what needs one and not its training: made once for each build. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Desk, lyrics, program, root, small } from './verseloom.ts';

const cache = join(root, 'node_modules', '.cache', 'verseloom', 'trained');

/**
 * Puts the lyrics and their model on the desk.
 * @param corpus name of the text, without its extension: the model is called after it
 * @param epochs of its run
 * @param path of the model
 * @param options of the run besides
 */
export async function putTrained(
  desk: Desk,
  corpus: string,
  epochs: number,
  path = `${corpus}.verse`,
  options: readonly string[] = [],
): Promise<void> {
  await desk.put(`${corpus}.txt`, lyrics);
  const args = ['train', `${corpus}.txt`, ...small, '--epochs', String(epochs), ...options];
  await copyFile(await trained(corpus, args), desk.path(path));
}

/** @returns its path; keyed by whatever it is made of */
async function trained(corpus: string, args: readonly string[]): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify([args, lyrics]));
  for (const built of ['cli.cjs', 'compute.cjs'])
    key.update(await readFile(join(dirname(program), built)));
  const path = join(cache, `${key.digest('hex').slice(0, 24)}.verse`);
  if (existsSync(path)) return path;
  const desk = await Desk.set();
  try {
    await desk.put(`${corpus}.txt`, lyrics);
    const { code, stderr } = await desk.run([...args, '--out', 'model.verse']);
    if (code !== 0) throw new Error(stderr);
    await mkdir(cache, { recursive: true });
    const own = `${path}.${process.pid}`; // other workers may be making it as well
    await copyFile(desk.path('model.verse'), own);
    await rename(own, path);
  } finally {
    await desk.clear();
  }
  return path;
}
