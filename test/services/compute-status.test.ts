/** What the host keeps of a crash of the compute process, for a page that was away then. */
import { expect, it, vi } from 'vitest';
import { openForTest } from './open-product.ts';

it('the last crash is known for as long as the host is there, and whether a run broke off with it', async () => {
  const product = await openForTest();
  const status = async () => product.handlers['compute.status']({});
  const crash = async (): Promise<void> => {
    const { lastCrash: before } = await status();
    process.kill(product.supervisor.pid!, 'SIGKILL');
    await vi.waitUntil(async () => (await status()).lastCrash?.at !== before?.at, 10_000);
    await vi.waitUntil(async () => (await status()).state === 'ready', 10_000);
  };
  expect(await status()).toEqual({ state: 'ready', lastCrash: null });
  await product.start({ epochs: 100_000 });
  await crash();
  await product.training.ended();
  const first = (await status()).lastCrash!;
  expect(first.brokeRun).toBe(true);
  await vi.waitUntil(() => product.supervisor.pid !== undefined, 10_000);
  await crash(); // with nothing to do
  const second = (await status()).lastCrash!;
  expect(second.brokeRun).toBe(false);
  expect(second.at > first.at).toBe(true);
});
