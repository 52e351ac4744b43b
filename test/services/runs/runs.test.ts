/** All runs: what a person calls one by stays with it, whether its model is there, deleted or never any good. */
import { join } from 'node:path';
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
