/** Whether an engine reckons as ONNX Runtime does on the processor: training steps of each cell with each optimiser, and what a model makes of a text. */
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
  type ParameterName,
} from '../../core/parameters.ts';
import { Random } from '../../core/random.ts';
import type { Engine } from '../../core/tensors/engine.ts';
import { saidOfGraphics } from './graphics-failure.ts';
import { commonIds } from '../step-timer.ts';

export interface Check {
  readonly architecture: Architecture;
  readonly settings: LearnerSettings;
}

/** In place of 0.01: units are no straight lines with it, and 37 steps are no chaos yet, as they are from 0.17 on, where the last digit of one engine is another run. */
const DEVIATION = 0.15;
const STEPS = 3;
const ADAM_RATE = 0.001;
const READ = 5; // characters

/**
 * Sizes that no tile of a graphics processor is a multiple of; of each cell one as the book has it, with as many steps, and one with all
 * there is besides. Each optimiser is in one of them at least, and each way to clip.
 */
export const checks: readonly Check[] = cellNames.flatMap((cell) => {
  const sizes = { cell, vocabularySize: 61, hiddenSize: 33 };
  const plain = { ...sizes, activation: 'tanh', layers: 1, embeddingSize: 0, tied: false } as const;
  const activation = cell === 'rnn' ? 'relu' : 'tanh';
  const deep = { ...plain, activation, layers: 2, embeddingSize: 18 } as const;
  const long = { ...defaultSettings, timeSteps: 37, batchSize: 3, clip: 'off' } as const;
  const short = { ...defaultSettings, timeSteps: 2, batchSize: 3 };
  return [
    { architecture: plain, settings: { ...long, optimiser: 'momentum', learningRate: 1 } },
    {
      architecture: deep,
      settings: {
        ...{ ...short, timeSteps: 4, dropout: 0.3, clip: 'norm' },
        // Of a decay as it is usual, nothing would be seen in a few steps.
        ...{ optimiser: 'adamw', learningRate: ADAM_RATE, weightDecay: 1 },
      },
    },
    {
      architecture: plain,
      settings: { ...short, clip: 'off', optimiser: 'adam', learningRate: ADAM_RATE },
    },
    {
      architecture: plain,
      settings: { ...short, clip: 'value', optimiser: 'sgd', learningRate: 1 },
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

/** A list of numbers of each kind. */
type Found = Readonly<Record<string, ArrayLike<number>>>;

/** What an engine makes of a check. */
interface Outcome {
  readonly kinds: Found;
  /** Around the last step. */
  readonly before: LanguageModel;
  readonly now: LanguageModel;
  /** s, where the optimiser has it. */
  readonly squares: LanguageModel | undefined;
  readonly learningRate: number;
}

/**
 * @param among what is tried; all there is, unless told
 * @returns how far apart the two are at most, as `AGREED` is told; NaN where something came to no number
 * @throws what an engine throws that cannot do it
 */
export async function furthestApart<A, B>(
  one: Engine<A>,
  other: Engine<B>,
  among = checks,
): Promise<number> {
  let furthest = 0;
  for (const check of among) {
    const [found, expected] = [await findOn(one, check), await findOn(other, check)];
    // What the one has to be weighed by is the other's: what its steps divide by may be what is wrong with it.
    const all = (of: Outcome): Found => ({ ...of.kinds, ...changes(of, expected.squares) });
    const numbers = all(found);
    for (const [kind, due] of Object.entries(all(expected)))
      furthest = Math.max(furthest, apart(numbers[kind]!, due));
  }
  return furthest;
}

/** @returns whether they agree, and how far apart they are; NaN is further than anything */
export const judge = (furthest: number): EngineAgreement => ({
  outcome: furthest <= AGREED ? 'agrees' : 'disagrees',
  furthest: Number.isFinite(furthest) ? furthest : null,
  reason: null,
});

async function findOn<V>(engine: Engine<V>, { architecture, settings }: Check): Promise<Outcome> {
  const model = modelOf(architecture);
  const predictions = settings.timeSteps * settings.batchSize;
  const ids = commonIds(predictions + 1, architecture.vocabularySize);
  const learner = await Learner.create(engine, model, settings);
  try {
    const losses: number[] = [];
    const norms: number[] = [];
    // What is kept of the first step is its gradient, to the last digit: of the small ones, parameters would have lost some.
    let first: Found = {};
    let before = model;
    for (let step = 0; step < STEPS; step++) {
      before = learner.model();
      const { loss, norm } = await learner.learn({ x: ids.slice(0, -1), y: ids.slice(1) });
      losses.push(loss);
      norms.push(norm);
      if (step === 0) first = momentsOf(learner, 'first');
    }
    const now = learner.model();
    const kinds = {
      ...{ losses, norms, ...first, ...momentsOf(learner, 'last') },
      ...{ state: learner.hiddenState(), logits: await logits(engine, now, ids) },
    };
    const { learningRate } = settings;
    return { kinds, before, now, squares: learner.moments()[1], learningRate };
  } finally {
    await learner.dispose();
  }
}

/** What is kept of the gradients, a kind each. */
const momentsOf = <V>(learner: Learner<V>, when: string): Found =>
  Object.fromEntries(
    learner
      .moments()
      .flatMap(({ parameters }, moment) =>
        Object.entries(parameters).map(([name, values]) => [`${when} ${moment} ${name}`, values]),
      ),
  );

/**
 * What a step has made of parameters. Adam divides by √s, so that next to nothing is changed by as much as the greatest gradient, and in a
 * direction that its last digit decides: multiplied with √s again, it weighs next to nothing. Where there was no gradient at all, no digit
 * decides: what is changed there counts as a share of η.
 */
function changes(
  { before, now, learningRate }: Outcome,
  squares: LanguageModel | undefined,
): Found {
  const { parameters } = before;
  const of = (
    kind: string,
    weigh: (squared: number | undefined) => number,
  ): [string, Float64Array][] =>
    (Object.keys(parameters) as ParameterName[]).map((name) => [
      `change of ${name}${kind}`,
      // In doubles: such a product may be smaller than floats are.
      Float64Array.from(
        now.parameters[name],
        (value, i) => (value - parameters[name][i]!) * weigh(squares?.parameters[name][i]),
      ),
    ]);
  return Object.fromEntries([
    ...of('', (squared) => (squared === undefined ? 1 : Math.sqrt(squared))),
    ...(squares
      ? of(' without a gradient', (squared) => (squared === 0 ? 1 / learningRate : 0))
      : []),
  ]);
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
