/** What a model makes of a text, against the chapter's own loops; and the gradient's way back through time, against finite differences. */
import {
  layerNames,
  stateParts,
  type ParameterName,
} from '../../../src-main/contract/architecture.ts';
import { describe, expect, it } from 'vitest';
import { GradientReader } from '../../../src-main/core/inside/gradient.ts';
import { largest, Reader } from '../../../src-main/core/inside/reading.ts';
import { Random } from '../../../src-main/core/random.ts';
import { crossEntropy, initState, step, type BookModel } from '../book-network.ts';
import { ReferenceEngine } from '../reference-engine.ts';
import { floats, randomBatch, repeatedIds } from '../tiny-network.ts';
import { allCells, someDeep } from '../../contract/all-cells.ts';

const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => work();

const networks = [...allCells, ...someDeep(5)].map(([what, kind]) => {
  const architecture = { ...kind, vocabularySize: 6, hiddenSize: 5 };
  return [what, floats(architecture, new Random(31))] as const;
});
const [[, plainModel]] = networks as [(typeof networks)[0]];

describe.each(networks)('a text that is read by %s', (_, model) => {
  const { architecture } = model;

  it.each([1, 2, 31, 32, 33, 64, 100])(
    'is read as the book reads it, with %i characters',
    async (length) => {
      const ids = Int32Array.from(repeatedIds(new Random(length), length, 6));
      const engine = new ReferenceEngine();
      const reader = await Reader.create(engine, architecture);
      const layer = length % architecture.layers; // one or the other
      const read = await reader.read(model, ids, 3, layer, inTurn);
      const { surprises, likely, probabilities, states } = read;
      let state = initState(model);
      for (const [n, id] of ids.entries()) {
        const { Y, state: after } = step(model, id, state);
        state = after;
        const H = after[layer * stateParts(architecture.cell).length]!;
        expect([...states.subarray(n * 5, n * 5 + 5)]).toEqual(H.map((h) => expect.closeTo(h, 6)));
        const order = Y.map((_, one) => one).sort((a, b) => Y[b]! - Y[a]!);
        expect([...likely.subarray(n * 3, n * 3 + 3)]).toEqual(order.slice(0, 3));
        const p = order.slice(0, 3).map((one) => Math.exp(-crossEntropy(Y, one)));
        expect([...probabilities.subarray(n * 3, n * 3 + 3)]).toEqual(
          p.map((one) => expect.closeTo(one, 6)),
        );
        if (n + 1 < length) expect(surprises[n]).toBeCloseTo(crossEntropy(Y, ids[n + 1]!), 5);
      }
      expect(engine.tensors).toBe(0);
    },
  );
});

describe('what is most likely', () => {
  it('has all characters where there are fewer than are asked for', async () => {
    const reader = await Reader.create(new ReferenceEngine(), plainModel.architecture);
    const { likely } = await reader.read(plainModel, Int32Array.of(1, 2), 10, 0, inTurn);
    expect([...likely.subarray(0, 6)].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('has the largest in order, of equals the first', () => {
    expect(largest(Float32Array.of(1, 3, 2, 3, 0), 3)).toEqual([1, 3, 2]);
    expect(largest(Float32Array.of(1, 1), 5)).toEqual([0, 1]);
  });
});

describe.each(networks)('the gradient on its way back through time, of %s', (_, model) => {
  const shape = { ...model.architecture, timeSteps: 6, batchSize: 2 };
  const biases = Array.from({ length: model.architecture.layers }, (_, layer) => {
    const { b } = layerNames(layer);
    return Array.from(model.parameters[b], (_, gate) => [b, gate] as const);
  }).flat();
  const N = shape.timeSteps * shape.batchSize;
  const batch = randomBatch(new Random(5), 6, N);

  /** The loss where what goes into a gate of one unit is moved. */
  function lossAt(moved: { t: number; b: number } & Nudge, onlyLast: boolean): number {
    let total = 0;
    for (let b = 0; b < shape.batchSize; b++) {
      let state = initState(model);
      for (let t = 0; t < shape.timeSteps; t++) {
        const isMoved = t === moved.t && b === moved.b;
        const at = t * shape.batchSize + b;
        const { Y, state: after } = step(
          isMoved ? nudged(model, moved) : model,
          batch.x[at]!,
          state,
        );
        state = after;
        if (!onlyLast || t === shape.timeSteps - 1) total += crossEntropy(Y, batch.y[at]!);
      }
    }
    return total / N;
  }

  it.each([false, true])(
    'is the slope of the loss (of the last step alone: %s)',
    { tags: ['long'] },
    async (onlyLast) => {
      const engine = new ReferenceEngine();
      const reader = await GradientReader.create(engine, shape);
      const { ofAll, ofLast } = await reader.read(model, batch, null);
      const found = onlyLast ? ofLast : ofAll;
      for (let t = 0; t < shape.timeSteps; t++) {
        let squares = 0;
        for (let b = 0; b < shape.batchSize; b++)
          for (const bias of biases) {
            const slope =
              (lossAt({ t, b, bias, by: 1e-4 }, onlyLast) -
                lossAt({ t, b, bias, by: -1e-4 }, onlyLast)) /
              2e-4;
            squares += slope * slope;
          }
        expect(Math.abs(found[t]! / Math.sqrt(squares) - 1)).toBeLessThan(1e-4);
      }
      expect(engine.tensors).toBe(0);
    },
  );
});

interface Nudge {
  /** Of a layer, and which of it. */
  readonly bias: readonly [name: ParameterName, gate: number];
  readonly by: number;
}

/** A model of which one bias is moved: for one character of one step, the same as moving what goes into that gate. */
function nudged(of: BookModel, { bias: [name, gate], by }: Nudge): BookModel {
  const b = Array.from(of.parameters[name], (value, j) => (j === gate ? value + by : value));
  return { ...of, parameters: { ...of.parameters, [name]: b } };
}
