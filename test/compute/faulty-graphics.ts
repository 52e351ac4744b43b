/**
 * A compute process on a graphics processor whose driver has a fault, the one that `FAULT` names: it ends the process in the middle of a step
 * (`crash`), multiplies wrongly (`lie`), makes a little too much of one number of Adam's step (`slip`), never comes back (`hang`), or is lost to the process once there is a file at the path `LOST` (`lose`). With `memory`,
 * the driver is the machine's own, and is asked for more than it has.
 */
import { existsSync } from 'node:fs';
import { tellingOfGraphics } from '../../src-main/compute/graphics/graphics-failure.ts';
import { createSession } from '../../src-main/compute/session.ts';
import type { Program } from '../../src-main/core/tensors/engine.ts';
import { createOnnxEngine } from '../../src-main/engines/onnx.ts';
import { createWebgpuEngine } from '../../src-main/engines/webgpu.ts';
import { aroundSteps, asked, serve } from './own-process.ts';

/** Of a product of two of them, in floats: 2.2 GB. */
const [ROWS, COLUMNS] = [40_000, 14_000];

const faults: Record<string, (results: Record<string, unknown>) => void> = {
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  lie: ({ W_h }) => W_h && ((W_h as { data: Float32Array }).data[5]! += 0.1),
  slip: ({ W_h, s_W_h }) => s_W_h && ((W_h as { data: Float32Array }).data[5]! += 2e-4),
  hang: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  lose: () => {
    if (existsSync(process.env['LOST']!))
      throw new Error('WebGPU device lost (2): the driver says why');
  },
};

/** @throws what WebGPU does where there is no room */
async function takeTooMuch(): Promise<never> {
  const engine = await createWebgpuEngine(1);
  const spec = (...shape: number[]) => ({ shape, type: 'float32' }) as const;
  const inputs = { a: spec(ROWS, 1), b: spec(1, COLUMNS) };
  const program: Program<'a' | 'b', 'sum'> = {
    inputs,
    build: (ops, { a, b }) => ({ sum: ops.sum(ops.matmul(a, b)) }),
  };
  const product = await engine.compile(program);
  const ones = (name: 'a' | 'b', count: number) =>
    engine.upload(new Float32Array(count).fill(1), inputs[name]);
  const { sum } = await product.run({ a: ones('a', ROWS), b: ones('b', COLUMNS) });
  throw new Error(`there was room: ${engine.read(sum)[0]}`);
}

const fault = process.env['FAULT']!;
const { engine: name, threads } = asked();
const onnx = await createOnnxEngine(threads);
const has = name === 'webgpu' ? faults[fault] : undefined;
const engine =
  has === undefined
    ? onnx
    : aroundSteps(onnx, async (step) => {
        const made = await step();
        has(made as Record<string, unknown>);
        return made;
      });
serve((tell) => {
  const session = createSession(engine, tell);
  return tellingOfGraphics(fault === 'memory' ? { ...session, agreement: takeTooMuch } : session);
});
