/**
 * A compute process of a machine that takes 1.5 seconds for every training step, during which it hears nothing, as with any step.
 * Before each it reports nothing, by which a test knows that the step is under way.
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createBirpc } from 'birpc';
import { createSession } from '../../src-main/compute/session.ts';
import type { Tell } from '../../src-main/compute/tell.ts';
import { computeApi } from '../../src-main/contract/compute-api.ts';
import { answer, type Reply } from '../../src-main/contract/links/door.ts';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import { createOnnxEngine } from '../../src-main/engines/onnx.ts';

const STEP_MS = 1500;

function slow<V>(engine: Engine<V>): Engine<V> {
  const compile = engine.compile.bind(engine);
  engine.compile = async (program, constants, threads) => {
    const step = await compile(program, constants, threads);
    if (!('y' in program.inputs)) return step;
    return {
      run: async (inputs) => {
        void tell('progress', { epochs: [], samples: [] });
        await setImmediate(); // it leaves
        const made = await step.run(inputs);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STEP_MS); // in the same turn
        return made;
      },
      dispose: () => step.dispose(),
    };
  };
  return engine;
}

const tell: Tell = async (name, data) => {
  await link.event(name, data);
};
const { values } = parseArgs({
  options: { engine: { type: 'string' }, threads: { type: 'string' } },
});
const session = createSession(slow(await createOnnxEngine(Number(values.threads))), tell);
const link = createBirpc<
  { event: (name: string, data: unknown) => void },
  { call: (name: string, input: unknown) => Promise<Reply> }
>(
  { call: answer(computeApi, session) },
  {
    timeout: -1,
    post: (message) => process.send?.(message),
    on: (listener) => process.on('message', listener),
  },
);
process.on('disconnect', () => process.exit(0));
