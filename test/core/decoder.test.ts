/** Writing: greedy as the chapter's `predict_rnn`, drawing by temperature, and the tensors that a piece of writing holds. */
import { describe, expect, it } from 'vitest';
import { Decoder } from '../../src-main/core/decoder.ts';
import { greedy } from '../../src-main/core/sampling/choice.ts';
import { atTemperature } from '../../src-main/core/sampling/sampling.ts';
import { amongNumbers, Overflow } from '../../src-main/core/overflow.ts';
import { Random } from '../../src-main/core/random.ts';
import { initState, predictRnn, step } from './book-network.ts';
import { ReferenceEngine } from './reference-engine.ts';
import { floats } from './tiny-network.ts';
import { plainRnn } from '../contract/all-cells.ts';

const architecture = { ...plainRnn, vocabularySize: 11, hiddenSize: 6 };

async function collect(ids: AsyncIterable<number>): Promise<number[]> {
  const all: number[] = [];
  for await (const id of ids) all.push(id);
  return all;
}

describe('greedy', () => {
  it('takes the most probable character; of equals, the first', () => {
    expect(greedy(Float32Array.of(1, 3, 2))).toBe(1);
    expect(greedy(Float32Array.of(2, 5, 1, 5, 5))).toBe(1);
    expect(greedy(Float32Array.of(4, 4))).toBe(0);
    expect(greedy(Float32Array.of(-3, -1, -2))).toBe(1);
    expect(greedy(Float32Array.of(7))).toBe(0);
  });

  it.each([1, 2, 3, 4, 5])('writes what predict_rnn writes (model %i)', async (seed) => {
    const model = floats(architecture, new Random(seed));
    const decoder = await Decoder.create(new ReferenceEngine(), model);
    for (const prefix of [[0], [3], [10, 2], [1, 1, 1], [4, 9, 0, 7, 2, 5]]) {
      const written = await collect(decoder.continue(Int32Array.from(prefix), 40, greedy));
      expect([...prefix, ...written]).toEqual(predictRnn(model, prefix, 40));
    }
  });

  it('writes nothing when nothing is asked for', async () => {
    const decoder = await Decoder.create(
      new ReferenceEngine(),
      floats(architecture, new Random(1)),
    );
    expect(await collect(decoder.continue(Int32Array.of(1, 2), 0, greedy))).toEqual([]);
  });
});

describe('a choice among numbers', () => {
  it('is the same choice, and refuses what is no number wherever it stands', () => {
    const choose = amongNumbers(greedy);
    expect(choose(Float32Array.of(1, 3e38, -3e38))).toBe(1);
    for (const wrong of [NaN, Infinity, -Infinity])
      for (const at of [0, 1, 2]) {
        const logits = Float32Array.of(1, 2, 3);
        logits[at] = wrong;
        expect(() => choose(logits)).toThrow(Overflow);
      }
  });
});

describe('the hidden state', () => {
  it('is kept from character to character, and begins at zero for each piece', async () => {
    const model = floats(architecture, new Random(8));
    const decoder = await Decoder.create(new ReferenceEngine(), model);
    const seen: Float32Array[] = [];
    const watch = (logits: Float32Array) => {
      seen.push(logits);
      return 3;
    };
    for (let piece = 0; piece < 2; piece++)
      await collect(decoder.continue(Int32Array.of(5, 1), 3, watch));
    let state = initState(model);
    for (const [t, id] of [5, 1, 3, 3].entries()) {
      const { Y, state: after } = step(model, id, state);
      state = after;
      if (t === 0) continue; // the logits after the first character of a prefix choose nothing
      for (const piece of [0, 3])
        Y.forEach((y, i) => expect(seen[piece + t - 1]![i]).toBeCloseTo(y, 5));
    }
    expect(seen.length).toBe(6);
  });
});

describe('a temperature', () => {
  const logits = Float32Array.of(1.2, -0.3, 0.4, 2.1, -5, 0.4);
  const softmax = (temperature: number) => {
    const weights = [...logits].map((logit) => Math.exp(logit / temperature));
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  };

  it.each([0.5, 1, 2, 10])('of %d draws from softmax(logits / temperature)', (temperature) => {
    const choose = atTemperature(temperature, new Random(21));
    const draws = 40_000;
    const counts = new Array<number>(logits.length).fill(0);
    for (let i = 0; i < draws; i++) counts[choose(logits)]! += 1;
    softmax(temperature).forEach((probability, id) => {
      const deviation = Math.sqrt(draws * probability * (1 - probability));
      expect(Math.abs(counts[id]! - draws * probability)).toBeLessThan(4 * deviation + 1);
    });
  });

  it('of next to nothing, and of nothing, is greedy', () => {
    const random = new Random(1);
    for (const temperature of [0, 5e-324, 1e-300, 1e-4])
      for (let i = 0; i < 50; i++) expect(atTemperature(temperature, random)(logits)).toBe(3);
  });

  it('bears logits that overflow an exponential', () => {
    const choose = atTemperature(1, new Random(1));
    expect(choose(Float32Array.of(1e30, -1e30, 2e30))).toBe(2);
    expect(choose(Float32Array.of(-1e30, -2e30))).toBe(0);
  });

  it('never draws what has no probability, and always draws something', () => {
    const choose = atTemperature(1, new Random(3));
    for (let i = 0; i < 20_000; i++)
      expect([1, 2]).toContain(choose(Float32Array.of(-Infinity, 0, 0, -Infinity)));
  });

  it('writes the same from the same seed, and something else from another', async () => {
    const decoder = await Decoder.create(
      new ReferenceEngine(),
      floats(architecture, new Random(2)),
    );
    const write = (seed: number) =>
      collect(decoder.continue(Int32Array.of(4), 60, atTemperature(1, new Random(seed))));
    expect(await write(1)).toEqual(await write(1));
    expect(await write(1)).not.toEqual(await write(2));
  });
});

describe('the tensors', () => {
  it('are all given back at the end of a piece', async () => {
    const engine = new ReferenceEngine();
    const decoder = await Decoder.create(engine, floats(architecture, new Random(2)));
    await collect(decoder.continue(Int32Array.of(1, 2, 3), 10, greedy));
    expect(engine.tensors).toBe(0);
  });

  it.each([0, 1, 5])(
    'are all given back when a piece is left after %i characters',
    async (count) => {
      const engine = new ReferenceEngine();
      const decoder = await Decoder.create(engine, floats(architecture, new Random(2)));
      const characters = decoder.continue(Int32Array.of(1, 2, 3), 10, greedy);
      for (let i = 0; i < count; i++) await characters.next();
      await characters.return();
      expect(engine.tensors).toBe(0);
    },
  );

  it('are one between two characters, however long the piece is', async () => {
    const engine = new ReferenceEngine();
    const decoder = await Decoder.create(engine, floats(architecture, new Random(2)));
    for await (const _ of decoder.continue(Int32Array.of(1), 50, greedy))
      expect(engine.tensors).toBe(1);
  });
});
