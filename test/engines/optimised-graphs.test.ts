/** Graphs that are kept as ONNX Runtime has optimised them: a large one is optimised once, learns the same to the bit then, and leaves no file. */
import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { defaultSettings } from '../../src-main/contract/settings.ts';
import { Learner } from '../../src-main/core/learner.ts';
import {
  initialModel,
  type Architecture,
  type LanguageModel,
} from '../../src-main/core/parameters.ts';
import { trainingStep } from '../../src-main/core/programs.ts';
import { Random } from '../../src-main/core/random.ts';
import { OptimisedGraphs } from '../../src-main/engines/optimised-graphs.ts';
import { record } from '../../src-main/engines/onnx/recorder.ts';
import { shallow } from '../contract/all-cells.ts';
import { repeatedIds } from '../core/tiny-network.ts';
import { isPresent, theEngine } from './on-each-engine.ts';

const architecture: Architecture = {
  ...shallow,
  ...{ cell: 'lstm', activation: 'tanh', layers: 3, vocabularySize: 30, hiddenSize: 16 },
};
const settings = { ...defaultSettings, timeSteps: 30, batchSize: 4, learningRate: 1 };

/** @returns what some steps from the same weights come to */
async function learned(): Promise<LanguageModel> {
  const random = new Random(1);
  const learner = await Learner.create(
    ...([await theEngine('onnx'), initialModel(architecture, random), settings] as const),
  );
  const ids = () => Int32Array.from(repeatedIds(random, 120, architecture.vocabularySize));
  for (let step = 0; step < 5; step++) await learner.learn({ x: ids(), y: ids() });
  const model = learner.model();
  await learner.dispose();
  return model;
}

describe.runIf(isPresent('onnx'))('an optimised graph', () => {
  it('learns the same, to the bit, as the one that it was made of', async () => {
    const nodes = record(trainingStep({ ...settings, ...architecture }, settings), {}).graph.node!;
    expect(nodes.length).toBeGreaterThan(1000); // or else nothing would be kept
    const first = await learned();
    expect(await learned()).toEqual(first);
  });
});

describe('graphs that are kept', () => {
  const [model, other] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  const optimised = Buffer.of(9);

  /** Sessions that are their own model and options; writes what it has optimised where it is told to, as ONNX Runtime does. */
  function sessions() {
    const graphs = new OptimisedGraphs();
    return (bytes: Uint8Array, nodes = 2000) =>
      graphs.session(bytes, nodes, async (given, options) => {
        if (options.optimizedModelFilePath)
          writeFileSync(options.optimizedModelFilePath, optimised);
        return { given, level: options.graphOptimizationLevel };
      });
  }

  it('are large ones, each optimised once, and nothing is left of the files that they came in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'verseloom-graphs-'));
    vi.stubEnv('TMPDIR', folder);
    vi.stubEnv('TEMP', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const session = sessions();
    expect(await session(model)).toEqual({ given: model, level: 'all' });
    expect(await session(model)).toEqual({ given: optimised, level: 'disabled' });
    expect(await session(other)).toEqual({ given: other, level: 'all' });
    expect(await session(model, 240)).toEqual({ given: model, level: 'all' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('are the last four', async () => {
    const session = sessions();
    for (const one of [0, 1, 2, 3, 4]) await session(Uint8Array.of(one));
    expect((await session(Uint8Array.of(4))).level).toBe('disabled');
    expect((await session(Uint8Array.of(1))).level).toBe('disabled');
    expect((await session(Uint8Array.of(0))).level).toBe('all');
  });

  it('are not kept where there is no place for a file: a session is made all the same', async () => {
    vi.stubEnv('TMPDIR', join(tmpdir(), 'nowhere', 'at all'));
    vi.stubEnv('TEMP', join(tmpdir(), 'nowhere', 'at all'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const session = sessions();
    for (let time = 0; time < 2; time++)
      expect(await session(model)).toEqual({ given: model, level: 'all' });
  });
});
