import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { isPresent } from '../../../engines/on-each-engine.ts';
import { temporaryFolder } from '../../../store/files/temporary-folder.ts';
import { killAgainAndAgain, program } from './kills.ts';

// A process group cannot be killed on Windows.
describe.skipIf(!isPresent('onnx') || process.platform === 'win32')('a run that is killed', () => {
  it('leaves a model that opens, 20 times', { tags: ['long'], timeout: 120_000 }, async () => {
    await killAgainAndAgain(await temporaryFolder(), 20, 71);
  });

  // A text of 50 characters is learnt in no time, one of 200,000 by so small steps in many seconds.
  it.each([
    ['after the first epoch', 2, (epochs: number) => epochs >= 1],
    ['after two seconds, in the middle of a long epoch', 8000, (epochs: number) => epochs === 0],
  ])('is on disk %s', async (_, times, holds) => {
    const folder = await temporaryFolder();
    const [corpus, model] = [join(folder, 'song.txt'), join(folder, 'song.verse')];
    await writeFile(corpus, '分开的时候月亮不说话\n不分开的时候灯火照着家\n'.repeat(times));
    const size = ['--hidden', '16', '--batch', '2', '--steps', '4', '--chars', '0'];
    const all = [...size, '--out', model, '--engine', 'onnx', '--epochs', '100000'];
    const child = spawn(process.execPath, [program, 'train', corpus, ...all], {
      detached: true, // a group of its own, which the compute process belongs to
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const training = Promise.withResolvers<void>();
    child.stderr.once('data', () => training.resolve()); // the engine is named when training begins
    await training.promise;
    const file = await vi.waitUntil(() => readModelFile(model).catch(() => undefined), 8000);
    process.kill(-child.pid!, 'SIGKILL');
    const { state, epochs } = await readModelFile(model);
    expect(holds(file.epochs.length)).toBe(true);
    expect(epochs).toHaveLength(state!.epochs);
    expect(state!.epochs + state!.steps).toBeGreaterThan(0);
  });
});
