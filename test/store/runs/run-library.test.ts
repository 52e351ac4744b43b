/** Records of runs that have no model: whole, told with their reason where they are not, and found again in the trash. */
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunLibrary } from '../../../src-main/store/runs/run-library.ts';
import { removedRuns } from '../../../src-main/store/files/trash.ts';
import { emptyTrash } from '../../../src-main/store/files/trash.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { EPOCHS, SAMPLES, sampleManifest } from '../models/sample-model.ts';

const DAY = 24 * 60 * 60 * 1000;
const manifest = sampleManifest({
  ...{ outcome: 'diverged', divergence: { epoch: 3, step: null, kept: 0 }, best: null },
});
const record = { manifest, epochs: EPOCHS, samples: SAMPLES };

describe('a record', () => {
  it('has the settings, the curve, the samples and the ending of its run', async () => {
    const library = await RunLibrary.open(await temporaryFolder());
    await library.save('exploded', record);
    expect(await library.read('exploded')).toEqual({
      manifest: { ...manifest, perplexity: null, curve: [] }, // no epoch of it was good
      ...{ epochs: EPOCHS, samples: SAMPLES },
    });
    expect(await library.list()).toMatchObject([
      {
        ...{ id: 'exploded', name: '织机', outcome: 'diverged', canGoOn: false, damage: null },
        ...{ settings: manifest.settings, epochs: 3, perplexity: null },
      },
    ]);
  });

  it('keeps all else when it is called otherwise', async () => {
    const library = await RunLibrary.open(await temporaryFolder());
    await library.save('a', record);
    const before = await library.read('a');
    await library.change('a', { name: '炸了', tags: [], favourite: false });
    expect(await library.read('a')).toEqual({
      ...before,
      manifest: { ...before.manifest, name: '炸了', tags: [], favourite: false },
    });
  });

  it('has the notes of a person, also an empty one where they are taken away', async () => {
    const folder = await temporaryFolder();
    const library = await RunLibrary.open(folder);
    await library.save('a', record);
    const before = await library.read('a');
    const notes = 'θ = 0：第 3 轮\n就炸了';
    expect(await library.change('a', { notes })).toMatchObject({ notes, name: '织机' });
    const again = await RunLibrary.open(folder);
    expect(await again.list()).toMatchObject([{ notes }]);
    expect(await again.read('a')).toEqual({ ...before, manifest: { ...before.manifest, notes } });
    expect(await again.change('a', { tags: ['x'] })).toMatchObject({ notes, tags: ['x'] });
    expect(await again.change('a', { notes: '', tags: before.manifest.tags })).toMatchObject({
      notes: '',
    });
    expect(await again.read('a')).toEqual(before); // nothing is left of them in the file
  });

  it('is told as damaged when it is cut short at any place, and as none of ours when it is something else', async () => {
    const folder = await temporaryFolder();
    const library = await RunLibrary.open(folder);
    await library.save('a', record);
    const whole = await readFile(join(folder, 'a.run'));
    for (let length = whole.length - 1; length > 0; length -= 97) {
      await writeFile(join(folder, 'a.run'), whole);
      await truncate(join(folder, 'a.run'), length);
      await expect(library.read('a')).rejects.toMatchObject({
        code: expect.stringMatching(/^model\.(damaged|notOurs)$/),
      });
    }
    await writeFile(join(folder, 'b.run'), 'a letter');
    const listed = await library.list();
    expect(listed.map(({ id, damage }) => [id, damage?.code.startsWith('model.')]).sort()).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });

  it('lies in the trash for 30 days when it is removed, and comes back from it', async () => {
    const folder = await temporaryFolder();
    const library = await RunLibrary.open(folder);
    await library.save('a', record);
    await library.remove('a');
    expect(await library.list()).toEqual([]);
    const trash = join(folder, '.trash');
    await emptyTrash(trash, removedRuns, Date.now() + 29 * DAY);
    expect(await library.restore('a')).toMatchObject({ id: 'a' });
    await library.remove('a');
    await emptyTrash(trash, removedRuns, Date.now() + 31 * DAY);
    await expect(library.restore('a')).rejects.toMatchObject({ code: 'run.notFound' });
    await expect(library.remove('../a')).rejects.toMatchObject({ code: 'run.notFound' });
  });
});
