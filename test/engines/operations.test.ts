/** Every operation of every engine against the reference. */
import { describe, expect, it } from 'vitest';
import type { Engine, Program, TensorSpec } from '../../src-main/core/tensors/engine.ts';
import type { Ops } from '../../src-main/core/tensors/ops.ts';
import { Random } from '../../src-main/core/random.ts';
import { ReferenceEngine } from '../core/reference-engine.ts';
import { normals } from '../core/tiny-network.ts';
import { loadOnnxRuntime, OnnxEngine } from '../../src-main/engines/onnx.ts';
import { graphics } from '../../src-main/engines/webgpu.ts';
import { isPresent, onEachEngine, theEngine } from './on-each-engine.ts';

const random = new Random(77);

interface Given {
  readonly spec: TensorSpec;
  readonly values: Float32Array | Int32Array;
}

/** Numbers of both signs, none near zero, so that they can be divided by. */
function floats(...shape: number[]): Given {
  const length = shape.reduce((a, b) => a * b, 1);
  const values = normals(random, length, 1).map((x) => x + Math.sign(x) * 0.2);
  return { spec: { shape, type: 'float32' }, values: Float32Array.from(values) };
}

const positive = (...shape: number[]): Given => {
  const given = floats(...shape);
  return { ...given, values: given.values.map(Math.abs) };
};

const scaled = (given: Given, factor: number): Given => ({
  ...given,
  values: given.values.map((x) => x * factor),
});

const ids = (...values: number[]): Given => ({
  spec: { shape: [values.length], type: 'int32' },
  values: Int32Array.from(values),
});

interface Case {
  readonly given: Record<string, Given>;
  build<T>(ops: Ops<T>, inputs: Record<string, T>): T | T[];
}

const cases: Record<string, Case> = {};

function add(name: string, given: Record<string, Given>, build: Case['build']): void {
  cases[name] = { given, build };
}

const pairs: Record<string, [number[], number[]]> = {
  'a matrix and a matrix': [
    [3, 4],
    [3, 4],
  ],
  'a matrix and a row': [[3, 4], [4]],
  'a row and a matrix': [[4], [3, 4]],
  'a matrix and a scalar': [[3, 4], []],
  'a scalar and a matrix': [[], [3, 4]],
  'a square matrix and a row': [[4, 4], [4]],
  'one row in a matrix and a row': [[1, 4], [4]],
  'a row and a row': [[5], [5]],
  'a row and a scalar': [[5], []],
  'a scalar and a scalar': [[], []],
};
for (const operation of ['add', 'sub', 'mul', 'div', 'minimum'] as const)
  for (const [what, [a, b]] of Object.entries(pairs))
    add(`${operation} of ${what}`, { a: floats(...a), b: floats(...b) }, (ops, t) =>
      ops[operation](t['a']!, t['b']!),
    );

for (const operation of ['tanh', 'exp', 'sigmoid', 'relu', 'sign'] as const) {
  add(`${operation} of a matrix`, { a: floats(3, 5) }, (ops, t) => ops[operation](t['a']!));
  add(`${operation} of large numbers`, { a: scaled(floats(2, 9), 12) }, (ops, t) =>
    ops[operation](t['a']!),
  );
}
add('sqrt of a matrix', { a: positive(3, 5) }, (ops, t) => ops.sqrt(t['a']!));
add('sqrt of a scalar', { a: positive() }, (ops, t) => ops.sqrt(t['a']!));
add('a number of its own', { a: floats(2, 3) }, (ops, t) => ops.mul(ops.scalar(-2.5), t['a']!));

for (const [R, K, C] of [
  [3, 4, 5],
  [4, 4, 4],
  [1, 6, 3],
  [5, 1, 2],
  [33, 17, 65],
] as const) {
  const name = (what: string) => `matmul [${R}, ${K}] · [${K}, ${C}]${what}`;
  add(name(''), { a: floats(R, K), b: floats(K, C) }, (ops, t) => ops.matmul(t['a']!, t['b']!));
  add(name(', both as they are'), { a: floats(R, K), b: floats(K, C) }, (ops, t) =>
    ops.matmul(t['a']!, t['b']!, { a: false, b: false }),
  );
  add(name(', the first transposed'), { a: floats(K, R), b: floats(K, C) }, (ops, t) =>
    ops.matmul(t['a']!, t['b']!, { a: true }),
  );
  add(name(', the second transposed'), { a: floats(R, K), b: floats(C, K) }, (ops, t) =>
    ops.matmul(t['a']!, t['b']!, { b: true }),
  );
  add(name(', both transposed'), { a: floats(K, R), b: floats(C, K) }, (ops, t) =>
    ops.matmul(t['a']!, t['b']!, { a: true, b: true }),
  );
}

