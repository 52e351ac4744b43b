/** Two runs of a sweep at once, in two real compute processes: with one thread each, to the bits of one alone. */
import { expect, it, vi } from 'vitest';
import { spawnCompute } from '../../compute/compute-process.ts';
import { openForTest, type Opened } from '../open-product.ts';
import { add, list, long, models, request, states, untilEmpty } from './queued.ts';

const seeds = (count: number) => ({ name: `${count} seeds`, fields: ['seed'], jobs: 2 });
const runsOf = (product: Opened, count: number, settings: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, i) => request(product.corpusId, { ...settings, seed: i + 1 }));
const beside = (product: Opened) => product.handlers['training.beside']({});
const untilTwo = (product: Opened) =>
  vi.waitUntil(
    async () => (await beside(product))?.status.state === 'training' && isShown(product),
    20_000,
  );
const shown = ({ lanes }: Opened) => lanes.shown.training.status();
const isShown = (product: Opened) => shown(product).state === 'training';
const seedOf = ({ settings }: { settings: { seed?: number | undefined } }) => settings.seed;

/** @returns a way to start compute processes, and those that are there */
function counted() {
  const there = new Set<number>();
  const spawn: typeof spawnCompute = (start) => {
    const channel = spawnCompute(start);
    there.add(channel.pid!);
    channel.onExit(() => there.delete(channel.pid!));
    return channel;
  };
  return { there, spawn };
}

it('makes two of a sweep at once, one thread each, and gives the second process back', async () => {
  const { there, spawn } = counted();
  const product = await openForTest({ spawn });
  const ids = await add(product, runsOf(product, 3, long), seeds(3));
  await untilTwo(product);
  expect(states(product)).toEqual(['running', 'running', 'waiting']);
  const other = (await beside(product))!;
  expect(other.entryId).toBe(ids[1]);
  expect(other.status.engine).toMatchObject({ threads: 1 });
  expect(shown(product).engine).toMatchObject({ threads: 1 });
  expect(seedOf(shown(product))).toBe(1);

  // What is shown is what is stopped; then the other one is shown, and the third begins beside it.
  await product.handlers['training.stop']({});
  await vi.waitUntil(
    async () => states(product)[2] === 'running' && (await beside(product)),
    20_000,
  );
  expect(states(product)).toEqual(['done', 'running', 'running']);
  expect(seedOf(shown(product))).toBe(2);
  await untilTwo(product);
  const third = (await beside(product))!.status;
  const told = await product.handlers['training.show']({ runId: third.runId });
  expect(seedOf(told)).toBe(3);
  expect((await beside(product))!.status.settings.seed).toBe(2);
  await product.handlers['training.stop']({});
  await vi.waitUntil(() => seedOf(shown(product)) === 2);
  await product.handlers['training.stop']({});
  await untilEmpty(product);
  expect((await models(product)).map(({ seed }) => seed).sort()).toEqual([1, 2, 3]);
  await vi.waitUntil(() => there.size === 1, 10_000);
});

it('comes to the very models that one at a time comes to', { tags: ['long'] }, async () => {
  const settings = { epochs: 12, predPeriod: 6 };
  const weights = async (jobs: number) => {
    const product = await openForTest();
    await product.handlers['preferences.set']({ threads: 1 });
    await add(product, runsOf(product, 4, settings), { ...seeds(4), jobs });
    await untilEmpty(product);
    const ids = list(product).entries.map(({ modelId }) => modelId!);
    return Promise.all(
      ids.map(async (id) => {
        const { epochs } = await product.handlers['models.history']({
          ...{ id, epochsFrom: 0, samplesFrom: 0 },
        });
        return epochs.map(({ perplexity, gradientNorm }) => ({ perplexity, gradientNorm }));
      }),
    );
  };
  expect(await weights(2)).toEqual(await weights(1));
});

it('begins nothing else beside them, and no run by hand before both have ended', async () => {
  const product = await openForTest();
  const [one, two] = runsOf(product, 2);
  await add(product, [one!, { ...two!, settings: { ...two!.settings, ...long } }], seeds(2));
  await add(product, [request(product.corpusId, { seed: 9 })]);
  // The first has ended by then: the other one is what a person sees and stops.
  await vi.waitUntil(() => seedOf(shown(product)) === 2 && isShown(product), 20_000);
  await vi.waitUntil(() => states(product)[0] === 'done');
  expect(states(product)).toEqual(['done', 'running', 'waiting']);
  await expect(product.start()).rejects.toMatchObject({ code: 'training.running' });
  expect(await beside(product)).toBeNull();
  await product.handlers['training.stop']({});
  await untilEmpty(product);
  expect(await models(product)).toContainEqual({ seed: 9, epochs: 4, outcome: 'finished' });
});

it(
  'goes on with the one whose process ended, and the other one hears nothing of it',
  { tags: ['long'] },
  async () => {
    const processes: number[] = [];
    const product = await openForTest({
      spawn: (start) => {
        const channel = spawnCompute(start);
        processes.push(channel.pid!);
        return channel;
      },
    });
    await add(product, runsOf(product, 2, long), seeds(2));
    await untilTwo(product);
    const { runId } = shown(product);
    process.kill(processes[1]!, 'SIGKILL');
    await vi.waitUntil(() => list(product).entries[1]!.attempts === 1, 20_000);
    await untilTwo(product);
    expect(shown(product)).toMatchObject({ runId, state: 'training' });
    expect((await beside(product))!.status.settings.seed).toBe(2);
  },
);

it('are both there after a restart, and done by nobody', { tags: ['long'] }, async () => {
  const before = await openForTest();
  await add(before, runsOf(before, 2, long), seeds(2));
  await untilTwo(before);
  const isLearnt = ({ epochs }: { epochs: number }) => epochs > 1;
  await vi.waitUntil(
    async () => isLearnt(shown(before)) && isLearnt((await beside(before))!.status),
  );
  await before.closeTraining(); // as a window does that ends
  await before.close();
  const product = await openForTest({ root: before.root });
  expect(list(product)).toMatchObject({ paused: 'restart' });
  expect(states(product)).toEqual(['interrupted', 'interrupted']);
  await product.handlers['queue.resume']({});
  await untilTwo(product);
  expect(shown(product).epochsBefore).toBeGreaterThan(0);
  expect((await beside(product))!.status.epochsBefore).toBeGreaterThan(0);
});

it('waits for its turn where there is no memory for two', { tags: ['long'] }, async () => {
  const there: Opened[] = [];
  // Enough for one run, which needs some 120 MB; none once that has taken them.
  const hasTaken = (product: Opened) => isShown(product) && shown(product).epochs > 0;
  const product = await openForTest({
    availableMemory: () => (there.some(hasTaken) ? 0 : 200e6),
  });
  there.push(product);
  await add(product, runsOf(product, 2, { epochs: 400 }), seeds(2));
  await vi.waitUntil(() => shown(product).epochs > 2, 20_000);
  expect(states(product)).toEqual(['running', 'waiting']);
  await untilEmpty(product);
  expect(states(product)).toEqual(['done', 'done']);
  expect(list(product).entries.map(({ result }) => result?.outcome)).toEqual([
    ...['finished', 'finished'],
  ]);
});
