/** The same work again and again: whatever differs by a bit was computed in another order, or lost an update on the way. */
import { expect, it } from 'vitest';
import { sizeOf, stateSize, type Architecture } from '../../src-main/contract/architecture.ts';
import type { OptimiserName } from '../../src-main/contract/optimisers/optimisers.ts';
import { defaultSettings, trainingSettings } from '../../src-main/contract/settings.ts';
import { Turns } from '../../src-main/compute/turns.ts';
import { trainAndPredict } from '../../src-main/compute/training-run.ts';
import type { Shape } from '../../src-main/core/bptt.ts';
import { drawMasks } from '../../src-main/core/layers/masks.ts';
import type { Engine, Executable } from '../../src-main/core/tensors/engine.ts';
import { mapParameters, initialModel, parameterNames } from '../../src-main/core/parameters.ts';
import { optimisers } from '../../src-main/core/optimisers/optimisers.ts';
import {
  maskSpecs,
  momentSpecs,
  parameterSpecs,
  trainingStep,
  type MaskName,
  type UpdateInput,
  type UpdateOutput,
} from '../../src-main/core/programs.ts';
import { Random } from '../../src-main/core/random.ts';
import { repeatedIds } from '../core/tiny-network.ts';
import { allCells, plainRnn, someDeep } from '../contract/all-cells.ts';

/** Hidden units, steps and examples of the book, so that all products are shared out among threads; fewer characters. */
const sizes = { vocabularySize: 300, hiddenSize: 256, timeSteps: 35, batchSize: 32 };
const N = sizes.timeSteps * sizes.batchSize;

const bits = (values: Float32Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

async function outputsOf<V>(
  engine: Engine<V>,
  step: Executable<V, UpdateInput, UpdateOutput>,
  inputs: Record<UpdateInput, V>,
): Promise<Record<string, Buffer>> {
  const outputs = Object.entries<V>(await step.run(inputs));
  const read = outputs.map(([name, output]) => [name, bits(engine.read(output))] as const);
  for (const [, output] of outputs) engine.release(output);
  return Object.fromEntries(read);
}

function masksFor<V>(engine: Engine<V>, shape: Shape): Record<MaskName, V> {
  const specs = maskSpecs(shape);
  const masks = specs.map(([, spec]) => new Float32Array(sizeOf(spec.shape)));
  drawMasks(masks, shape.dropout ?? 0, 51, 0);
  return Object.fromEntries(
    specs.map(([name, spec], place) => [name, engine.upload(masks[place]!, spec)]),
  );
}

type RepeatedStep = readonly [
  what: string,
  kind: Omit<Architecture, 'vocabularySize' | 'hiddenSize'>,
  optimiser: OptimiserName,
];

/** Every cell, every optimiser, and layers with all that there is between them. */
export const repeatedSteps: readonly RepeatedStep[] = [
  ...allCells.map(([what, kind]) => [what, kind, 'sgd'] as const),
  ...(['momentum', 'adam', 'adamw'] as const).map(
    (optimiser) => [`an RNN with ${optimiser}`, plainRnn, optimiser] as const,
  ),
  ...someDeep(64)
    .slice(2)
    .map(([what, kind]) => [what, kind, 'adamw'] as const),
];

/** @param times that each step is made; what loses updates shows in the first few, what does so seldom in the soak */
export function itMakesTheSameStep(
  create: () => Promise<Engine>,
  steps: readonly RepeatedStep[],
  times: number,
): void {
  it.each(steps)(
    `makes the same step of %s ${times} times with the same bits, on ids that repeat heavily`,
    async (_, kind, optimiser) => {
      const isDeep = kind.layers > 1; // and slow
      const hiddenSize = isDeep ? 64 : sizes.hiddenSize;
      const shape = { ...kind, ...sizes, hiddenSize, dropout: isDeep ? 0.5 : 0 };
      const engine = await create();
      const random = new Random(51);
      const { parameters } = initialModel(shape, random);
      const settings = { ...defaultSettings, optimiser };
      const program = trainingStep(shape, settings);
      const step = await engine.compile(program);
      const specs = parameterSpecs(shape);
      const ids = () => Int32Array.from(repeatedIds(random, N, 6)); // about 190 places a character
      const state = Float32Array.from({ length: 32 * stateSize(shape) }, () =>
        Math.tanh(random.normal()),
      );
      const inputs = {
        ...mapParameters(parameters, (value, name) => engine.upload(value, specs[name])),
        x: engine.upload(ids(), program.inputs.x),
        y: engine.upload(ids(), program.inputs.y),
        state: engine.upload(state, program.inputs.state),
        ...masksFor(engine, shape),
        ...Object.fromEntries(
          // Squares are not below zero.
          Object.entries(momentSpecs(shape, settings)).map(([name, spec]) => [
            name,
            engine.upload(
              new Float32Array(sizeOf(spec.shape)).map(() => Math.abs(1e-4 * random.normal())),
              spec,
            ),
          ]),
        ),
        ...Object.fromEntries(
          Object.entries(optimisers[optimiser].numbers(settings, 1e-3, 7)).map(([name, value]) => [
            name,
            engine.upload(Float32Array.of(value), { shape: [], type: 'float32' }),
          ]),
        ),
      } as Record<UpdateInput, unknown>;
      const first = await outputsOf(engine, step, inputs);
      expect(Object.keys(first).sort()).toEqual(
        [
          ...[...parameterNames(shape), ...Object.keys(momentSpecs(shape, settings))],
          ...['loss', 'norm', 'state'],
        ].sort(),
      );
      for (let time = 2; time <= times; time++) {
        const again = await outputsOf(engine, step, inputs);
        for (const [name, value] of Object.entries(first))
          if (!value.equals(again[name]!)) expect.fail(`${name} differs at the time ${time}`);
      }
      for (const tensor of Object.values(inputs)) engine.release(tensor);
      await step.dispose();
    },
  );
}

export function itGivesTheSameBits(create: () => Promise<Engine>): void {
  const [book, ...others] = repeatedSteps;
  itMakesTheSameStep(create, [book!], 200);
  itMakesTheSameStep(create, others, 12);

  it.each(['random', 'consecutive'] as const)(
    'repeats a whole run of %s sampling from its seed',
    async (sampling) => {
      const engine = await create();
      const ids = Int32Array.from(repeatedIds(new Random(52), 1500, 30));
      const run = async (seed: number) => {
        const settings = trainingSettings.parse({
          ...{
            epochs: 5,
            hiddenSize: 32,
            timeSteps: 10,
            batchSize: 16,
            predPeriod: 2,
            predLength: 12,
          },
          ...{ sampling, seed },
        });
        const job = { settings, vocabularySize: 30, ids, prefixes: [Int32Array.of(3, 1)] };
        const epochs: unknown[] = [];
        const samples: unknown[] = [];
        const { model } = await trainAndPredict(engine, job, new Turns(), async () => 'go', {
          begun: () => {},
          epoch: ({ seconds: _, ...report }) => epochs.push(report),
          sample: ({ seconds: _, ...sample }) => samples.push(sample),
        });
        expect([epochs.length, samples.length]).toEqual([5, 3]);
        return { epochs, samples, model };
      };
      const first = await run(1);
      expect(await run(1)).toEqual(first);
      const other = await run(2);
      expect(other.epochs).not.toEqual(first.epochs);
      expect(other.model).not.toEqual(first.model);
    },
  );
}
