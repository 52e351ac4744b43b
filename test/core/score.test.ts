/** The perplexity of a text against the chapter's own loops, for texts that fill a stretch, just do, and just do not. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../src-main/core/random.ts';
import { perplexity, Rereading } from '../../src-main/core/score.ts';
import { forEachParameter, parameterShapes } from '../../src-main/core/parameters.ts';
import { perplexityOf } from './book-network.ts';
import { ReferenceEngine } from './reference-engine.ts';
import { floats, repeatedIds } from './tiny-network.ts';
import { plainRnn } from '../contract/all-cells.ts';

const architecture = { ...plainRnn, vocabularySize: 6, hiddenSize: 5 };
const model = floats(architecture, new Random(31));

describe('perplexity', () => {
  it.each([2, 3, 17, 63, 64, 65, 66, 128, 129, 130, 200])(
    'is right for %i characters',
    async (length) => {
      const ids = Int32Array.from(repeatedIds(new Random(length), length, 6));
      const engine = new ReferenceEngine();
      const found = await perplexity(engine, model, ids);
      // The reference gives its losses back as floats.
      expect(Math.abs(found / perplexityOf(model, ids) - 1)).toBeLessThan(1e-7);
      expect(engine.tensors).toBe(0);
    },
  );

  it('is the number of characters for a model that knows nothing', async () => {
    const shapes = parameterShapes(architecture);
    const nothing = forEachParameter(
      architecture,
      (name) => new Float32Array(shapes[name].reduce((a, b) => a * b, 1)),
    );
    const ids = Int32Array.from(repeatedIds(new Random(1), 100, 6));
    const found = await perplexity(
      new ReferenceEngine(),
      { architecture, parameters: nothing },
      ids,
    );
    expect(found).toBeCloseTo(6, 5);
  });

  it('is finite for a model that is as sure as wrong', async () => {
    const sure = floats(architecture, new Random(2), 1e4);
    const ids = Int32Array.from(repeatedIds(new Random(1), 100, 6));
    const found = await perplexity(new ReferenceEngine(), sure, ids);
    expect(found).toBeGreaterThan(1e100);
    expect(Number.isFinite(found)).toBe(true);
  });

  it('does the work of each stretch in its turn', async () => {
    let turns = 0;
    const ids = Int32Array.from(repeatedIds(new Random(1), 129, 6));
    await perplexity(new ReferenceEngine(), model, ids, (work) => {
      turns += 1;
      return work();
    });
    expect(turns).toBe(2);
  });
});

describe('a text that is read again', () => {
  it('surprises as one that is read for the first time, wherever it has changed', async () => {
    const engine = new ReferenceEngine();
    const reading = await Rereading.create(engine, model);
    const text = repeatedIds(new Random(1), 2600, 6);
    for (const at of [2599, 1100, 1025, 1024, 1023, 64, 0, 2000]) {
      text[at] = (text[at]! + 1) % 6;
      const ids = Int32Array.from(at === 1100 ? text.slice(0, 1500) : text);
      let turns = 0;
      const found = await reading.read(ids, (work) => {
        turns += 1;
        return work();
      });
      const fresh: number[] = [];
      const heard = (losses: Float32Array) => fresh.push(...losses);
      await perplexity(new ReferenceEngine(), model, ids, undefined, heard);
      expect([...found!]).toEqual(fresh);
      if (at === 2000) expect(turns).toBeLessThan(30);
    }
    expect(await reading.read(new Int32Array())).toHaveLength(0);
    expect(await reading.read(Int32Array.from(text), undefined, () => true)).toBeUndefined();
    await reading.dispose();
    expect(engine.tensors).toBe(0);
  });
});
