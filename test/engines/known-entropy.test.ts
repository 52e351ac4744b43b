/**
 * Sources whose entropy is known: what can be foretold is learnt, and nothing is learnt where there is nothing to learn.
 *
 * @module-tag long
 */
import { expect, it } from 'vitest';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import { Learner } from '../../src-main/core/learner.ts';
import { initialModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { samplerOf, type Sampler } from '../../src-main/core/sampler.ts';
import { perplexity } from '../../src-main/core/score.ts';
import type { Gate } from '../../src-main/core/gate.ts';
import { START, train } from '../../src-main/core/trainer.ts';
import { defaultSettings } from '../../src-main/contract/settings.ts';
import type { EpochReport } from '../../src-main/contract/training.ts';
import { loopOf } from '../core/loop.ts';
import { onEachEngine, theEngine } from './on-each-engine.ts';
import { plainRnn } from '../contract/all-cells.ts';

interface Plan {
  readonly sampling: 'random' | 'consecutive';
  readonly epochs: number;
  readonly vocabularySize: number;
  /** The text of an epoch. */
  readonly text: (epoch: number) => Int32Array;
  readonly unseen: Int32Array;
}

async function learn<V>(
  engine: Engine<V>,
  { sampling, epochs, vocabularySize, text, unseen }: Plan,
): Promise<{ reports: EpochReport[]; score: number }> {
  const random = new Random(81);
  const settings = {
    ...defaultSettings,
    ...{ timeSteps: 10, batchSize: 8, learningRate: 10, clippingThreshold: 0.1 },
    ...{ sampling, epochs },
  };
  const learner = await Learner.create(
    engine,
    initialModel({ ...plainRnn, vocabularySize, hiddenSize: 24 }, random),
    settings,
  );
  let sampler: Sampler;
  let epoch = 0;
  const epochBatches = {
    count: samplerOf(settings, text(1), random).count,
    draw: (gate: Gate) => (sampler = samplerOf(settings, text(++epoch), random)).draw(gate),
    at: (step: number) => sampler.at(step),
  };
  const reports: EpochReport[] = [];
  const { byEpoch, watch } = loopOf(settings);
  const go: Gate = async () => 'go';
  const at = { ...START };
  for await (const report of train(learner, epochBatches, settings, byEpoch, go, at, watch))
    reports.push(report);
  const score = await perplexity(engine, learner.model(), unseen);
  await learner.dispose();
  return { reports, score };
}

const uniform = (random: Random, k: number, length: number) =>
  Int32Array.from({ length }, () => random.below(k));

onEachEngine((name) => {
  it.each(['random', 'consecutive'] as const)(
    'goes to 1 on a fixed cycle, with %s sampling',
    async (sampling) => {
      const cycle = [0, 3, 1, 4, 2, 5];
      const text = Int32Array.from({ length: 1601 }, (_, i) => cycle[i % cycle.length]!);
      const { reports, score } = await learn(await theEngine(name, 1), {
        ...{
          sampling,
          epochs: 20,
          vocabularySize: 6,
          text: () => text,
          unseen: text.subarray(100, 400),
        },
      });
      expect(reports[0]!.perplexity).toBeGreaterThan(1.5);
      const last = reports.at(-1)!.perplexity;
      expect(last).toBeGreaterThanOrEqual(1);
      expect(last).toBeLessThan(1.01);
      expect(score).toBeLessThan(1.01);
    },
  );

  it('needs the state for a cycle in which characters come twice', async () => {
    // After 0 comes 1 or 2 by turns: who sees the last character alone gets no lower than √2 there.
    const cycle = [0, 1, 0, 2];
    const text = Int32Array.from({ length: 1601 }, (_, i) => cycle[i % cycle.length]!);
    const { reports } = await learn(await theEngine(name, 1), {
      ...{ sampling: 'consecutive', epochs: 30, vocabularySize: 3, text: () => text, unseen: text },
    });
    expect(reports.at(-1)!.perplexity).toBeLessThan(1.01);
  });

  it.each([2, 10])('stays at k on independent characters, k = %i', async (k) => {
    const random = new Random(82);

    const { score } = await learn(await theEngine(name, 1), {
      ...{ sampling: 'random', epochs: 12, vocabularySize: k },
      text: () => uniform(random, k, 4001), // fresh text each epoch: nothing to learn by heart
      unseen: uniform(random, k, 20_000).subarray(0, 5000),
    });
    expect(score).toBeGreaterThan(0.98 * k);
    expect(score).toBeLessThan(1.1 * k);
  });
});
