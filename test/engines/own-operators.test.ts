/** ONNX Runtime's own RNN, GRU and LSTM operators as readers of our weights, which know nothing of how ours are reckoned: one to four of them in a row. */
import onnxProto, { type onnx } from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import {
  bookParameters,
  gateOf,
  parameterShapes,
  stateParts,
  type CellName,
} from '../../src-main/contract/architecture.ts';
import { outputParameters, type Shape } from '../../src-main/core/bptt.ts';
import * as layers from '../../src-main/core/layers/layers.ts';
import * as output from '../../src-main/core/output-layer.ts';
import { mapParameters, type LanguageModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { encodeModel } from '../../src-main/engines/onnx/recorder.ts';
import { loadLibrary } from '../../src-main/engines/load-library.ts';
import { allCells } from '../contract/all-cells.ts';
import { referenceOps, tensor as doubles } from '../core/reference-engine.ts';
import { floats, normals, repeatedIds } from '../core/tiny-network.ts';
import { isPresent } from './on-each-engine.ts';

const { DataType } = onnxProto.onnx.TensorProto;
const { AttributeType } = onnxProto.onnx.AttributeProto;

/** The gates as the operators have them, by the letters of the book: https://onnx.ai/onnx/operators */
const ORDER: Readonly<Record<CellName, string>> = { rnn: 'h', gru: 'zrh', lstm: 'iofc' };

const tensor = (name: string, dims: number[], values: Iterable<number>): onnx.ITensorProto => ({
  ...{ name, dims, dataType: DataType.FLOAT },
  rawData: new Uint8Array(Float32Array.from(values).buffer),
});
const integers = (name: string, dims: number[], values: Iterable<number>): onnx.ITensorProto => ({
  ...{ name, dims, dataType: DataType.INT64 },
  rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});
const transposed = (values: Float32Array, columns: number): number[] => {
  const rows = values.length / columns;
  return Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
};

const attributesOf = ({ cell, activation, hiddenSize }: Shape): onnx.IAttributeProto[] => [
  { name: 'hidden_size', i: hiddenSize, type: AttributeType.INT },
  ...(cell === 'gru' ? [{ name: 'linear_before_reset', i: 0, type: AttributeType.INT }] : []),
  ...(activation === 'relu'
    ? [
        {
          ...{ name: 'activations', type: AttributeType.STRINGS },
          strings: [new TextEncoder().encode('Relu')],
        },
      ]
    : []),
];

/**
 * @param before of each layer, the parts of its state [B, H]
 * @returns a graph that gives `logits` [T, B, V], and of layer l, from 1 on, `H_l` and `C_l` after the last step
 */
function theirGraph(
  shape: Shape,
  model: LanguageModel,
  ids: Int32Array,
  before: readonly (readonly Float32Array[])[],
): { graph: onnx.IGraphProto; outputs: string[] } {
  const { cell, embeddingSize, tied, vocabularySize: V, hiddenSize: H } = shape;
  const { timeSteps: T, batchSize: B } = shape;
  const initializer: onnx.ITensorProto[] = [integers('one', [1], [1])];
  const node: onnx.INodeProto[] = [];
  const outputs: string[] = [];
  const parameter = (name: string): Float32Array => {
    const found = bookParameters(shape).find((one) => one.name === name)!;
    return gateOf(model.parameters[found.in], found);
  };
  const order = Array.from(ORDER[cell]);
  const G = order.length;

  if (embeddingSize > 0) {
    initializer.push(tensor('E', [V, embeddingSize], parameter('E')));
    initializer.push(integers('ids', [T, B], ids));
    node.push({ opType: 'Gather', input: ['E', 'ids'], output: ['X_1'] });
  } else {
    const X = new Float32Array(T * B * V); // one-hot
    ids.forEach((id, n) => (X[n * V + id] = 1));
    initializer.push(tensor('X_1', [T, B, V], X));
  }
  for (const [place, state] of before.entries()) {
    const layer = place + 1;
    const suffix = layer === 1 ? '' : `_${layer}`;
    const gates = (kind: string) => order.map((letter) => parameter(`${kind}${letter}${suffix}`));
    const seen = gates('W_x')[0]!.length / H;
    const named = (name: string): string => `${name} of ${layer}`;
    const rows = (all: readonly Float32Array[]) => all.flatMap((one) => transposed(one, H));
    // A second bias, which the book does not have, is zeros.
    const biases = [...gates('b_').flatMap((one) => [...one]), ...new Array<number>(G * H).fill(0)];
    initializer.push(
      tensor(named('W'), [1, G * H, seen], rows(gates('W_x'))),
      tensor(named('R'), [1, G * H, H], rows(gates('W_h'))),
      tensor(named('b'), [1, 2 * G * H], biases),
      ...state.map((part, i) => tensor(named(`before ${i}`), [1, B, H], part)),
    );
    const after = stateParts(cell).map((part) => `${part}_${layer}`);
    outputs.push(...after);
    node.push({
      opType: cell.toUpperCase(),
      input: [
        ...[`X_${layer}`, named('W'), named('R'), named('b'), ''],
        ...state.map((_, i) => named(`before ${i}`)),
      ],
      output: [named('Y'), ...after],
      attribute: attributesOf(shape),
    });
    node.push({ opType: 'Squeeze', input: [named('Y'), 'one'], output: [`X_${layer + 1}`] });
  }
  const W_hq = transposed(tied ? parameter('E') : model.parameters.W_hq, H); // both are rows of the characters
  initializer.push(tensor('W_hq', [H, V], W_hq), tensor('b_q', [V], parameter('b_q')));
  node.push({ opType: 'MatMul', input: [`X_${before.length + 1}`, 'W_hq'], output: ['products'] });
  node.push({ opType: 'Add', input: ['products', 'b_q'], output: ['logits'] });
  outputs.push('logits');
  const graph = {
    ...{ name: cell, node, initializer },
    output: outputs.map((name) => ({ name, type: { tensorType: { elemType: DataType.FLOAT } } })),
  };
  return { graph, outputs };
}

/** The same by our own functions, in doubles and in the order of those outputs. */
function ours(
  shape: Shape,
  model: LanguageModel,
  ids: Int32Array,
  before: readonly (readonly Float32Array[])[],
): Float64Array[] {
  const { hiddenSize: H, batchSize: B } = shape;
  const shapes = parameterShapes(shape);
  const parameters = mapParameters(model.parameters, (values, name) =>
    doubles(shapes[name], values),
  );
  const states = before.map((parts) => parts.map((part) => doubles([B, H], part)));
  const passed = layers.forward(
    referenceOps,
    parameters,
    doubles([ids.length], ids),
    states as unknown as layers.LayerStates<(typeof states)[number][number]>,
    shape,
  );
  const logits = output.forward(referenceOps, outputParameters(parameters, shape), passed.H);
  return [...passed.layers.flatMap(({ states }) => states.at(-1)!), logits].map(({ data }) => data);
}

const ways = [
  ['one-hot vectors', false, false],
  ['an embedding', true, false],
  ['tied weights', true, true],
] as const;
const cases = allCells.flatMap(([what, kind]) =>
  [1, 2, 3, 4].flatMap((depth) =>
    ways.map(([way, isEmbedded, tied]) => [depth, what, way, kind, isEmbedded, tied] as const),
  ),
);

describe.skipIf(!isPresent('onnx'))('the operators of ONNX Runtime', () => {
  it.each(cases)('read %d layers of %s with %s as we do', async (...one) => {
    const [depth, , , kind, isEmbedded, tied] = one;
    const ort = loadLibrary('onnxruntime-node') as typeof import('onnxruntime-node');
    const random = new Random(23 + cases.indexOf(one));
    for (let time = 0; time < 3; time++) {
      // At any sizes from 1 on.
      const [T, B] = [1 + random.below(9), 1 + random.below(4)];
      const [V, H] = [2 + random.below(12), 1 + random.below(8)];
      const embeddingSize = !isEmbedded ? 0 : tied ? H : 1 + random.below(V);
      const shape: Shape = {
        ...{ ...kind, layers: depth, embeddingSize, tied },
        ...{ vocabularySize: V, hiddenSize: H, timeSteps: T, batchSize: B },
      };
      const model = floats(shape, random);
      const ids = Int32Array.from(repeatedIds(random, T * B, V));
      const before = Array.from({ length: depth }, () =>
        stateParts(shape.cell).map(() =>
          Float32Array.from(normals(random, B * H, 0.5).map(Math.tanh)),
        ),
      );
      const { graph, outputs } = theirGraph(shape, model, ids, before);
      const session = await ort.InferenceSession.create(encodeModel(graph), {
        ...{ logSeverityLevel: 3, intraOpNumThreads: 1 },
      });
      const theirs = await session.run({});
      await session.release();
      const own = ours(shape, model, ids, before);
      expect(own.length).toBe(outputs.length);
      for (const [place, values] of own.entries()) {
        const expected = theirs[outputs[place]!]!.data as Float32Array;
        expect(values.length).toBe(expected.length);
        values.forEach((value, i) =>
          expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5 * (1 + Math.abs(value))),
        );
      }
    }
  });
});
