/** The queue, with real runs in a real compute process: one after another, each once, whatever happens meanwhile. */
import { expect, it } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { onFullDisk } from '../../store/data/full-disk.ts';
import { importFile, openForTest, song } from '../open-product.ts';
import { add, list, long, models, request, states, untilEmpty } from './queued.ts';

it('makes one run after another, in its order, and forgets what is in the library by then', async () => {
  const product = await openForTest();
  await product.handlers['queue.pause']({});
  const [first, , third] = await add(
    product,
    [1, 2, 3].map((seed) => request(product.corpusId, { seed })),
  );
  expect(states(product)).toEqual(['waiting', 'waiting', 'waiting']);
  await product.handlers['queue.move']({ id: third!, before: first! });
  await product.handlers['queue.resume']({});
  await untilEmpty(product);
  expect(list(product)).toMatchObject({ entries: [], paused: null });
  expect((await models(product)).map(({ seed }) => seed).sort()).toEqual([1, 2, 3]);
  expect(
    product.told
      .flatMap(({ state, settings }) => (state === 'saving' ? settings.seed : []))
      .filter((seed, i, all) => seed !== all[i - 1]),
  ).toEqual([3, 1, 2]);
  expect(product.states().filter((state) => state === 'finished')).toHaveLength(3);
});

it('waits for a run that somebody has begun by hand', async () => {
  const product = await openForTest();
  await product.start(long);
  await add(product, [request(product.corpusId, { seed: 7 })]);
  expect(states(product)).toEqual(['waiting']);
  await product.handlers['training.stop']({});
  await untilEmpty(product);
  expect(await models(product)).toContainEqual({ seed: 7, epochs: 4, outcome: 'finished' });
});

it('tells of a run whose corpus or whose model to begin from was deleted, and makes the next', async () => {
  const product = await openForTest();
  const { id: gone } = await importFile(
    product.handlers,
    '走.txt',
    new TextEncoder().encode(song.slice(1)),
  );
  await product.start();
  const { modelId } = await product.training.ended();
  await product.handlers['queue.pause']({});
  await add(product, [
    request(gone),
    { ...request(product.corpusId), parentId: modelId! },
    request(product.corpusId, { seed: 9 }),
  ]);
  await product.handlers['corpora.remove']({ id: gone });
  await product.handlers['models.remove']({ id: modelId! });
  await product.handlers['queue.resume']({});
  await untilEmpty(product);
  expect(list(product).entries).toMatchObject([
    { state: 'skipped', corpusName: '走', failure: { code: 'corpus.notFound' } },
    { state: 'skipped', failure: { code: 'model.notFound' } },
  ]);
  expect(await models(product)).toEqual([{ seed: 9, epochs: 4, outcome: 'finished' }]);
});

it(
  'goes on after a restart with the run that was under way, once somebody says so',
  { tags: ['long'] },
  async () => {
    const before = await openForTest();
    await add(before, [
      request(before.corpusId, { ...long, seed: 5 }),
      request(before.corpusId, { seed: 6 }),
    ]);
    await before.until(() => (before.told.at(-1)?.epochs ?? 0) > 2);
    await before.close();
    const product = await openForTest({ root: before.root });
    expect(list(product)).toMatchObject({
      paused: 'restart',
      entries: [{ state: 'interrupted' }, { state: 'waiting' }],
    });
    const modelId = list(product).entries[0]!.modelId;
    const [saved] = await product.handlers['models.list']({});
    expect(saved).toMatchObject({ id: modelId, outcome: 'stopped' });
    await product.handlers['queue.resume']({});
    await product.until(() => product.told.at(-1)?.state === 'training');
    expect(product.training.status()).toMatchObject({ modelId, epochsBefore: saved!.epochs });
    await product.handlers['training.stop']({});
    await untilEmpty(product);
    expect((await models(product)).map(({ seed }) => seed).sort()).toEqual([5, 6]);
  },
);

