/** A compute process that writes down when each of its training steps begins, into the file that `STEP_TIMES` names, once a run is over. */
import { writeFileSync } from 'node:fs';
import { createBirpc } from 'birpc';
import { createSession } from '../../src-main/compute/session.ts';
import type { Tell } from '../../src-main/compute/tell.ts';
import { computeApi } from '../../src-main/contract/compute-api.ts';
import { answer, type Reply } from '../../src-main/contract/links/door.ts';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import { createOnnxEngine } from '../../src-main/engines/onnx.ts';

/** In milliseconds. */
const begun: number[] = [];

/** @returns the engine, which notes every training step that it is told to make */
function timed<V>(engine: Engine<V>): Engine<V> {
  const compile = engine.compile.bind(engine);
  engine.compile = async (program, constants, threads) => {
    const step = await compile(program, constants, threads);
    if (!('y' in program.inputs)) return step;
    return {
      run: (inputs) => {
        begun.push(performance.now());
        return step.run(inputs);
      },
      dispose: () => step.dispose(),
    };
  };
  return engine;
}

const tell: Tell = async (name, data) => {
  await link.event(name, data);
};
const threads = Number(process.argv.at(-1)); // --engine onnx --threads n
const session = createSession(timed(await createOnnxEngine(threads)), tell);
const link = createBirpc<
  { event: (name: string, data: unknown) => void },
  { call: (name: string, input: unknown) => Promise<Reply> }
>(
  {
    call: answer(computeApi, {
      ...session,
      train: async (job) => {
        const outcome = await session.train(job);
        writeFileSync(process.env['STEP_TIMES']!, JSON.stringify(begun));
        return outcome;
      },
    }),
  },
  {
    timeout: -1,
    post: (message) => process.send?.(message),
    on: (listener) => process.on('message', listener),
  },
);
process.on('disconnect', () => process.exit(0));
