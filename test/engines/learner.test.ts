/** A learner on every engine: what a step that is not finite leaves behind, and that nothing grows over many steps. */
import { defaultSettings } from '../../src-main/contract/settings.ts';
import { setTimeout } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { expect, it } from 'vitest';
import { Decoder } from '../../src-main/core/decoder.ts';
import { atTemperature } from '../../src-main/core/sampling/sampling.ts';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import { Learner } from '../../src-main/core/learner.ts';
import { initialModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { perplexity } from '../../src-main/core/score.ts';
import { floats, randomBatch } from '../core/tiny-network.ts';
import { onEachEngine, theEngine } from './on-each-engine.ts';
import { watchStates } from './watched-engine.ts';
import { plainRnn } from '../contract/all-cells.ts';

/** What an engine holds outside the garbage collector's sight: TensorFlow counts its tensors. */
const tensorsOf = (engine: Engine) => (engine as Engine & { readonly tensors: number }).tensors;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** Bytes of typed arrays that are still held; what the native side gives back comes a few rounds of the event loop later. */
async function arrayBytes(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    collectGarbage();
    await setTimeout(10);
  }
  return process.memoryUsage().arrayBuffers;
}

const shape = { ...plainRnn, vocabularySize: 120, hiddenSize: 64 };
const settings = { ...defaultSettings, timeSteps: 12, batchSize: 8 };
const MODEL_BYTES = 4 * (2 * 120 * 64 + 64 * 64 + 64 + 120);

onEachEngine((name) => {
  it('keeps weights and state bit for bit when a step is not finite', async () => {
    const { engine, states } = watchStates(await theEngine(name));
    // Gradients that explode over 200 steps without clipping. Tanh mostly saturates first, so several models are tried.
    const wild = {
      ...settings,
      timeSteps: 200,
      batchSize: 1,
      learningRate: 1,
      clippingThreshold: 0,
    };
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const next = () => randomBatch(random, 9, 200);
      const model = floats({ ...plainRnn, vocabularySize: 9, hiddenSize: 32 }, random, 0.32);
      const learner = await Learner.create(engine, model, wild);
      const isFinite = async () =>
        Object.values(await learner.learn(next())).every((value) => Number.isFinite(value));
      const learnt = await isFinite(); // a step that goes well first, so that there is something to keep
      const before = learner.model();
      const goesOn = await isFinite();
      if (learnt && !goesOn) {
        expect(before).not.toEqual(model);
        expect(learner.model()).toEqual(before);
        for (const values of Object.values(before.parameters))
          expect(values.every(Number.isFinite)).toBe(true);
        await learner.learn(next());
        expect(states.before.at(-1)).toEqual(states.before.at(-2));
        expect(states.before.at(-1)).toEqual(states.after.at(-3));
        return learner.dispose();
      }
      await learner.dispose();
    }
    expect.fail('no model diverged');
  });

  it('changes the weights in a step that is finite, and goes on from its state', async () => {
    const { engine, states } = watchStates(await theEngine(name));
    const random = new Random(62);
    const model = initialModel(shape, random);
    const learner = await Learner.create(engine, model, settings);
    await learner.learn(randomBatch(random, 120, 96));
    const after = learner.model();
    for (const [parameter, values] of Object.entries(after.parameters))
      expect(values).not.toEqual(model.parameters[parameter as keyof typeof after.parameters]);
    await learner.learn(randomBatch(random, 120, 96));
    expect(states.before[0]!.every((value) => value === 0)).toBe(true);
    expect(states.before[1]).toEqual(states.after[0]);
    learner.resetState();
    await learner.learn(randomBatch(random, 120, 96));
    expect(states.before[2]!.every((value) => value === 0)).toBe(true);
    await learner.dispose();
  });

  it('gives copies of the model, which later steps leave alone', async () => {
    const random = new Random(63);
    const learner = await Learner.create(
      await theEngine(name),
      initialModel(shape, random),
      settings,
    );
    await learner.learn(randomBatch(random, 120, 96));
    const model = learner.model();
    const copy = structuredClone(model);
    for (let step = 0; step < 5; step++) await learner.learn(randomBatch(random, 120, 96));
    expect(model).toEqual(copy);
    expect(learner.model()).not.toEqual(copy);
    await learner.dispose();
  });

  it('holds as much after 200 steps as after the first ones', { tags: ['long'] }, async () => {
    const engine = await theEngine(name);
    const tensorsAtFirst = tensorsOf(engine);
    const random = new Random(64);
    const learner = await Learner.create(engine, initialModel(shape, random), settings);
    const learn = async () => {
      learner.resetState();
      await learner.learn(randomBatch(random, 120, 96));
    };
    for (let step = 0; step < 20; step++) await learn();
    const tensors = tensorsOf(engine);
    const bytes = await arrayBytes();
    for (let step = 0; step < 200; step++) {
      await learn();
      expect(tensorsOf(engine)).toBe(tensors);
    }
    expect((await arrayBytes()) - bytes).toBeLessThan(MODEL_BYTES); // one lost tensor a step would be fifty times as much
    if (name === 'tensorflow') expect(tensors - tensorsAtFirst).toBe(12); // five parameters and those that are kept, the state and its zeros
    await learner.dispose();
    expect(tensorsOf(engine)).toBe(tensorsAtFirst);
  });

  it('holds as much after 40 learners as after the first ones', { tags: ['long'] }, async () => {
    const engine = await theEngine(name);
    const random = new Random(65);
    const model = initialModel(shape, random);
    const oneRun = async () => {
      const learner = await Learner.create(engine, model, {
        ...settings,
        learningRate: 1e4,
        clippingThreshold: 0,
      });
      for (let step = 0; step < 5; step++) await learner.learn(randomBatch(random, 120, 96));
      await learner.dispose();
    };
    for (let run = 0; run < 5; run++) await oneRun();
    const [tensors, bytes] = [tensorsOf(engine), await arrayBytes()];
    for (let run = 0; run < 40; run++) await oneRun();
    expect(tensorsOf(engine)).toBe(tensors);
    expect((await arrayBytes()) - bytes).toBeLessThan(2 * MODEL_BYTES);
  });

  it('holds nothing of writing and scoring when they are done', { tags: ['long'] }, async () => {
    const engine = await theEngine(name);
    const random = new Random(66);
    const model = initialModel(shape, random);
    const tensorsAtFirst = tensorsOf(engine);
    const use = async () => {
      const decoder = await Decoder.create(engine, model);
      const written: number[] = [];
      for await (const id of decoder.continue(Int32Array.of(1, 2), 20, atTemperature(1, random)))
        written.push(id);
      await perplexity(
        engine,
        model,
        Int32Array.from([...written, ...written, ...written, ...written]),
      );
      await decoder.dispose();
    };
    for (let time = 0; time < 5; time++) await use();
    const bytes = await arrayBytes();
    for (let time = 0; time < 50; time++) await use();
    expect(tensorsOf(engine)).toBe(tensorsAtFirst);
    expect((await arrayBytes()) - bytes).toBeLessThan(5 * MODEL_BYTES); // a decoder's constants kept each time would be fifty models
  });
});
