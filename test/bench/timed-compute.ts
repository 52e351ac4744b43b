/** A compute process that writes down when each of its training steps begins, into the file that `STEP_TIMES` names, once a run is over. */
import { writeFileSync } from 'node:fs';
import { createSession } from '../../src-main/compute/session.ts';
import { createOnnxEngine } from '../../src-main/engines/onnx.ts';
import { aroundSteps, asked, serve } from '../compute/own-process.ts';

/** In milliseconds. */
const begun: number[] = [];

const engine = aroundSteps(await createOnnxEngine(asked().threads), (step) => {
  begun.push(performance.now());
  return step();
});
serve((tell) => {
  const session = createSession(engine, tell);
  return {
    ...session,
    train: async (job) => {
      const outcome = await session.train(job);
      writeFileSync(process.env['STEP_TIMES']!, JSON.stringify(begun));
      return outcome;
    },
  };
});
