/** How long a run takes, before it has begun and while it goes on: the arithmetic, and when a pace is measured and when not. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepShape } from '../../../src-main/contract/runs/step-shape.ts';
import type { RunPace } from '../../../src-main/contract/runs/run-pace.ts';
import { createSession } from '../../../src-main/compute/session.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import {
  modelBytes,
  runSeconds,
  samplings,
} from '../../../src-main/services/engines/run-seconds.ts';
import { operations } from '../../../src-main/services/engines/step-cost.ts';
import { noteSamples, secondsLeft } from '../../../src-main/services/engines/time-left.ts';
import { ENDLESS } from '../../compute/compute-process.ts';
import { ReferenceEngine } from '../../core/reference-engine.ts';
import { trainingStep } from '../../../src-main/core/programs.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { inProcess } from '../../supervisor/in-process.ts';
import { openForTest, small } from '../open-product.ts';
import { plainRnn, plainStep } from '../../contract/all-cells.ts';

const pace = { begin: 0.5, step: 0.01, open: 0.02, character: 0.0001, read: 0.00002 };
const book = { ...defaultSettings, prefixes: ['分开', '不分开'] };
const work = { settings: book, steps: 8, vocabularySize: 1075, heldOut: 0 };

describe('the time of a run', () => {
  it('is that of its steps, and of what is read and written besides', () => {
    // 250 epochs of 8 steps; 5 times two samples of 50 characters, with 3 more that are read before them; saves of 2.4 MB.
    const { epoch, whole } = runSeconds(work, pace);
    expect(epoch).toBeCloseTo(0.08, 10);
    expect(whole).toBeCloseTo(0.5 + 20 + 5 * (0.02 + 103 * 0.0001), 0);
    const held = runSeconds({ ...work, heldOut: 1001 }, pace);
    expect(held.epoch).toBeCloseTo(0.08 + 0.02, 10);
    const often = { ...book, predPeriod: 1, predLength: 1000 };
    const talkative = runSeconds({ ...work, settings: often }, pace);
    expect(talkative.whole - whole).toBeGreaterThan(250 * 0.2);
    const silent = runSeconds({ ...work, settings: { ...book, prefixes: [] } }, pace);
    expect(whole - silent.whole).toBeCloseTo(5 * (0.02 + 103 * 0.0001), 5);
  });

  it('knows that the last epoch writes, whatever the period', () => {
    expect(samplings({ epochs: 250, predPeriod: 50 })).toBe(5);
    expect(samplings({ epochs: 251, predPeriod: 50 })).toBe(6);
    expect(samplings({ epochs: 7, predPeriod: 50 })).toBe(1);
    expect(samplings({ epochs: 250, predPeriod: 50 }, 50)).toBe(4);
    expect(samplings({ epochs: 250, predPeriod: 50 }, 249)).toBe(1);
  });

  it('is told while it goes on with the samples that are still to be written', () => {
    const standing = {
      ...{ settings: { ...book, predPeriod: 10 }, predictionsPerEpoch: 8960 },
      ...{ epochs: 240, secondsPerEpoch: 0.1, samples: [0.4, 0.5, 30] },
    };
    // Ten epochs, and two samples after the last; of those before, one was held up by a pause.
    expect(secondsLeft(standing)).toBeCloseTo(1 + 2 * 0.5, 10);
    expect(secondsLeft({ ...standing, epochs: 250 })).toBe(0);
    const before = secondsLeft({ ...standing, samples: [] });
    expect(before).toBeGreaterThan(1);
    expect(before).toBeLessThan(1.1);
    const recent: number[] = [];
    for (let i = 0; i < 30; i++) noteSamples(recent, [{ seconds: i }]);
    expect(recent).toEqual(Array.from({ length: 10 }, (_, i) => 20 + i));
  });
});

/** On the reference engine, with a pace that is told. */
async function open(found: () => RunPace | Promise<RunPace> = () => pace) {
  const measured: object[] = [];
  const { spawn } = inProcess((_, tell) => ({
    ...createSession(new ReferenceEngine(), tell),
    pace: (asked) => {
      measured.push(asked);
      return found();
    },
  }));
  const product = await openForTest({ spawn, engines: [{ name: 'onnx', version: '1' }] });
  const { corpusId, handlers } = product;
  const forecast = async (settings: object = {}) =>
    handlers['training.forecast']({
      ...{ corpusId, engine: 'onnx', settings: { ...small, ...settings } },
    });
  return { ...product, measured, forecast };
}

