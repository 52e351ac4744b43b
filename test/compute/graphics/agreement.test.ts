/** Whether two engines agree: an engine does with itself, and none does that gets a number wrong in what an optimiser makes of a cell. */
import { describe, expect, it } from 'vitest';
import { checks, furthestApart, judge } from '../../../src-main/compute/graphics/agreement.ts';
import { commonIds } from '../../../src-main/compute/step-timer.ts';
import { cellNames, type ParameterName } from '../../../src-main/contract/architecture.ts';
import { AGREED } from '../../../src-main/contract/engine.ts';
import { optimiserNames } from '../../../src-main/contract/optimisers/optimisers.ts';
import type { Engine } from '../../../src-main/core/tensors/engine.ts';
import { createOnnxEngine } from '../../../src-main/engines/onnx.ts';
import { isPresent, theEngine } from '../../engines/on-each-engine.ts';

it('an engine agrees with itself, to the last bit', async () => {
  expect(await furthestApart(await createOnnxEngine(1), await createOnnxEngine(1))).toBe(0);
});

it.skipIf(!isPresent('tensorflow'))(
  'engines that are known to be right agree',
  { tags: ['long'] },
  async () => {
    const furthest = await furthestApart(
      await theEngine('tensorflow', 1),
      await createOnnxEngine(1),
    );
    expect(furthest).toBeGreaterThan(0);
    expect(furthest).toBeLessThan(AGREED / 10);
  },
);

const cases = cellNames.flatMap((cell) => optimiserNames.map((optimiser) => ({ cell, optimiser })));

describe.each(cases)('$optimiser on $cell', ({ cell, optimiser }) => {
  const ofThese = checks.filter(
    ({ architecture, settings }) => architecture.cell === cell && settings.optimiser === optimiser,
  );

  it('is tried, and a wrong number in its update is found', async () => {
    expect(ofThese.length).toBeGreaterThan(0);
    // As if a parameter had made half as much again of its step, in one place of a thousand.
    const faulty = withFault(await createOnnxEngine(1), (made, before) => {
      const at = greatestChange(made, before);
      made[at]! += 0.5 * (made[at]! - before[at]!);
    });
    const furthest = await furthestApart(faulty, await createOnnxEngine(1), ofThese);
    expect(furthest).toBeGreaterThan(AGREED);
    expect(judge(furthest).outcome).toBe('disagrees');
  });

  it('a character that no batch has is found to have been moved', async () => {
    const [check] = ofThese;
    const { architecture, settings } = check!;
    const { vocabularySize, embeddingSize } = architecture;
    const ids = commonIds(settings.timeSteps * settings.batchSize + 1, vocabularySize);
    const absent = Array.from({ length: vocabularySize }, (_, id) => id).findLast(
      (id) => !ids.includes(id),
    )!;
    const faulty = withFault(
      await createOnnxEngine(1),
      (made) => {
        const row = made.length / vocabularySize;
        made[absent * row]! += 0.02 * settings.learningRate;
      },
      embeddingSize > 0 ? 'E' : 'W_x',
    );
    const furthest = await furthestApart(faulty, await createOnnxEngine(1), [check!]);
    expect(judge(furthest).outcome).toBe('disagrees');
  });

  it('a number that is none is further apart than anything', async () => {
    const faulty = withFault(await createOnnxEngine(1), (made) => (made[0] = NaN));
    const furthest = await furthestApart(faulty, await createOnnxEngine(1), ofThese);
    expect(judge(furthest)).toEqual({ outcome: 'disagrees', furthest: null, reason: null });
  });
});

type Data = Readonly<Record<string, { readonly data: Float32Array }>>;

/** @param harm is given what a training step makes of a parameter, and what that was before */
function withFault(
  engine: Engine,
  harm: (made: Float32Array, before: Float32Array) => void,
  parameter: ParameterName = 'W_h',
): Engine {
  const compile = engine.compile.bind(engine);
  engine.compile = async (program, constants, threads) => {
    const step = await compile(program, constants, threads);
    if (!('y' in program.inputs)) return step;
    return {
      run: async (inputs) => {
        const results = await step.run(inputs);
        const [made, before] = [results, inputs] as unknown as [Data, Data];
        harm(made[parameter]!.data, before[parameter]!.data);
        return results;
      },
      dispose: () => step.dispose(),
    };
  };
  return engine;
}

const greatestChange = (made: Float32Array, before: Float32Array): number =>
  made.reduce(
    (best, value, i) =>
      Math.abs(value - before[i]!) > Math.abs(made[best]! - before[best]!) ? i : best,
    0,
  );
