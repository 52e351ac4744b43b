/** Writing and scoring on every engine against the chapter's own loops. */
import { expect, it } from 'vitest';
import { Decoder, greedy } from '../../src-main/core/decoder.ts';
import { Random } from '../../src-main/core/random.ts';
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

  it.each([2, 63, 64, 65, 66, 129])('scores a text of %i characters', async (length) => {
    const ids = Int32Array.from(repeatedIds(new Random(length), length, 13));
    const found = await perplexity(await theEngine(name), model, ids);
    expect(Math.abs(found / perplexityOf(model, ids) - 1)).toBeLessThan(1e-4);
  });
});