describe('a forecast', () => {
  it('is measured once for a shape, of that very shape, and again for another', async () => {
    const { forecast, measured, handlers, corpusId } = await open();
    const first = await forecast();
    expect(first).toMatchObject({ engine: 'onnx', isRough: false, secondsPerStep: pace.step });
    expect(first!.secondsPerEpoch).toBeCloseTo(4 * pace.step, 10);
    expect(await forecast({ epochs: 400 })).toMatchObject({ isRough: false });
    const shape = { hiddenSize: 12, timeSteps: 10, batchSize: 10, steps: 4 };
    expect(measured).toEqual([expect.objectContaining(shape)]);
    await forecast({ hiddenSize: 13 });
    expect(measured).toEqual([
      expect.objectContaining(shape),
      expect.objectContaining({ ...shape, hiddenSize: 13 }),
    ]);
    const tooMuch = { ...small, batchSize: 500 };
    const engine = 'onnx' as const;
    expect(await handlers['training.forecast']({ corpusId, engine, settings: tooMuch })).toBeNull();
    expect(measured).toHaveLength(2);
  });

  it('is measured with what is made of the gradients, of which each has a pace of its own', async () => {
    const { forecast, measured } = await open();
    const ofOnes = [
      ...[{}, { optimiser: 'adam' }, { optimiser: 'adamw' }, { optimiser: 'momentum' }],
      ...[{ clip: 'value' }, { clip: 'off' }, { dropout: 0.5 }, { layers: 2 }],
    ];
    for (const one of ofOnes) expect(await forecast(one)).toMatchObject({ isRough: false });
    expect(measured).toEqual(ofOnes.map((one) => expect.objectContaining(one) as object));
    // How many are left out, and the θ that is clipped by, change nothing; none clips like 0.
    for (const one of ofOnes) await forecast(one);
    await forecast({ dropout: 0.25 });
    await forecast({ clippingThreshold: 7 });
    await forecast({ clippingThreshold: 0 });
    expect(measured).toHaveLength(ofOnes.length);
  });

  it('is measured by the very program of the run', async () => {
    const compiled: string[][] = [];
    const engine = new ReferenceEngine();
    const { compile } = engine;
    engine.compile = (program, constants) => {
      compiled.push(Object.keys(program.inputs));
      return compile(program, constants);
    };
    const session = createSession(engine, async () => {});
    const shape: StepShape = {
      ...{ ...plainRnn, layers: 2, vocabularySize: 9, hiddenSize: 3, timeSteps: 2, batchSize: 2 },
      ...{ optimiser: 'adam', clip: 'value', clippingThreshold: 1, dropout: 0.5 },
    };
    const program = trainingStep(shape, { ...defaultSettings, ...shape });
    await session.measure(shape);
    expect(compiled).toEqual([Object.keys(program.inputs)]);
    await session.pace({ ...shape, steps: 1, seconds: 0.001 });
    expect(compiled[1]).toEqual(Object.keys(program.inputs));
    expect(compiled[1]).toEqual(expect.arrayContaining(['v_W_x', 's_b_q', 'mask_1']));
  });

  it('disturbs no run: what it knows of other shapes has to do, or nothing is told', async () => {
    const { forecast, measured, start, training, until, handlers } = await open();
    await start({ epochs: ENDLESS });
    await until(() => training.status().epochs > 2);
    // Nothing was measured ever: its own epochs tell how quickly this machine is.
    const guessed = await forecast({ hiddenSize: 24 });
    expect(guessed).toMatchObject({ isRough: true });
    const { secondsPerEpoch } = training.status();
    expect(guessed!.secondsPerEpoch / secondsPerEpoch).toBeGreaterThan(0.1);
    expect(guessed!.secondsPerEpoch / secondsPerEpoch).toBeLessThan(30);
    expect(measured).toEqual([]);
    await handlers['training.stop']({});
    await forecast();
    await start({ epochs: ENDLESS });
    const rough = await forecast({ batchSize: 20 });
    expect(rough).toMatchObject({ isRough: true });
    // Twice the predictions, and as many parameters to change.
    expect(rough!.secondsPerStep / pace.step).toBeGreaterThan(1.5);
    expect(rough!.secondsPerStep / pace.step).toBeLessThan(2);
    const far = await forecast({ hiddenSize: 500 }); // much larger: about so many times as long
    expect(far).toMatchObject({ isRough: true });
    const { vocabularySize } = training.status();
    const costs = (hiddenSize: number) =>
      operations({
        ...{ ...plainRnn, ...plainStep, vocabularySize, hiddenSize },
        ...{ timeSteps: 10, batchSize: 10 },
      });
    expect(far!.secondsPerStep).toBeCloseTo((pace.step * costs(500)) / costs(12), 4);
    expect(await forecast()).toMatchObject({ isRough: false });
    expect(measured).toHaveLength(1);
    await handlers['training.stop']({});
  });

  it('knows what two runs at once gain, once it was measured, of that very shape', async () => {
    /** Those that are asked for at the same time take longer, and wait for each other. */
    let waiting: (() => void) | undefined;
    const asked: number[] = [];
    const { measured, start, handlers, corpusId } = await open(async () => {
      asked.push(asked.length);
      if (asked.length === 1) return pace; // by itself
      if (waiting) waiting();
      else await new Promise<void>((resolve) => (waiting = resolve));
      return { ...pace, step: 1.7 * pace.step };
    });
    const two = (settings: object = {}) =>
      handlers['training.twoAtOnce']({
        ...{ corpusId, engine: 'auto', settings: { ...small, ...settings } },
      });
    const first = await two();
    expect(first!.engine).toBe('onnx');
    expect(first!.share).toBeCloseTo(0.85, 10);
    expect(measured).toHaveLength(3);
    expect(await two({ epochs: 400, seed: 3 })).toEqual(first);
    expect(measured).toHaveLength(3);
    await start({ epochs: ENDLESS });
    expect(await two()).toEqual(first);
    expect(await two({ hiddenSize: 13 }), 'a run is under way').toBeNull();
    await handlers['training.stop']({});
  });

  it('learns from a run that has ended', async () => {
    const { forecast, measured, start, training, root, until } = await open();
    await forecast();
    await start({ epochs: 8 });
    const { secondsPerEpoch } = training.status();
    expect(secondsPerEpoch).toBeGreaterThanOrEqual(0);
    const ended = await training.ended();
    const kept = async (): Promise<number> => {
      const text = await readFile(join(root, 'engines.json'), 'utf8');
      return (JSON.parse(text) as { paces: { pace: { step: number } }[] }).paces[0]!.pace.step;
    };
    await until(() => true);
    await expect.poll(kept).not.toBe(pace.step);
    const { secondsPerStep } = (await forecast())!;
    expect(secondsPerStep).toBeGreaterThan(0);
    expect(ended.predictionsPerEpoch).toBe(400);
    expect(measured).toHaveLength(1);
  });

  it.skipIf(!isPresent('onnx'))('tells how large the file will be', async () => {
    const { start, training, handlers, corpusId, root } = await openForTest();
    const settings = { ...small, hiddenSize: 200 };
    await start(settings);
    const { modelId } = await training.ended();
    const path = join(root, 'models', `${modelId!}.verse`);
    const { length } = await readFile(path);
    const { fileBytes, vocabularySize } = await handlers['training.estimate']({
      ...{ corpusId, settings, engine: 'onnx' },
    });
    expect(vocabularySize).toBe(training.status().vocabularySize);
    expect(fileBytes / length).toBeGreaterThan(0.8);
    expect(fileBytes / length).toBeLessThan(1.25);
    expect(
      modelBytes({ ...plainRnn, vocabularySize: 1075, hiddenSize: 256 }, null, 1),
    ).toBeGreaterThan(
      1.9 * modelBytes({ ...plainRnn, vocabularySize: 1075, hiddenSize: 256 }, null, 0),
    );
  });
});
