/** Whether an engine reckons as ONNX Runtime does on the processor: training steps of each cell, and what a model makes of a text. */
import { cellNames } from '../../contract/architecture.ts';
import { AGREED, type EngineAgreement } from '../../contract/engine.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { Decoder } from '../../core/decoder.ts';
import { Learner, type LearnerSettings } from '../../core/learner.ts';
import {
  initialModel,
  mapParameters,
  type Architecture,
  type LanguageModel,
} from '../../core/parameters.ts';
import { Random } from '../../core/random.ts';
import type { Engine } from '../../core/tensors/engine.ts';
import { saidOfGraphics } from './graphics-failure.ts';
import { commonIds } from '../step-timer.ts';

interface Check {
  readonly architecture: Architecture;
  readonly settings: LearnerSettings;
}

/** In place of 0.01: units are no straight lines with it, and 37 steps are no chaos yet, as they are from 0.17 on, where the last digit of one engine is another run. */
const DEVIATION = 0.15;
const STEPS = 3;
const READ = 5; // characters

/** Sizes that no tile of a graphics processor is a multiple of; of each cell one as the book has it, with as many steps, and one with all there is besides. */
const checks: readonly Check[] = cellNames.flatMap((cell) => {
  const book = { ...defaultSettings, optimiser: 'momentum', learningRate: 1, clip: 'off' } as const;
  const sizes = { cell, vocabularySize: 61, hiddenSize: 33 };
  const plain = { ...sizes, activation: 'tanh', layers: 1, embeddingSize: 0, tied: false } as const;
  const deep = { ...plain, activation: 'relu', layers: 2, embeddingSize: 18 } as const;
  return [
    { architecture: plain, settings: { ...book, timeSteps: 37, batchSize: 3 } },
    {
      architecture: cell === 'rnn' ? deep : { ...deep, activation: 'tanh' },
      settings: { ...book, timeSteps: 4, batchSize: 4, dropout: 0.3, clip: 'norm' },
    },
  ];
});

/** The words of ONNX Runtime for a machine without such a processor, and of a build that knows of none. */
const ABSENT =
  /WebGPU adapter|WebGPU device\.|No supported adapters|not (?:been )?supported|no available backend/i;

/** @returns what comes of it, also where the engine cannot do it */
export async function agreement<A, B>(one: Engine<A>, other: Engine<B>): Promise<EngineAgreement> {
  try {
    return judge(await furthestApart(one, other));
  } catch (error) {
    const reason = saidOfGraphics(error);
    return { outcome: ABSENT.test(reason) ? 'absent' : 'failed', furthest: null, reason };
  }
}

/** What an engine makes of a check, a list of numbers of each kind. */
type Found = Readonly<Record<string, ArrayLike<number>>>;

/**
 * @returns how far apart the two are at most, as `AGREED` is told; NaN where something came to no number
 * @throws what an engine throws that cannot do it
 */
export async function furthestApart<A, B>(one: Engine<A>, other: Engine<B>): Promise<number> {
  let furthest = 0;
  for (const check of checks) {
    const [found, expected] = [await findOn(one, check), await findOn(other, check)];
    for (const [kind, numbers] of Object.entries(expected))
      furthest = Math.max(furthest, apart(found[kind]!, numbers));
  }
  return furthest;
}

/** @returns whether they agree, and how far apart they are; NaN is further than anything */
export const judge = (furthest: number): EngineAgreement => ({
  outcome: furthest <= AGREED ? 'agrees' : 'disagrees',
  furthest: Number.isFinite(furthest) ? furthest : null,
  reason: null,
});

async function findOn<V>(engine: Engine<V>, { architecture, settings }: Check): Promise<Found> {
  const model = modelOf(architecture);
  const predictions = settings.timeSteps * settings.batchSize;
  const ids = commonIds(predictions + 1, architecture.vocabularySize);
  const learner = await Learner.create(engine, model, settings);
  try {
    const losses: number[] = [];
    const norms: number[] = [];
    // What momentum keeps of the first step is its gradient, to the last digit: of the small ones, parameters would have lost some.
    let gradients: Found = {};
    for (let step = 0; step < STEPS; step++) {
      const { loss, norm } = await learner.learn({ x: ids.slice(0, -1), y: ids.slice(1) });
      losses.push(loss);
      norms.push(norm);
      if (step === 0) gradients = learner.moments()[0]!.parameters;
    }
    const read = await logits(engine, learner.model(), ids);
    return { losses, norms, ...gradients, state: learner.hiddenState(), logits: read };
  } finally {
    await learner.dispose();
  }
}

function modelOf(architecture: Architecture): LanguageModel {
  const random = new Random(7);
  const { parameters, ...model } = initialModel(architecture, random);
  const scaled = mapParameters(parameters, (values) =>
    values.map(() => DEVIATION * random.normal()),
  );
  return { ...model, parameters: scaled };
}

/** @returns logits of what comes after each of the first ids, and so on: as a model writes */
async function logits<V>(engine: Engine<V>, model: LanguageModel, ids: Int32Array) {
  const decoder = await Decoder.create(engine, model);
  const all: number[] = [];
  try {
    const choose = (logits: Float32Array): number => {
      all.push(...logits);
      return ids[all.length % ids.length]!;
    };
    for await (const _ of decoder.continue(ids.subarray(0, READ), READ, choose));
    return all;
  } finally {
    await decoder.dispose();
  }
}

/** @returns the greatest difference, as a share of the greatest of the numbers that were expected */
function apart(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, greatest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(found[i]! - expected[i]!));
    greatest = Math.max(greatest, Math.abs(expected[i]!));
  }
  return greatest === 0 ? difference : difference / greatest;
}
