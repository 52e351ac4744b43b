/** ONNX Runtime's own RNN, GRU and LSTM operators as readers of our weights, which know nothing of how ours are reckoned. */
import onnxProto, { type onnx } from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import {
  bookParameters,
  gateOf,
  parameterShapes,
  stateParts,
  type CellName,
} from '../../src-main/contract/architecture.ts';
import { hiddenStates } from '../../src-main/core/cells/cell.ts';
import { cells } from '../../src-main/core/cells/cells.ts';
import * as inputLayer from '../../src-main/core/layers/input-layer.ts';
import { mapParameters } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { encodeModel } from '../../src-main/engines/onnx/recorder.ts';
import { loadLibrary } from '../../src-main/engines/load-library.ts';
import { allCells } from '../contract/all-cells.ts';
import { referenceOps, tensor as doubles, type Tensor64 } from '../core/reference-engine.ts';
import { floats, normals, repeatedIds } from '../core/tiny-network.ts';
import { isPresent } from './on-each-engine.ts';

const { DataType } = onnxProto.onnx.TensorProto;
const { AttributeType } = onnxProto.onnx.AttributeProto;

/** The gates as the operators have them, by the letters of the book: https://onnx.ai/onnx/operators */
const ORDER: Readonly<Record<CellName, string>> = { rnn: 'h', gru: 'zrh', lstm: 'iofc' };

const sizes = { vocabularySize: 11, hiddenSize: 6, timeSteps: 9 };
const B = 3;

const tensor = (name: string, dims: number[], values: Iterable<number>): onnx.ITensorProto => ({
  ...{ name, dims, dataType: DataType.FLOAT },
  rawData: new Uint8Array(Float32Array.from(values).buffer),
});
const transposed = (values: Float32Array, columns: number): number[] => {
  const rows = values.length / columns;
  return Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
};

describe.skipIf(!isPresent('onnx'))('the operators of ONNX Runtime', () => {
  it.each(allCells)('read %s as we do', async (_, kind) => {
    const ort = loadLibrary('onnxruntime-node') as typeof import('onnxruntime-node');
    const shape = { ...kind, ...sizes };
    const { cell, activation, vocabularySize: V, hiddenSize: H, timeSteps: T } = shape;
    const random = new Random(23);
    const model = floats(shape, random);
    const ids = Int32Array.from(repeatedIds(random, T * B, V));
    const [H_before, C_before] = [0, 1].map(() =>
      Float32Array.from(normals(random, B * H, 0.5).map(Math.tanh)),
    ) as [Float32Array, Float32Array];

    const gate = (letter: string, kind: string): Float32Array => {
      const parameter = bookParameters(shape).find(({ name }) => name === `${kind}${letter}`)!;
      return gateOf(model.parameters[parameter.in], parameter);
    };
    const order = Array.from(ORDER[cell]);
    const X = new Float32Array(T * B * V); // one-hot
    ids.forEach((id, n) => (X[n * V + id] = 1));
    const G = order.length;
    const initializer = [
      tensor('X', [T, B, V], X),
      tensor(
        'W',
        [1, G * H, V],
        order.flatMap((one) => transposed(gate(one, 'W_x'), H)),
      ),
      tensor(
        'R',
        [1, G * H, H],
        order.flatMap((one) => transposed(gate(one, 'W_h'), H)),
      ),
      tensor(
        'b',
        [1, 2 * G * H],
        [
          ...order.flatMap((one) => [...gate(one, 'b_')]),
          ...new Array<number>(G * H).fill(0), // a second bias, which the book does not have
        ],
      ),
      tensor('before', [1, B, H], H_before),
      ...(cell === 'lstm' ? [tensor('memory', [1, B, H], C_before)] : []),
    ];
    const memory = cell === 'lstm' ? ['memory'] : [];
    const outputs = ['Y', 'after', ...(cell === 'lstm' ? ['memory after'] : [])];
    const attribute: onnx.IAttributeProto[] = [
      { name: 'hidden_size', i: H, type: AttributeType.INT },
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
    const graph: onnx.IGraphProto = {
      name: cell,
      node: [
        {
          opType: cell.toUpperCase(),
          input: ['X', 'W', 'R', 'b', '', 'before', ...memory],
          output: outputs,
          attribute,
        },
      ],
      initializer,
      output: outputs.map((name) => ({
        name,
        type: { tensorType: { elemType: DataType.FLOAT } },
      })),
    };
    const session = await ort.InferenceSession.create(encodeModel(graph), { logSeverityLevel: 3 });
    const theirs = await session.run({});
    await session.release();

    const shapes = parameterShapes(shape);
    const { W_x, W_h, b } = mapParameters(model.parameters, (values, name) =>
      doubles(shapes[name], values),
    );
    const passed = cells[cell].forward(
      referenceOps,
      { W_h, b },
      inputLayer.forward(referenceOps, W_x, { ids: doubles([T * B], ids) }),
      stateParts(cell).map((part) => doubles([B, H], part === 'H' ? H_before : C_before)) as [
        Tensor64,
      ],
      shape,
    );
    const ours = [hiddenStates(referenceOps, passed), ...passed.states.at(-1)!];
    expect(ours.length).toBe(outputs.length);
    for (const [place, { data }] of ours.entries()) {
      const expected = theirs[outputs[place]!]!.data as Float32Array;
      expect(data.length).toBe(expected.length);
      data.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5));
    }
  });
});
