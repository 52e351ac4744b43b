/** Writing and scoring on every engine against the chapter's own loops. */
import { describe, expect, it } from 'vitest';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { Decoder } from '../../src-main/core/decoder.ts';
import { greedy } from '../../src-main/core/sampling/choice.ts';
import { Random } from '../../src-main/core/random.ts';
import { amongNumbers, Overflow } from '../../src-main/core/overflow.ts';
import { initialModel, mapParameters, type LanguageModel } from '../../src-main/core/parameters.ts';
import { perplexity } from '../../src-main/core/score.ts';
import { StreamProgram } from '../../src-main/core/search/streams.ts';
import { createOnnxEngine } from '../../src-main/engines/onnx.ts';
import {
  crossEntropy,
  initState,
  perplexityOf,
  predictRnn,
  step as oneStep,
} from '../core/book-network.ts';
import { floats, repeatedIds } from '../core/tiny-network.ts';
import { onEachEngine, theEngine } from './on-each-engine.ts';
import { allCells, plainRnn, someDeep } from '../contract/all-cells.ts';

const networks = [...allCells, ...someDeep(9)].map(([what, kind]) => {
  const architecture = { ...kind, vocabularySize: 13, hiddenSize: 9 };
  return [what, floats(architecture, new Random(71))] as const;
});

onEachEngine((name) => {
  describe.each(networks)('%s', (_, model) => itWrites(name, model));
});

it('writes the same bits with two threads, which large models get, as with one', async () => {
  const architecture = { ...plainRnn, cell: 'lstm', vocabularySize: 700, hiddenSize: 256 } as const;
  const model = initialModel(architecture, new Random(5), 'uniform');
  const [one, two] = await Promise.all(
    [1, 2].map(async (threads) => {
      const decoder = await Decoder.create(await createOnnxEngine(threads), model);
      const after = await decoder.after(Int32Array.from({ length: 40 }, (_, at) => at * 17));
      await decoder.dispose();
      return after;
    }),
  );
  expect(two).toEqual(one);
});

function itWrites(name: EngineName, model: LanguageModel): void {
  const { architecture } = model;

  it('writes what predict_rnn writes', async () => {
    const decoder = await Decoder.create(await theEngine(name, 1), model);
    for (const prefix of [[0], [7, 2], [1, 12, 5, 5, 3]]) {
      const written: number[] = [];
      for await (const id of decoder.continue(Int32Array.from(prefix), 60, greedy))
        written.push(id);
      expect([...prefix, ...written]).toEqual(predictRnn(model, prefix, 60));
    }
    await decoder.dispose();
  });

  it.each([1, 3, 16])('reads in %i streams what it reads in each alone', async (count) => {
    const engine = await theEngine(name, 1);
    const decoder = await Decoder.create(engine, model);
    const after = await decoder.after(Int32Array.of(4));
    const program = await StreamProgram.create(engine, model, count);
    const random = new Random(count);
    const draw = (bound: number) => Int32Array.from({ length: count }, () => random.below(bound));
    let texts = [[4]];
    await program.begin(after, 1.5, async (streams) => {
      for (let step = 0; step < 6; step++) {
        const [ids, from] = [draw(13), step === 1 ? new Int32Array(count) : draw(count)];
        if (step > 0) texts = Array.from(from, (parent, b) => [...texts[parent]!, ids[b]!]);
        const rows = step === 0 ? streams.first : await streams.step(ids, from);
        for (const [b, text] of texts.entries()) {
          let state = initState(model);
          let Y: number[] = [];
          for (const id of text) ({ Y, state } = oneStep(model, id, state));
          for (let id = 0; id < 13; id++) {
            const hot = crossEntropy(
              Y.map((y) => y / 1.5),
              id,
            );
            expect(rows.logProbabilities[b * 13 + id]).toBeCloseTo(-crossEntropy(Y, id), 4);
            expect(rows.probabilities[b * 13 + id]).toBeCloseTo(Math.exp(-hot), 5);
          }
        }
      }
    });
    await program.dispose();
    await decoder.dispose();
  });

  it('says that it leaves the numbers, instead of writing or scoring anything', async () => {
    const huge = {
      architecture,
      parameters: mapParameters(model.parameters, (values) =>
        values.map((w) => 3e38 * Math.sign(w)),
      ),
    };
    const engine = await theEngine(name, 1);
    const decoder = await Decoder.create(engine, huge);
    const first = decoder.continue(Int32Array.of(0, 5), 3, amongNumbers(greedy)).next();
    await expect(first).rejects.toThrow(Overflow);
    await decoder.dispose();
    const ids = Int32Array.from(repeatedIds(new Random(3), 70, 13));
    await expect(perplexity(engine, huge, ids)).rejects.toThrow(Overflow);
  });

  it.each([2, 63, 64, 65, 66, 129])('scores a text of %i characters', async (length) => {
    const ids = Int32Array.from(repeatedIds(new Random(length), length, 13));
    const found = await perplexity(await theEngine(name, 1), model, ids);
    expect(Math.abs(found / perplexityOf(model, ids) - 1)).toBeLessThan(1e-4);
  });
}
