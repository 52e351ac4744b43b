/** A model that is renamed in a window all the time while the command line goes on with it: neither loses what the other has done. */
import { rename, symlink } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { isPresent } from '../../../engines/on-each-engine.ts';
import { startRenamer } from '../../../store/models/start-renamer.ts';
import { Desk, lyrics, small } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await desk.put('song.txt', lyrics);
});
afterAll(() => desk.clear());

describe.skipIf(!isPresent('onnx'))('resume', () => {
  test.each([
    ['by its id', async (id: string) => id],
    [
      'by a path that leads to its folder',
      async (id: string) => {
        await symlink(desk.path('data/models'), desk.path('kept'));
        return `kept/${id}.verse`;
      },
    ],
    [
      'by a link that leads to it',
      async (id: string) => {
        await symlink(desk.path(`data/models/${id}.verse`), desk.path('link.verse'));
        return 'link.verse';
      },
    ],
  ])(
    'saves what it says that it has saved, of a model named %s',
    { tags: ['long'] },
    async (how, nameOf) => {
      const song = `${how.replaceAll(' ', '-')}.verse`;
      await desk.run(['train', 'song.txt', ...small, '--epochs', '2', '--out', song]);
      const before = (await desk.runJson(['models', 'list'])).length;
      const [model] = await desk.runJson(['models', 'import', song]);
      const { id, path } = model as { id: string; path: string };
      const named = await nameOf(id);
      const end = await startRenamer(desk.path('data/models'), id);
      for (let epochs = 3; epochs <= 5; epochs++) {
        const { code, stderr } = await desk.run(['resume', named, '--epochs', '1']);
        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(path) });
        expect((await readModelFile(path)).manifest.epochs).toBe(epochs);
      }
      const times = await end();
      expect((await readModelFile(path)).manifest).toMatchObject({
        ...{ name: `name ${times}`, epochs: 5 },
      });
      expect(await desk.runJson(['models', 'list'])).toHaveLength(before + 1);
    },
  );

  test(
    'saves a file of the library’s folder that counts as no model where it lies',
    { tags: ['long'] },
    async () => {
      await desk.run(['train', 'song.txt', ...small, '--epochs', '2', '--out', '_song.verse']);
      const path = desk.path('data/models/_song.verse');
      await rename(desk.path('_song.verse'), path);
      const { code, stderr } = await desk.run(['resume', path, '--epochs', '1']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(path) });
      expect((await readModelFile(path)).manifest.epochs).toBe(3);
    },
  );
});
