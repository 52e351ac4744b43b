/** The rate at which an engine multiplies two 2048² matrices, in a process of its own: what its training is measured against. */
import type { Engine, Program } from '../../src-main/core/tensors/engine.ts';
import { createOnnxEngine } from '../../src-main/engines/onnx.ts';
import { createTensorflowEngine } from '../../src-main/engines/tensorflow.ts';
import { median } from './statistics.ts';

const SIZE = 2048;
const TIMES = 9;

async function rate<V>(engine: Engine<V>): Promise<number> {
  const square = { shape: [SIZE, SIZE], type: 'float32' } as const;
  const program: Program<'a' | 'b', 'product'> = {
    inputs: { a: square, b: square },
    build: (ops, { a, b }) => ({ product: ops.matmul(a, b) }),
  };
  const multiply = await engine.compile(program);
  const values = Float32Array.from(
    { length: SIZE * SIZE },
    (_, i) => ((i * 7919) % 1000) / 1000 - 0.5,
  );
  const inputs = { a: engine.upload(values, square), b: engine.upload(values, square) };
  const seconds: number[] = [];
  for (let time = 0; time < TIMES + 2; time++) {
    const started = performance.now();
    const { product } = await multiply.run(inputs);
    if (time >= 2) seconds.push((performance.now() - started) / 1000);
    engine.release(product);
  }
  return (2 * SIZE ** 3) / median(seconds);
}

const [name, threads] = process.argv.slice(2);
const flops =
  name === 'onnx'
    ? await rate(await createOnnxEngine(Number(threads)))
    : await rate(await createTensorflowEngine(Number(threads)));
process.send?.(flops, () => process.exit(0));
