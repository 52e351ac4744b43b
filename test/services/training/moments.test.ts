/** The moments of a run whose weights are kept, with a real compute process: when they are due, what they are, and that they last. */
import { describe, expect, it } from 'vitest';
import { dueEpochs } from '../../../src-main/services/training/moments.ts';
import { resolveDataFolder } from '../../../src-main/store/data/data-folder.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { openForTest, type Opened } from '../open-product.ts';

const readModel = async ({ root }: Opened, id: string) =>
  (await ModelLibrary.open(resolveDataFolder({ VERSELOOM_DATA: root }).models)).read(id);

it('are due more often at the beginning, never at the end, and each but once', () => {
  expect(dueEpochs({ epochs: 250, snapshots: 4 })).toEqual([10, 40, 90, 160]);
  expect(dueEpochs({ epochs: 250, snapshots: 0 })).toEqual([]);
  expect(dueEpochs({ epochs: 3, snapshots: 20 })).toEqual([1, 2]);
  expect(dueEpochs({ epochs: 1, snapshots: 20 })).toEqual([]);
});

describe.skipIf(!isPresent('onnx'))('a run', () => {
  it(
    'keeps them in its model, which learns what it would without, and they are looked at',
    { tags: ['long'] },
    async () => {
      const product = await openForTest();
      const { training, handlers } = product;
      const settings = { epochs: 400, predPeriod: 400, seed: 3 };
      await product.start(settings);
      const { modelId: plain } = await training.ended();
      await product.start({ ...settings, snapshots: 3 });
      const { modelId } = await training.ended();
      const file = await readModel(product, modelId!);
      const { snapshots: kept } = file.manifest;
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.length).toBeLessThanOrEqual(3);
      expect(kept[0]!.epoch).toBeGreaterThanOrEqual(25);
      expect(file.model).toEqual((await readModel(product, plain!)).model);

      const text = '想要有直升机';
      const { characters, moments } = await handlers['inside.moments']({ modelId: modelId!, text });
      expect(characters.join('')).toBe(text);
      expect(moments.map(({ epoch, step }) => ({ epoch, step }))).toEqual(kept);
      const surpriseOf = (surprises: readonly number[]) => surprises.reduce((a, b) => a + b, 0);
      const now = await handlers['inside.look']({ modelId: modelId!, text });
      // It has learnt the line by heart meanwhile.
      expect(surpriseOf(moments[0]!.surprises)).toBeGreaterThan(surpriseOf(now.surprises));
      expect(moments[0]!.histograms).toHaveLength(5);

      // A run that is gone on with has those from before.
      await handlers['training.goOn']({ id: modelId!, moreEpochs: 100 });
      await training.ended();
      const after = await readModel(product, modelId!);
      expect(after.manifest.snapshots.slice(0, kept.length)).toEqual(kept);
      expect(after.snapshots!.slice(0, kept.length)).toEqual(file.snapshots);
    },
  );

  it('is refused more of them than a file holds, with how many that are', async () => {
    const product = await openForTest();
    await expect(product.start({ snapshots: 21 })).rejects.toMatchObject({
      code: 'settings.outOfRange',
      params: { field: 'snapshots', max: 20 },
    });
  });
});
