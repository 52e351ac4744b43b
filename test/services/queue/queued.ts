/** Runs that tests put into a queue, and what is looked up of it. */
import type { Queue } from '../../../src-main/contract/runs/queue.ts';
import type { RunRequest } from '../../../src-main/contract/runs/run-request.ts';
import { small, type Opened } from '../open-product.ts';

export const request = (corpusId: string, settings: Record<string, unknown> = {}): RunRequest => ({
  ...{ corpusId, settings: { ...small, ...settings }, engine: 'onnx', withText: true },
});
export const list = (product: Opened): Queue => product.handlers['queue.list']({}) as Queue;
export const states = (product: Opened) => list(product).entries.map(({ state }) => state);
export const add = async (
  product: Opened,
  runs: readonly RunRequest[],
  sweep?: { name: string; fields: string[]; jobs: number },
): Promise<string[]> => {
  const { ids } = await product.handlers['queue.add']({
    runs: runs.map((one) => ({ request: one, values: {} })),
    ...(sweep && { sweep }),
  });
  return ids;
};
export const models = async (product: Opened) =>
  (await product.handlers['models.list']({})).map(({ settings, epochs, outcome }) => ({
    ...{ seed: settings!.seed, epochs, outcome },
  }));
/** @returns when nothing is left to be made */
export const untilEmpty = (product: Opened): Promise<void> =>
  product.until(() => states(product).every((state) => state === 'skipped' || state === 'done'));
/** Long enough to be met on its way. */
export const long = { epochs: 100_000, predPeriod: 100_000 };
