/**
 * Runs whose steps take long: what is asked of them is done when the step under way is, and not a step later; they say that they wait.
 *
 * @module-tag long
 */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { resolveDataFolder } from '../../../src-main/store/data/data-folder.ts';
import { ENDLESS } from '../../compute/compute-process.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { openForTest, type Opened } from '../open-product.ts';

const spawn = childProcessSpawn(
  join(import.meta.dirname, '..', '..', 'compute', 'slow-compute.ts'),
);

const stateOf = async ({ root }: Opened, id: string) => {
  const models = await ModelLibrary.open(resolveDataFolder({ VERSELOOM_DATA: root }).models);
  return (await models.read(id)).state!;
};

/** @returns when the next step is under way, which reports nothing */
async function nextStep({ told, until }: Opened): Promise<void> {
  const before = told.length;
  await until(() => told.length > before);
}

describe.skipIf(!isPresent('onnx'))('a run whose steps take long', () => {
  it('is stopped after the step under way', async () => {
    const product = await openForTest({ spawn });
    await product.start({ epochs: ENDLESS });
    await nextStep(product);
    await setTimeout(300); // so that nothing more is heard before it
    const told = product.told.filter(({ state }) => state === 'training');
    // Besides, it is told how far the epoch has come, after every step.
    const after = new Set(told.flatMap(({ underWay }) => underWay?.steps ?? []));
    const begun = told.length - 1 - after.size;
    const { modelId } = await product.training.stop();
    expect(await stateOf(product, modelId!)).toMatchObject({ epochs: 0, steps: begun });
    const { samples } = product.training.history(0, 0);
    expect(samples).toMatchObject([{ epoch: 0, step: begun, prefix: '想要' }]);
  });

  it('says how far its epoch has come, how long the rest takes, and the perplexity so far', async () => {
    const product = await openForTest({ spawn });
    const { training } = product;
    await product.start({ epochs: ENDLESS });
    await product.until(() => training.status().underWay?.steps === 2);
    const { underWay, secondsPerEpoch, secondsLeft, lastEpoch } = training.status();
    expect(lastEpoch).toBeNull();
    expect(underWay).toMatchObject({ epoch: 1, steps: 2, of: 4 });
    expect(underWay!.perplexity).toBeGreaterThan(1);
    expect(underWay!.perplexity).toBeLessThan(10 * training.status().vocabularySize);
    expect(secondsPerEpoch).toBeCloseTo(2 * underWay!.seconds);
    expect(secondsLeft).toBeGreaterThan(secondsPerEpoch);
    expect(await training.pause()).toMatchObject({ underWay: { epoch: 1 } });
    expect(await training.stop()).toMatchObject({ underWay: null });
  });

  it('ends within its epoch when its time is over, writes, and goes on from that step', async () => {
    const product = await openForTest({ spawn });
    const { training, handlers } = product;
    await product.start({ epochs: 1, untilSeconds: 2 });
    const ended = await training.ended();
    expect(ended).toMatchObject({
      state: 'finished',
      endedBy: 'time',
      epochs: 0,
      lastEpoch: null,
    });
    expect(training.history(0, 0).samples).toMatchObject([{ epoch: 0, step: 2, prefix: '想要' }]);
    expect(await stateOf(product, ended.modelId!)).toMatchObject({ epochs: 0, steps: 2 });
    const took = async () => (await handlers['models.list']({}))[0]!.trainingSeconds!;
    const twoSteps = await took();
    expect(twoSteps).toBeGreaterThan(2);
    await handlers['training.goOn']({ id: ended.modelId! });
    expect(await training.ended()).toMatchObject({
      ...{ state: 'finished', endedBy: 'epochs', epochs: 1, settings: { untilSeconds: 0 } },
    });
    expect(training.history(0, 0).samples).toMatchObject([{ epoch: 1, prefix: '想要' }]);
    expect(await took()).toBeGreaterThan(1.5 * twoSteps);
  });

  it('says what it waits for, and how long a step takes, once that is known', async () => {
    const product = await openForTest({ spawn });
    const { training, told } = product;
    const waits = () => told.flatMap(({ waiting }) => (waiting?.for === 'stop' ? [waiting] : []));
    // A step that is all but done when it is asked for a stop is not waited for: then the next run is asked.
    while (waits().length === 0) {
      await product.start({ epochs: ENDLESS });
      await product.until(() => training.status().savedAt !== null); // after two seconds, and the step under way then
      await nextStep(product);
      expect(await training.stop()).toMatchObject({ state: 'stopped', waiting: null });
    }
    expect(waits().at(-1)!.secondsPerStep).toBeGreaterThan(1.4);
  });
});