// An engine may make one node of a product and what is added to it; the product alone must stay what it is.
for (const [what, shape] of Object.entries({ 'a matrix': [3, 5], 'a row': [5], 'a scalar': [] })) {
  const given = { a: floats(3, 4), b: floats(5, 4), c: floats(...shape) };
  add(`add of a transposed product and ${what}`, given, (ops, t) =>
    ops.add(ops.matmul(t['a']!, t['b']!, { b: true }), t['c']!),
  );
  add(`add of ${what} and a transposed product`, given, (ops, t) =>
    ops.add(t['c']!, ops.matmul(t['a']!, t['b']!, { b: true })),
  );
  add(`a transposed product, and its sum with ${what}`, given, (ops, t) => {
    const product = ops.matmul(t['a']!, t['b']!, { b: true });
    return [product, ops.add(product, t['c']!), ops.tanh(product)];
  });
}
add('add of a transposed product and itself', { a: floats(4, 3), b: floats(4, 5) }, (ops, t) => {
  const product = ops.matmul(t['a']!, t['b']!, { a: true });
  return ops.add(product, product);
});

// The same of a product that is multiplied by a number.
const factors = { a: floats(3, 4), b: floats(5, 4), c: floats(3, 5), k: floats() };
add('a transposed product times numbers, with all that comes on the way', factors, (ops, t) => {
  const product = ops.matmul(t['a']!, t['b']!, { b: true });
  const half = ops.mul(product, ops.scalar(0.5));
  const more = ops.mul(half, ops.scalar(-3));
  return [product, half, more, ops.add(more, t['c']!), ops.add(ops.add(half, t['c']!), half)];
});
add('a sum with a transposed product, times a number', factors, (ops, t) =>
  ops.mul(ops.add(ops.matmul(t['a']!, t['b']!, { b: true }), t['c']!), ops.scalar(7)),
);
add('a transposed product times a number that is an input, and times itself', factors, (ops, t) => {
  const product = ops.matmul(t['a']!, t['b']!, { b: true });
  return [ops.mul(product, t['k']!), ops.mul(product, product)];
});

// An engine may know what was squared, and what was put together.
add('sum of the squares of a matrix', { a: floats(7, 5), b: floats(7, 5) }, (ops, t) => {
  const square = ops.mul(t['a']!, t['a']!);
  return [square, ops.sum(square), ops.sum(ops.mul(t['a']!, t['b']!))];
});
const parts = { a: floats(2, 4), b: floats(4, 4), c: floats(2, 4), d: floats(2, 2) };
add('parts put together and cut apart again, as they were and in other places', parts, (ops, t) => {
  const [a, c, d] = [ops.tanh(t['a']!), ops.tanh(t['c']!), ops.tanh(t['d']!)];
  const high = ops.concatRows([a, ops.tanh(t['b']!)]);
  const wide = ops.concatColumns([a, d]);
  return [
    ops.splitRows(ops.concatRows([a, c]), 2),
    ops.splitRows(high, 3),
    ops.splitRows(high, 2),
    ops.splitColumns(wide, [4, 2]),
    ops.splitColumns(wide, [2, 4]),
    ops.splitRows(wide, 2),
  ]
    .flat()
    .map((part, place) => ops.mul(part, ops.scalar(place + 2))); // an output must not be another one
});

add('logSoftmax', { a: floats(4, 7) }, (ops, t) => ops.logSoftmax(t['a']!));
add('logSoftmax of one column', { a: floats(4, 1) }, (ops, t) => ops.logSoftmax(t['a']!));
add(
  'logSoftmax of logits that overflow an exponential',
  { a: scaled(floats(6, 9), 1e4) },
  (ops, t) => ops.logSoftmax(t['a']!),
);

add('sum of a matrix', { a: floats(7, 5) }, (ops, t) => ops.sum(t['a']!));
add('sum of a row', { a: floats(7) }, (ops, t) => ops.sum(t['a']!));
add('sum of a scalar', { a: floats() }, (ops, t) => ops.sum(t['a']!));
add('sumRows', { a: floats(7, 5) }, (ops, t) => ops.sumRows(t['a']!));
add('sumRows of one row', { a: floats(1, 5) }, (ops, t) => ops.sumRows(t['a']!));