it('waits with its reason when the disk is full in the middle, and loses nothing', async () => {
  const product = await openForTest();
  await add(product, [
    request(product.corpusId, { ...long, seed: 5 }),
    request(product.corpusId, { seed: 6 }),
  ]);
  await product.until(() => product.told.at(-1)?.state === 'training');
  await onFullDisk(1, async () => {
    await product.training.stop();
    expect(product.training.status()).toMatchObject({ state: 'failed', unsaved: true });
  });
  expect(list(product)).toMatchObject({
    ...{ paused: 'failure', failure: { code: 'file.unwritable' } },
    entries: [{ state: 'running' }, { state: 'waiting' }],
  });
  await product.handlers['training.save']({});
  await product.until(() => states(product).length === 1);
  expect(states(product)).toEqual(['waiting']); // until somebody has seen why
  await product.handlers['queue.resume']({});
  await untilEmpty(product);
  expect((await models(product)).map(({ seed }) => seed).sort()).toEqual([5, 6]);
});

it('takes no change that was made of what another window has changed since, and lets nobody lose a run', async () => {
  const product = await openForTest();
  await product.handlers['queue.pause']({});
  const [one, two, three] = await add(
    product,
    [1, 2, 3].map((seed) => request(product.corpusId, { seed })),
  );
  const edit = (revision: number, seed: number) =>
    product.handlers['queue.edit']({
      ...{ id: two!, revision, request: request(product.corpusId, { seed }) },
    });
  expect(await edit(1, 20)).toMatchObject({ revision: 2 });
  await expect(edit(1, 21)).rejects.toMatchObject({ code: 'queue.changedElsewhere' });
  const moves = [
    product.handlers['queue.move']({ id: three!, before: one! }),
    product.handlers['queue.remove']({ ids: [two!] }),
    product.handlers['queue.move']({ id: one!, before: null }),
  ];
  for (const move of moves) await move; // which were asked for at once
  const ids = () => list(product).entries.map(({ id }) => id);
  expect(ids()).toEqual([three, one]);
  await expect(edit(2, 22)).rejects.toMatchObject({ code: 'queue.notFound' });
  await product.handlers['queue.restore']({ ids: [two!] });
  expect(ids().sort()).toEqual([one, two, three].sort());
  const settings = list(product).entries.find(({ id }) => id === two)!.request.settings;
  expect(settings['seed']).toBe(20);
});

it('refuses more runs than it has room for, and a run that cannot be, with nothing queued', async () => {
  const product = await openForTest();
  const runs = Array.from({ length: 1001 }, () => request(product.corpusId));
  await expect(add(product, runs)).rejects.toMatchObject({
    ...{ code: 'queue.tooMany', params: { count: 1001, max: 1000 } },
  });
  const wrong = [request(product.corpusId), request(product.corpusId, { hiddenSize: 0 })];
  await expect(add(product, wrong)).rejects.toMatchObject({
    ...{ code: 'settings.outOfRange', params: { field: 'hiddenSize' } },
  });
  await expect(add(product, [request('nothing')])).rejects.toMatchObject({
    code: 'corpus.notFound',
  });
  expect(list(product).entries).toEqual([]);
});

it('keeps the runs of a sweep with what they came to, the diverged ones among them', async () => {
  const product = await openForTest();
  await add(
    product,
    [
      { clippingThreshold: 0.01, learningRate: 100 },
      { clippingThreshold: 0, learningRate: 10_000 },
      { clippingThreshold: 0, learningRate: 10_000, letExplode: true },
    ].map((settings) => request(product.corpusId, settings)),
    { name: 'θ', fields: ['clippingThreshold'], jobs: 1 },
  );
  await untilEmpty(product);
  const { entries, sweeps } = list(product);
  expect(sweeps).toMatchObject([{ name: 'θ', fields: ['clippingThreshold'] }]);
  expect(entries).toMatchObject([
    { state: 'done', sweepId: sweeps[0]!.id, result: { outcome: 'finished' } },
    { state: 'done', result: { outcome: 'diverged', perplexity: null } },
    { state: 'done', result: { outcome: 'finished', perplexity: null } },
  ]);
  expect(isResting(product.training.status().state)).toBe(true);
});
