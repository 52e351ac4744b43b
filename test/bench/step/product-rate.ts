/**
 * The rate at which an engine makes the largest product of a training step, that of the hidden states and the output weights, in a process of
 * its own: what its training is measured against. One of two 2048² matrices says another thing: how a machine moves 50 MB.
 */
import type { Engine, Program } from '../../../src-main/core/tensors/engine.ts';
import { createOnnxEngine } from '../../../src-main/engines/onnx.ts';
import { createTensorflowEngine } from '../../../src-main/engines/tensorflow.ts';
import { quantile } from '../statistics.ts';

const TIMES = 200;
/** Those before have the arrays of the others made. */
const WARM_UP = 20;

/** @returns floating-point operations a second when nothing else takes the cores: in the quickest quarter of the times */
async function rate<Tensor>(engine: Engine<Tensor>, [N, H, V]: number[]): Promise<number> {
  const a = { shape: [N!, H!], type: 'float32' } as const;
  const b = { shape: [V!, H!], type: 'float32' } as const;
  const program: Program<'a' | 'b', 'product'> = {
    inputs: { a, b },
    build: (ops, { a, b }) => ({ product: ops.matmul(a, b, { b: true }) }),
  };
  const multiply = await engine.compile(program);
  const numbers = (length: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.5);
  const inputs = { a: engine.upload(numbers(N! * H!), a), b: engine.upload(numbers(V! * H!), b) };
  const seconds: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    const { product } = await multiply.run(inputs);
    if (time >= WARM_UP) seconds.push((performance.now() - started) / 1000);
    engine.release(product);
  }
  return (2 * N! * H! * V!) / quantile(seconds, 0.25);
}

const [name, threads, ...sizes] = process.argv.slice(2);
const shape = sizes.map(Number);
const flops =
  name === 'onnx'
    ? await rate(await createOnnxEngine(Number(threads)), shape)
    : await rate(await createTensorflowEngine(Number(threads)), shape);
process.send?.(flops, () => process.exit(0));
