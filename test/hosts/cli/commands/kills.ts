/** Training that is killed, with everything it has started, at any moment: each time the model on disk opens and is hardly old. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { Random } from '../../../../src-main/core/random.ts';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { listing } from '../../../store/files/temporary-folder.ts';
import { song } from '../../../services/open-product.ts';

export const program = join(import.meta.dirname, '..', '..', '..', '..', 'dist', 'main', 'cli.cjs');

/** From one save to the next; much shorter than a person would ask for, so that most kills come in the middle of one. */
const INTERVAL_SECONDS = 0.05;
/**
 * What a process that is killed may have been kept waiting for by a busy machine; where nothing is saved on the way any more, the
 * model grows older from kill to kill, and so beyond this.
 */
const PATIENCE_SECONDS = 30;

/**
 * Trains, kills the process group, looks at the file, goes on from it, kills again, and so on.
 * @param folder of its own
 */
export async function killAgainAndAgain(
  folder: string,
  times: number,
  seed: number,
): Promise<void> {
  const random = new Random(seed);
  const [corpus, model] = [join(folder, 'song.txt'), join(folder, 'song.verse')];
  await writeFile(corpus, song.repeat(20));
  const common = ['--checkpoint-seconds', String(INTERVAL_SECONDS), '--engine', 'onnx', '--json'];
  const size = ['--hidden', '128', '--steps', '10', '--batch', '8'];
  const train = ['train', corpus, '--out', model, '--epochs', '100000', '--period', '100000'];
  let epochsBefore = 0;
  for (let time = 0; time < times; time++) {
    const args = time === 0 ? [...train, ...size, ...common] : ['resume', model, ...common];
    const killedAt = await killOne(args, 300 * random.uniform());
    const { manifest, epochs, state, text } = await readModelFile(model);
    const age = (killedAt - Date.parse(manifest.savedAt)) / 1000;
    expect(age, `killed for the ${time + 1}th time`).toBeLessThan(
      INTERVAL_SECONDS + PATIENCE_SECONDS,
    );
    expect(epochs).toHaveLength(state!.epochs);
    expect(state!.epochs).toBeGreaterThanOrEqual(epochsBefore);
    expect(Buffer.from(text!).toString()).toBe(song.repeat(20));
    epochsBefore = state!.epochs;
  }
  expect(epochsBefore).toBeGreaterThan(0);
  // What was being written when it was killed lies beside it until the next run saves there.
  const args = [program, 'resume', model, '--epochs', '1', ...common];
  expect(await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')).toEqual([0, null]);
  expect(await listing(folder)).toEqual(['song.txt', 'song.verse']);
}

/** Kills it a while after its first epochs were told. @returns when, in milliseconds since 1970 */
async function killOne(args: readonly string[], delay: number): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], {
    detached: true, // a group of its own, which the compute process belongs to
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if ((output.match(/"event":"epoch"/g) ?? []).length >= 3) resolve();
    });
    void ended.then((code) => reject(new Error(`it ended with ${code}: ${output}${errors}`)));
  });
  await setTimeout(2 * INTERVAL_SECONDS * 1000 + delay);
  const killedAt = Date.now();
  process.kill(-child.pid!, 'SIGKILL');
  await ended;
  return killedAt;
}
