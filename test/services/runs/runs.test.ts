/** All runs: what a person calls one by stays with it, whether its model is there, deleted or never any good. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import JSZip from 'jszip';
import { expect, it } from 'vitest';
import { Runs } from '../../../src-main/services/runs/runs.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { RunLibrary } from '../../../src-main/store/runs/run-library.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { sampleFile, sampleManifest } from '../../store/models/sample-model.ts';

const label = { name: '她的名字', tags: ['她'], favourite: false, notes: '第一次\n就炸了' };

async function emptyLibraries(): Promise<{ runs: Runs; models: ModelLibrary }> {
  const folder = await temporaryFolder();
  const models = await ModelLibrary.open(join(folder, 'models'));
  return { models, runs: new Runs(models, await RunLibrary.open(join(folder, 'runs'))) };
}

it('a deleted model leaves its notes with its record, and has what was noted there when it is back', async () => {
  const { runs, models } = await emptyLibraries();
  const id = await models.save(sampleFile());
  await runs.change(id, label);
  await runs.remove(id);
  expect(await runs.list()).toMatchObject([{ id, ...label, hasModel: false }]);
  const later = { tags: ['她', 'θ'], notes: '模型删了' };
  await runs.change(id, later);
  await runs.restore(id);
  expect(await runs.list()).toMatchObject([{ id, ...label, ...later, hasModel: true }]);
});

it('what is asked for at once is made in its order: a new name is not lost where the model is deleted before it is written', async () => {
  const { runs, models } = await emptyLibraries();
  for (const change of ['change', 'changeModel'] as const) {
    const id = await models.save(sampleFile());
    const asked = [runs[change](id, label), runs.removeModel(id), runs.restoreModel(id)];
    await Promise.all(asked);
    expect(await models.info(id)).toMatchObject(label);
    await Promise.all([runs.removeModel(id), runs.change(id, { name: '后来' }), runs.restore(id)]);
    expect(await models.info(id)).toMatchObject({ ...label, name: '后来' });
  }
});

it('a run that turned out to be no good keeps what it was called on its way', async () => {
  const { runs, models } = await emptyLibraries();
  const file = sampleFile();
  const id = await models.save(file);
  await runs.change(id, label);
  const ending = { outcome: 'diverged', divergence: { epoch: 3, step: null, kept: 0 } } as const;
  const manifest = sampleManifest({ ...ending, best: null, name: 'after its run' });
  const record = { ...file, manifest };
  expect(await runs.keepAlone(record, id, file.manifest.name)).toBe(id);
  expect(await runs.list()).toMatchObject([{ id, ...label, hasModel: false }]);

  // Where nobody has called it otherwise, it takes the name that its run has by now.
  const other = await models.save(file);
  await runs.keepAlone(record, other, file.manifest.name);
  expect(await runs.list()).toContainEqual(
    expect.objectContaining({ id: other, name: 'after its run', tags: file.manifest.tags }),
  );
});

/** @returns the file of a model with a part of it left out, or spoilt */
async function damaged(path: string, part: string, spoil: boolean): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(await readFile(path));
  if (spoil) zip.file(part, 'epoch,nothing\n');
  else zip.remove(part);
  return zip.generateAsync({ type: 'uint8array' });
}

it.each([
  ['has lost its weights', 'weights.safetensors', false, true],
  ['has a spoilt history', 'history.csv', true, false],
])(
  'a damaged file that %s leaves what of its run can be read, and is as damaged when it is back',
  async (_, part, spoil, hasHistory) => {
    const { runs, models } = await emptyLibraries();
    const file = sampleFile();
    const id = await models.save(file);
    await runs.change(id, label);
    const [whole] = await runs.list();
    await writeFile(models.path(id), await damaged(models.path(id), part, spoil));
    const [before] = await models.list();
    expect(await runs.removeModel(id)).toBe(true);
    const [record] = await runs.list();
    expect(record).toMatchObject({ id, ...label, hasModel: false, damage: null });
    // Its manifest tells of the curve, also where its epochs are lost.
    const { settings, curve, perplexity, epochs } = whole!;
    expect(record).toMatchObject({ settings, curve, perplexity, epochs });
    const read = await runs.read(id);
    expect(read.epochs).toEqual(hasHistory ? file.epochs : []);
    expect(read.samples).toEqual(file.samples);
    // What is noted on it does not take away what is left.
    await runs.change(id, { notes: 'later' });
    expect((await runs.list())[0]).toMatchObject({ notes: 'later', curve, perplexity, epochs });
    await runs.restore(id);
    expect(await models.list()).toEqual([expect.objectContaining({ id, damage: before!.damage })]);
  },
);

it('a file that tells nothing of its run leaves nothing, which is said', async () => {
  const { runs, models } = await emptyLibraries();
  const id = await models.save(sampleFile());
  const bytes = await readFile(models.path(id));
  await writeFile(models.path(id), bytes.subarray(0, bytes.length / 2));
  expect(await runs.removeModel(id)).toBe(false);
  expect(await runs.list()).toEqual([]);
  await runs.restore(id);
  expect(await models.list()).toMatchObject([{ id, damage: expect.anything() }]);
});
