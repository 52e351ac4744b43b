/**
 * A compute process of a machine that takes 1.5 seconds for every training step, during which it hears nothing, as with any step.
 * Before each it reports nothing, by which a test knows that the step is under way.
 */
import { setImmediate } from 'node:timers/promises';
import { createSession } from '../../src-main/compute/session.ts';
import { createOnnxEngine } from '../../src-main/engines/onnx.ts';
import { aroundSteps, asked, serve } from './own-process.ts';

const STEP_MS = 1500;

const engine = await createOnnxEngine(asked().threads);
serve((tell) =>
  createSession(
    aroundSteps(engine, async (step) => {
      void tell('progress', { epochs: [], samples: [] });
      await setImmediate(); // it leaves
      const made = await step();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STEP_MS); // in the same turn
      return made;
    }),
    tell,
  ),
);
