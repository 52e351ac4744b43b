/** The engine on native TensorFlow (tfjs-node), which executes each operation as it comes: the reading that follows the book line by line. */
import { createRequire } from 'node:module';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node';
import type { Engine, Executable, Program, TensorSpec, Values } from '../core/tensors/engine.ts';
import type { Ops } from '../core/tensors/ops.ts';
import { loadLibrary } from './load-library.ts';

type TensorFlow = typeof import('@tensorflow/tfjs-node');

/** @param threads that one operation may use; must be known before the library is loaded, which happens here */
export async function createTensorflowEngine(threads: number): Promise<Engine<Tensor>> {
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  restoreUtilities();
  return new TensorflowEngine(loadLibrary('@tensorflow/tfjs-node') as TensorFlow, threads);
}

/** tfjs-node 4.22 calls two functions of `util` of which Node 23 took one out, and warns at each use of the other. */
function restoreUtilities(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}

class TensorflowEngine implements Engine<Tensor> {
  readonly name = 'tensorflow';
  readonly version: string;
  readonly threads: number;
  readonly #tf: TensorFlow;
  readonly #ops: Ops<Tensor>;

  constructor(tf: TensorFlow, threads: number) {
    this.#tf = tf;
    this.#ops = operations(tf);
    this.version = tf.version.tfjs;
    this.threads = threads;
  }

  /** Tensors alive in the library, for the tests that count them. */
  get tensors(): number {
    return this.#tf.memory().numTensors;
  }

  upload(values: Values, { shape, type }: TensorSpec): Tensor {
    // The library may keep the array itself, so it gets its own.
    return this.#tf.tensor(values.slice(), [...shape], type);
  }

  read(tensor: Tensor): Float32Array {
    return Float32Array.from(tensor.dataSync());
  }

  view(tensor: Tensor): Float32Array {
    return tensor.dataSync<'float32'>();
  }

  release(tensor: Tensor): void {
    tensor.dispose();
  }

  compile<Input extends string, Constant extends Input, Output extends string>(
    program: Program<Input, Output>,
    constants?: Readonly<Record<Constant, Values>>,
  ): Promise<Executable<Tensor, Exclude<Input, Constant>, Output>> {
    const kept = Object.fromEntries(
      Object.entries(constants ?? {}).map(([name, values]) => [
        name,
        this.upload(values as Values, program.inputs[name as Input]),
      ]),
    );
    return Promise.resolve({
      run: (inputs) =>
        Promise.resolve(
          this.#tf.tidy(() =>
            program.build(this.#ops, { ...kept, ...inputs } as Record<Input, Tensor>),
          ),
        ),
      dispose: () => {
        this.#tf.dispose(kept);
        return Promise.resolve();
      },
    });
  }
}

function operations(tf: TensorFlow): Ops<Tensor> {
  /** Places (n, ids[n]). */
  const places = (ids: Tensor): Tensor2D =>
    tf.stack([tf.range(0, ids.shape[0], 1, 'int32'), ids], 1) as Tensor2D;
  // A split into one piece takes the library as long as a small product, twice for each character of writing.
  return {
    scalar: (value) => tf.scalar(value),
    matmul: (a, b, transpose) => tf.matMul(a, b, transpose?.a, transpose?.b),
    add: (a, b) => tf.add(a, b),
    sub: (a, b) => tf.sub(a, b),
    mul: (a, b) => tf.mul(a, b),
    div: (a, b) => tf.div(a, b),
    minimum: (a, b) => tf.minimum(a, b),
    tanh: (a) => tf.tanh(a),
    sigmoid: (a) => tf.sigmoid(a),
    relu: (a) => tf.relu(a),
    sign: (a) => tf.sign(a),
    exp: (a) => tf.exp(a),
    sqrt: (a) => tf.sqrt(a),
    logSoftmax: (a) => tf.logSoftmax(a),
    sum: (a) => tf.sum(a),
    sumRows: (a) => tf.sum(a, 0),
    gatherRows: (table, ids) => tf.gather(table, ids),
    sumRowsById: (rows, ids, count) => tf.unsortedSegmentSum(rows, ids as Tensor1D, count),
    pick: (a, ids) => tf.gatherND(a, places(ids)),
    put: (a, ids, values) => tf.tensorScatterUpdate(a, places(ids), values),
    splitRows: (a, parts) => (parts === 1 ? [a.clone()] : tf.split(a, parts)),
    concatRows: (parts) => tf.concat([...parts]),
    splitColumns: (a, widths) => (widths.length === 1 ? [a.clone()] : tf.split(a, [...widths], 1)),
    concatColumns: (parts) => tf.concat([...parts], 1),
  };
}
