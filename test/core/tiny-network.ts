/** Small networks with large weights, and batches for them: small enough for naive arithmetic, steep enough for tanh to bend. */
import { stateParts } from '../../src-main/contract/architecture.ts';
import type { BatchTensors, Shape } from '../../src-main/core/bptt.ts';
import {
  forEachParameter,
  mapParameters,
  parameterShapes,
  type Architecture,
  type LanguageModel,
  type ParameterMap,
} from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import type { Batch } from '../../src-main/core/sampler.ts';
import { tensor, type Tensor64 } from './reference-engine.ts';

export const normals = (random: Random, length: number, deviation: number): number[] =>
  Array.from({ length }, () => deviation * random.normal());

/** Ids that repeat: more than half of them are 0 or 1. */
export const repeatedIds = (random: Random, length: number, vocabularySize: number): number[] =>
  Array.from({ length }, () =>
    random.below(2) ? random.below(Math.min(2, vocabularySize)) : random.below(vocabularySize),
  );

/** With 0.8 about a tenth of the units are beyond ±0.95 of tanh; what ReLU lets through has no bound, and would grow from step to step. */
const deviationOf = ({ activation }: Architecture): number => (activation === 'relu' ? 0.3 : 0.8);

/** Doubles for the reference. */
export function doubles(
  architecture: Architecture,
  random: Random,
  deviation = deviationOf(architecture),
): ParameterMap<Tensor64> {
  const shapes = parameterShapes(architecture);
  return forEachParameter(architecture, (name) => {
    const length = shapes[name].reduce((a, b) => a * b, 1);
    return tensor(shapes[name], normals(random, length, deviation));
  });
}

/** The same as floats, for any engine. */
export function floats(
  architecture: Architecture,
  random: Random,
  deviation = deviationOf(architecture),
): LanguageModel {
  const parameters = doubles(architecture, random, deviation);
  return {
    architecture,
    parameters: mapParameters(parameters, ({ data }) => Float32Array.from(data)),
  };
}

export function randomBatch(random: Random, vocabularySize: number, predictions: number): Batch {
  const ids = () => Int32Array.from(repeatedIds(random, predictions, vocabularySize));
  return { x: ids(), y: ids() };
}

/** A batch whose ids repeat, and a state that is not zero. */
export function batchTensors(shape: Shape, random: Random): BatchTensors<Tensor64> {
  const { vocabularySize, hiddenSize, timeSteps, batchSize } = shape;
  const N = timeSteps * batchSize;
  const part = (): Tensor64 =>
    tensor([batchSize, hiddenSize], normals(random, batchSize * hiddenSize, 0.7).map(Math.tanh));
  return {
    x: tensor([N], repeatedIds(random, N, vocabularySize)),
    y: tensor([N], repeatedIds(random, N, vocabularySize)),
    states: Array.from({ length: shape.layers }, () => [
      part(),
      ...stateParts(shape.cell).slice(1).map(part),
    ]),
  };
}

/** Masks of dropout with probability p for all places that have it; none where p is 0. */
export function masksOf(shape: Shape, p: number, random: Random): Tensor64[] {
  if (p === 0) return [];
  const { timeSteps, batchSize, embeddingSize, hiddenSize, layers } = shape;
  const N = timeSteps * batchSize;
  const widths = [
    ...(embeddingSize > 0 ? [embeddingSize] : []),
    ...new Array<number>(layers).fill(hiddenSize),
  ];
  return widths.map((width) =>
    tensor(
      [N, width],
      Array.from({ length: N * width }, () => (random.uniform() < p ? 0 : 1 / (1 - p))),
    ),
  );
}
