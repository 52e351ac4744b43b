/** A model that is renamed in a window all the time while the command line goes on with it: neither loses what the other has done. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile } from '../../../src-main/store/model-file.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { startRenamer } from '../../store/start-renamer.ts';
import { Desk, lyrics, small } from './verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await desk.put('song.txt', lyrics);
});
afterAll(() => desk.clear());

describe.skipIf(!isPresent('onnx'))('resume', () => {
  test('saves what it says that it has saved', async () => {
    await desk.run(['train', 'song.txt', ...small, '--epochs', '2']);
    const [model] = await desk.runJson(['models', 'import', 'song.verse']);
    const { id, path } = model as { id: string; path: string };
    const end = await startRenamer(desk.path('data/models'), id);
    for (let epochs = 3; epochs <= 5; epochs++) {
      const { code, stderr } = await desk.run(['resume', id, '--epochs', '1']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(path) });
      expect((await readModelFile(path)).manifest.epochs).toBe(epochs);
    }
    const times = await end();
    expect((await readModelFile(path)).manifest).toMatchObject({
      ...{ name: `name ${times}`, epochs: 5 },
    });
    expect(await desk.runJson(['models', 'list'])).toHaveLength(1);
  }, 60_000);
});
