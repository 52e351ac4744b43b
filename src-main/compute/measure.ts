/** How long a training step of a shape takes on this engine. */
import type { Dimensions } from '../core/parameters.ts';
import { initialModel } from '../core/parameters.ts';
import type { Engine } from '../core/engine.ts';
import { Learner } from '../core/learner.ts';
import { Random } from '../core/random.ts';

/** The first steps warm caches and memory pools up. */
const WARM_UP = 2;
const MEASURED = 5;

/** @returns the median of a few steps, in seconds */
export async function measureStep<V>(
  engine: Engine<V>,
  { timeSteps, batchSize, ...dimensions }: Dimensions & { timeSteps: number; batchSize: number },
): Promise<{ seconds: number }> {
  const random = new Random(1);
  const learner = await Learner.create(engine, initialModel(dimensions, random), {
    timeSteps,
    batchSize,
    learningRate: 1,
    clippingThreshold: 0.01,
  });
  const ids = (): Int32Array =>
    new Int32Array(timeSteps * batchSize).map(() => random.below(dimensions.vocabularySize));
  const seconds: number[] = [];
  for (let step = 0; step < WARM_UP + MEASURED; step++) {
    const batch = { x: ids(), y: ids() };
    const started = performance.now();
    await learner.learn(batch);
    if (step >= WARM_UP) seconds.push((performance.now() - started) / 1000);
  }
  await learner.dispose();
  return { seconds: seconds.sort((a, b) => a - b)[MEASURED >> 1]! };
}
