/** `runs`: what a program reads of all runs, those without a model among them. */
import { readFile } from 'node:fs/promises';
import { beforeEach, expect, it } from 'vitest';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { RunLibrary } from '../../../src-main/store/runs/run-library.ts';
import { sampleManifest } from '../../store/models/sample-model.ts';
import { EPOCHS, SAMPLES } from '../../store/models/sample-model.ts';
import { Desk, lyrics, small } from './verseloom.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.set();
  return () => desk.clear();
});

it('are none before a model file is taken in, and how that is done is said', async () => {
  expect(await desk.run(['runs', 'list'])).toEqual({
    ...{ code: 0, stdout: '' },
    stderr:
      'There are no runs in the library. To take a model file in, with its run: verseloom models import\n',
  });
});

it('lists, shows and compares them', { tags: ['long'] }, async () => {
  await desk.put('song.txt', lyrics);
  await desk.run(['train', 'song.txt', ...small, '--epochs', '2', '--out', 'song.verse']);
  const models = await ModelLibrary.open(desk.path('data/models'));
  const { id } = await models.importFile(desk.path('song.verse'));
  const records = await RunLibrary.open(desk.path('data/runs'));
  const ending = { outcome: 'diverged', divergence: { epoch: 3, step: null, kept: 0 } } as const;
  const notes = 'θ = 0\n第 3 轮就炸了';
  const counting = { characters: 9, discount: 0.9, perplexities: [8, 5.5] };
  const manifest = sampleManifest({ name: '炸了', ...ending, best: null, notes, counting });
  await records.save('exploded', { manifest, epochs: EPOCHS, samples: SAMPLES });

  const rows = await desk.runJson(['runs', 'list']);
  expect(rows).toHaveLength(2);
  expect(rows.find((row) => row['id'] === id)).toMatchObject({
    ...{ hasModel: true, outcome: 'finished', hiddenSize: 16, learningRate: 1, damage: null },
    ...{ cutOff: false, trainingSeconds: expect.any(Number) },
  });
  expect(rows.find((row) => row['id'] === 'exploded')).toMatchObject({
    trainingSeconds: EPOCHS.reduce((sum, { seconds }) => sum + seconds, 0),
  });
  const called = { tags: ['雨', 'new'], notes, favourite: true };
  expect(rows.find((row) => row['id'] === 'exploded')).toMatchObject(called);
  const { stdout: table } = await desk.run(['runs', 'list']);
  expect(table).toMatch(/^exploded +炸了 .* diverged +no model #雨 #new$/m);

  const [shown] = await desk.runJson(['runs', 'show', '炸了']);
  expect(shown).toMatchObject({ id: 'exploded', hasModel: false, perplexity: null });
  expect(shown).toMatchObject({ ...called, countingPerplexity: 5.5 });
  const { stdout: facts } = await desk.run(['runs', 'show', '炸了']);
  expect(facts).toMatch(/^tags +雨; new$/m);
  expect(facts).toMatch(/^notes +θ = 0.+第 3 轮就炸了$/m);
  expect(shown!['epochs']).toHaveLength(EPOCHS.length);
  expect(shown!['samples']).toEqual(SAMPLES);

  const [compared] = await desk.runJson(['runs', 'compare', 'exploded', id]);
  expect(compared!['differing']).toEqual(expect.arrayContaining(['outcome', 'hiddenSize']));
  expect(compared!['differing']).not.toContain('seed');
  expect(compared!['differing']).toContain('countingPerplexity');
  expect(compared!['runs']).toMatchObject([called, { tags: [], notes: '' }]);
  const { stdout } = await desk.run(['runs', 'compare', 'exploded', id]);
  expect(stdout).toMatch(/^\* +hiddenSize +5 +16$/m);

  const { code, stderr } = await desk.run(['runs', 'show', 'nothing']);
  expect([code, stderr]).toEqual([2, 'No run is called “nothing”.\n']);
});

it('shows no figure for a perplexity beyond all numbers, and says that such a run has exploded', async () => {
  const records = await RunLibrary.open(desk.path('data/runs'));
  const epochs = EPOCHS.map((epoch) => ({ ...epoch, perplexity: Number.MAX_VALUE }));
  const manifest = sampleManifest({ name: 'beyond', best: null });
  await records.save('beyond', { manifest, epochs, samples: SAMPLES });
  for (const args of [['list'], ['show', 'beyond'], ['compare', 'beyond', 'beyond']]) {
    const { stdout } = await desk.run(['runs', ...args]);
    expect(stdout).toMatch(/ inf\b/);
    expect(stdout).not.toContain('e+308');
    if (args[0] === 'list') expect(stdout).toMatch(/ exploded +no model/);
  }
});

it(
  'tells of a file that is damaged, and makes up nothing that is not known of it',
  { tags: ['long'] },
  async () => {
    await desk.put('song.txt', lyrics);
    await desk.run(['train', 'song.txt', ...small, '--epochs', '2', '--out', 'song.verse']);
    const models = await ModelLibrary.open(desk.path('data/models'));
    const { id } = await models.importFile(desk.path('song.verse'));
    const whole = await readFile(desk.path('song.verse'));
    await desk.put('data/models/broken.verse', whole.subarray(0, 2000));
    await desk.put('data/runs/bad.run', '{oops');

    const rows = await desk.runJson(['runs', 'list']);
    const unknown = {
      outcome: null,
      epochsMade: null,
      engine: null,
      threads: null,
      characters: null,
    };
    for (const name of ['broken', 'bad'])
      expect(rows.find((row) => row['id'] === name)).toMatchObject({
        ...{ ...unknown, perplexity: null, damage: { code: 'model.damaged' } },
      });
    const { code, stdout } = await desk.run(['runs', 'list']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^bad .*bad\.run is damaged.*is not a zip/m),
    ]);
    for (const command of [
      ['show', 'broken'],
      ['compare', id, 'broken'],
      ['compare', id, 'broken', '--json'],
    ]) {
      const refused = await desk.run(['runs', ...command]);
      expect([refused.code, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toMatch(/^The model broken\.verse is damaged/);
    }
  },
);
