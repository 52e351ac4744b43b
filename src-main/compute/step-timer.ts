/** How long a training step of a shape takes on this engine, measured a short turn at a time. */
import type { StepShape } from '../contract/runs/step-shape.ts';
import type { Engine } from '../core/tensors/engine.ts';
import { architectureOf } from '../contract/architecture.ts';
import { defaultSettings } from '../contract/settings.ts';
import { Learner } from '../core/learner.ts';
import { initialModel } from '../core/parameters.ts';
import { Random } from '../core/random.ts';
import type { Batch } from '../core/sampler.ts';

/** Long enough for some steps of the book's size, short enough for other work on the machine to hit one engine's turns like the other's. */
const TURN_MS = 60;

/** η of steps that are made to be timed: with it they stay numbers, whatever the optimiser, and without clipping. */
export const TINY_RATE = 1e-6;

export class StepTimer<V> {
  readonly #learner: Learner<V>;
  readonly #batch: Batch;

  private constructor(learner: Learner<V>, batch: Batch) {
    this.#learner = learner;
    this.#batch = batch;
  }

  /** Makes a first step, too, which warms caches and memory pools up. */
  static async create<V>(engine: Engine<V>, shape: StepShape): Promise<StepTimer<V>> {
    const { timeSteps, batchSize, batches = 1, vocabularySize } = shape;
    const random = new Random(1);
    const model = initialModel(architectureOf(shape, vocabularySize), random);
    const settings = { ...defaultSettings, ...shape, learningRate: TINY_RATE };
    const learner = await Learner.create(engine, model, settings);
    const predictions = timeSteps * batchSize;
    const ids = (length: number): Int32Array => commonIds(length, vocabularySize);
    const batch = {
      ...{ x: ids(batches * predictions), y: ids(predictions) },
      ...(batches > 1 && { predicted: Int32Array.from({ length: predictions }, (_, n) => n) }),
    };
    await learner.learn(batch);
    return new StepTimer(learner, batch);
  }

  /** @returns the shortest step of a turn, in seconds: of equal steps, what the others take longer is other work's */
  async turn(): Promise<number> {
    const until = performance.now() + TURN_MS;
    let shortest = Infinity;
    do {
      const started = performance.now();
      await this.#learner.learn(this.#batch);
      shortest = Math.min(shortest, (performance.now() - started) / 1000);
    } while (performance.now() < until);
    return shortest;
  }
}

/**
 * @returns ids that repeat as characters of a text do, whose frequency falls with their rank: how many distinct ones a step has is part
 * of what it costs
 */
export function commonIds(length: number, vocabularySize: number): Int32Array {
  const random = new Random(1);
  const rank = (): number => Math.floor(vocabularySize ** (random.below(PLACES) / PLACES));
  return new Int32Array(length).map(() => Math.min(vocabularySize, rank()) - 1);
}
const PLACES = 1 << 20;
