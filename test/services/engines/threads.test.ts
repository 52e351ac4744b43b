/** The number of threads that a person has chosen, as the processes that compute take it. */
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { openForTest } from '../open-product.ts';

it('holds for the process that is warmed up, writes and makes the next run, and not for one that goes on', async () => {
  const product = await openForTest();
  const { handlers, supervisor } = product;
  const threadsInUse = async () => (await supervisor.current().calls.info({})).threads;
  const finished = () => product.told.at(-1)?.state === 'finished';
  await handlers['preferences.set']({ threads: 1, engine: 'onnx' });
  await product.warmUp();
  expect(await threadsInUse()).toBe(1);
  await product.start();
  await product.until(finished);
  expect(await threadsInUse()).toBe(1);

  const cores = availableParallelism();
  await handlers['preferences.set']({ threads: cores });
  expect(await threadsInUse()).toBe(1); // what is there goes on as it is
  await product.start();
  await product.until(finished);
  expect(await threadsInUse()).toBe(cores);
  const models = await handlers['models.list']({});
  const first = models.find(({ engine }) => engine.threads === 1)!;
  await handlers['training.goOn']({ id: first.id, moreEpochs: 1 });
  await product.until(finished);
  expect(await threadsInUse()).toBe(1);
  expect((await handlers['models.list']({})).find(({ id }) => id === first.id)).toMatchObject({
    engine: { threads: 1 },
  });
});

it('is not taken where this machine has not as many', async () => {
  const { handlers } = await openForTest();
  const max = availableParallelism();
  await expect(handlers['preferences.set']({ threads: max + 1 })).rejects.toMatchObject({
    code: 'settings.outOfRange',
    params: { field: 'threads', value: max + 1, min: 1, max },
  });
  expect(await handlers['preferences.get']({})).toMatchObject({ threads: null });
});