add('gatherRows in any order', { a: floats(4, 3), i: ids(2, 0, 3, 1) }, (ops, t) =>
  ops.gatherRows(t['a']!, t['i']!),
);
add(
  'gatherRows with rows that repeat and rows left out',
  { a: floats(5, 3), i: ids(4, 4, 0, 4, 0, 1, 4) },
  (ops, t) => ops.gatherRows(t['a']!, t['i']!),
);
add('gatherRows of one', { a: floats(5, 3), i: ids(4) }, (ops, t) =>
  ops.gatherRows(t['a']!, t['i']!),
);

const sums: Record<string, [number[], number]> = {
  'that are all different': [[3, 0, 2, 1], 4],
  'that repeat': [[1, 1, 0, 1, 2, 0, 1], 3],
  'of which some are absent': [[6, 2, 2, 6, 6], 9],
  'that are all the same': [[2, 2, 2, 2, 2, 2], 4],
  'of one row': [[1], 3],
  'of the last alone': [[7], 8],
  'that repeat in a long list': [Array.from({ length: 300 }, () => random.below(3)), 5],
};
for (const [what, [values, count]] of Object.entries(sums))
  add(`sumRowsById of ids ${what}`, { a: floats(values.length, 6), i: ids(...values) }, (ops, t) =>
    ops.sumRowsById(t['a']!, t['i']!, count),
  );
add(
  'sumRowsById of two matrices by the same ids',
  { a: floats(40, 3), b: floats(40, 2), i: ids(...Array.from({ length: 40 }, (_, n) => n % 4)) },
  (ops, t) => [
    ops.sumRowsById(t['a']!, t['i']!, 5),
    ops.sumRowsById(t['b']!, t['i']!, 5),
    ops.sumRowsById(t['b']!, t['i']!, 7),
  ],
);

add('pick', { a: floats(5, 4), i: ids(3, 0, 0, 2, 3) }, (ops, t) => ops.pick(t['a']!, t['i']!));
add('pick of one', { a: floats(1, 4), i: ids(2) }, (ops, t) => ops.pick(t['a']!, t['i']!));
add('put', { a: floats(5, 4), i: ids(3, 0, 0, 2, 3), v: floats(5) }, (ops, t) =>
  ops.put(t['a']!, t['i']!, t['v']!),
);
add('put of one', { a: floats(1, 4), i: ids(2), v: floats(1) }, (ops, t) =>
  ops.put(t['a']!, t['i']!, t['v']!),
);

add('splitRows into three', { a: floats(6, 4) }, (ops, t) => ops.splitRows(t['a']!, 3));
add('splitRows into single rows', { a: floats(3, 4) }, (ops, t) => ops.splitRows(t['a']!, 3));
add(
  'concatRows of parts of different heights',
  { a: floats(2, 4), b: floats(1, 4), c: floats(3, 4) },
  (ops, t) => ops.concatRows([t['a']!, t['b']!, t['c']!]),
);
add('concatRows of the same matrix twice', { a: floats(2, 4) }, (ops, t) =>
  ops.concatRows([t['a']!, t['a']!]),
);
add('sign and relu of zeros', { a: scaled(floats(2, 3), 0) }, (ops, t) => [
  ops.sign(t['a']!),
  ops.relu(t['a']!),
]);
add('splitColumns into widths of their own', { a: floats(3, 6) }, (ops, t) =>
  ops.splitColumns(t['a']!, [1, 3, 2]),
);
add('splitColumns of one row', { a: floats(1, 4) }, (ops, t) => ops.splitColumns(t['a']!, [2, 2]));
add(
  'concatColumns of parts of different widths',
  { a: floats(3, 2), b: floats(3, 1), c: floats(3, 4) },
  (ops, t) => ops.concatColumns([t['a']!, t['b']!, t['c']!]),
);
// One part alone is that part itself, in some engines; an output must not be an input, so each is multiplied.
add('splitRows into one', { a: floats(3, 4) }, (ops, t) =>
  ops.splitRows(ops.mul(t['a']!, ops.scalar(2)), 1),
);
add('concatRows of one', { a: floats(2, 4) }, (ops, t) =>
  ops.concatRows([ops.mul(t['a']!, ops.scalar(2))]),
);
add('splitColumns into one', { a: floats(3, 4) }, (ops, t) =>
  ops.splitColumns(ops.mul(t['a']!, ops.scalar(2)), [4]),
);
add('concatColumns of one', { a: floats(2, 4) }, (ops, t) =>
  ops.concatColumns([ops.mul(t['a']!, ops.scalar(2))]),
);

