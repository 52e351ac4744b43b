/** Writing and scoring on every engine against the chapter's own loops. */
import { expect, it } from 'vitest';
import { Decoder, greedy } from '../../src-main/core/decoder.ts';
import { Random } from '../../src-main/core/random.ts';
import { amongNumbers, Overflow } from '../../src-main/core/overflow.ts';
import { forEachParameter } from '../../src-main/core/parameters.ts';
import { perplexity } from '../../src-main/core/score.ts';
import { perplexityOf, predictRnn } from '../core/book-network.ts';
import { floats, repeatedIds } from '../core/tiny-network.ts';
import { onEachEngine, theEngine } from './on-each-engine.ts';

const dimensions = { vocabularySize: 13, hiddenSize: 9 };
const model = floats(dimensions, new Random(71));

onEachEngine((name) => {
  it('writes what predict_rnn writes', async () => {
    const decoder = await Decoder.create(await theEngine(name), model);
    for (const prefix of [[0], [7, 2], [1, 12, 5, 5, 3]]) {
      const written: number[] = [];
      for await (const id of decoder.continue(Int32Array.from(prefix), 60, greedy))
        written.push(id);
      expect([...prefix, ...written]).toEqual(predictRnn(model, prefix, 60));
    }
    await decoder.dispose();
  });

  it('says that it leaves the numbers, instead of writing or scoring anything', async () => {
    const huge = {
      dimensions,
      parameters: forEachParameter((of) => model.parameters[of].map((w) => 3e38 * Math.sign(w))),
    };
    const engine = await theEngine(name);
    const decoder = await Decoder.create(engine, huge);
    const first = decoder.continue(Int32Array.of(0, 5), 3, amongNumbers(greedy)).next();
    await expect(first).rejects.toThrow(Overflow);
    await decoder.dispose();
    const ids = Int32Array.from(repeatedIds(new Random(3), 70, 13));
    await expect(perplexity(engine, huge, ids)).rejects.toThrow(Overflow);
  });

  it.each([2, 63, 64, 65, 66, 129])('scores a text of %i characters', async (length) => {
    const ids = Int32Array.from(repeatedIds(new Random(length), length, 13));
    const found = await perplexity(await theEngine(name), model, ids);
    expect(Math.abs(found / perplexityOf(model, ids) - 1)).toBeLessThan(1e-4);
  });
});
