/** The product's training step as a peer of others: what is asked and answered is as in `jax_peer.py`. */
import { createInterface } from 'node:readline';
import { architectureOf } from '../../../src-main/contract/architecture.ts';
import { Learner } from '../../../src-main/core/learner.ts';
import { initialModel } from '../../../src-main/core/parameters.ts';
import { Random } from '../../../src-main/core/random.ts';
import type { Batch } from '../../../src-main/core/sampler.ts';
import { createOnnxEngine } from '../../../src-main/engines/onnx.ts';
import { threadsOf } from '../../../src-main/services/engines/engines.ts';
import type { Work } from './peer-rows.ts';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { settings, vocabularySize, batches } = JSON.parse((await lines.next()).value!) as Work;
const { timeSteps, batchSize } = settings;
const N = timeSteps * batchSize;
const steps = Array.from({ length: batches.length / (2 * N) }, (_, step): Batch => {
  const both = Int32Array.from(batches.slice(2 * N * step, 2 * N * (step + 1)));
  return { x: both.subarray(0, N), y: both.subarray(N) };
});
const model = initialModel(architectureOf(settings, vocabularySize), new Random(1));
const learner = await Learner.create(await createOnnxEngine(threadsOf('onnx')), model, settings);
for (;;) {
  const { value: epochs } = await lines.next();
  if (epochs === undefined) break;
  const seconds: number[] = [];
  for (let epoch = 0; epoch < Number(epochs); epoch++) {
    const started = performance.now();
    for (const batch of steps) {
      learner.resetState();
      await learner.learn(batch);
    }
    seconds.push((performance.now() - started) / 1000);
  }
  console.log(JSON.stringify(seconds));
}
process.exit(0);