/** Runs a case as a program of one step. @returns its outputs, and its float inputs afterwards */
async function execute<V>(
  engine: Engine<V>,
  { given, build }: Case,
  asConstants: boolean,
): Promise<{ outputs: Float32Array[]; inputs: Float32Array[] }> {
  const program: Program = {
    inputs: Object.fromEntries(Object.entries(given).map(([name, { spec }]) => [name, spec])),
    build: <T>(ops: Ops<T>, inputs: Record<string, T>) => {
      const made = [build(ops, inputs)].flat() as T[];
      return Object.fromEntries(made.map((output, i) => [`out${i}`, output]));
    },
  };
  const values = Object.fromEntries(Object.entries(given).map(([name, g]) => [name, g.values]));
  const uploaded: [string, V][] = asConstants
    ? []
    : Object.entries(given).map(([name, g]) => [name, engine.upload(g.values, g.spec)]);
  const step = await engine.compile<string, string, string>(program, asConstants ? values : {});
  const outputs = Object.values(await step.run(Object.fromEntries(uploaded)));
  const result = {
    outputs: outputs.map((output) => engine.read(output)),
    inputs: uploaded
      .filter(([name]) => given[name]!.spec.type === 'float32')
      .map(([, input]) => engine.read(input)),
  };
  for (const tensor of [...outputs, ...uploaded.map(([, input]) => input)]) engine.release(tensor);
  await step.dispose();
  return result;
}

add(
  'splitRows into more parts than a graphics processor splits into at once',
  { a: floats(60, 2) },
  (ops, t) => ops.splitRows(t['a']!, 60),
);

/** Executes on the processor the graphs that are written for a graphics processor. */
class ForGraphics extends OnnxEngine {
  protected override readonly executor = graphics;
}

describe.skipIf(!isPresent('onnx'))('graphs for a graphics processor', () => {
  it.each(Object.entries(cases))('%s', async (_, operation) => {
    await expectAsReference(new ForGraphics(loadOnnxRuntime(), 1, {}), operation);
  });
});

async function expectAsReference(engine: Engine, operation: Case): Promise<void> {
  const expected = await execute(new ReferenceEngine(), operation, false);
  const found = await execute(engine, operation, false);
  expect(found.outputs.length).toBe(expected.outputs.length);
  for (const [i, output] of expected.outputs.entries()) {
    const largest = Math.max(...output.map(Math.abs));
    expect(found.outputs[i]!.length).toBe(output.length);
    output.forEach((value, at) =>
      expect(Math.abs(found.outputs[i]![at]! - value)).toBeLessThanOrEqual(
        1e-6 * largest + 2e-6 * Math.abs(value),
      ),
    );
  }
  expect(found.inputs).toEqual(
    Object.values(operation.given)
      .filter(({ spec }) => spec.type === 'float32')
      .map(({ values }) => values),
  );
}

onEachEngine((name) => {
  it.each(Object.entries(cases))('%s', async (_, operation) => {
    await expectAsReference(await theEngine(name), operation);
  });

  it('computes the same with inputs that are constants', async () => {
    const engine = await theEngine(name);
    for (const operation of [
      cases['put']!,
      cases['sumRowsById of ids that repeat']!,
      cases['matmul [3, 4] · [4, 5]']!,
    ]) {
      const { outputs } = await execute(engine, operation, true);
      expect(outputs).toEqual((await execute(engine, operation, false)).outputs);
    }
  });

  it('keeps no hold on an array that was uploaded', async () => {
    const engine = await theEngine(name);
    const values = Float32Array.of(1, 2, 3);
    const tensor = engine.upload(values, { shape: [3], type: 'float32' });
    values.fill(9);
    expect(engine.read(tensor)).toEqual(Float32Array.of(1, 2, 3));
    engine.read(tensor).fill(9);
    expect(engine.read(tensor)).toEqual(Float32Array.of(1, 2, 3));
    engine.release(tensor);
  });
});
