/** Small networks with large weights, and batches for them: small enough for naive arithmetic, steep enough for tanh to bend. */
import type { BatchTensors, Shape } from '../../src-main/core/bptt.ts';
import {
  forEachParameter,
  parameterShapes,
  type Dimensions,
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

/** Doubles for the reference. With a deviation of 0.8 about a tenth of the units are beyond ±0.95. */
export function doubles(
  dimensions: Dimensions,
  random: Random,
  deviation = 0.8,
): ParameterMap<Tensor64> {
  const shapes = parameterShapes(dimensions);
  return forEachParameter((name) => {
    const length = shapes[name].reduce((a, b) => a * b, 1);
    return tensor(shapes[name], normals(random, length, deviation));
  });
}

/** The same as floats, for any engine. */
export function floats(dimensions: Dimensions, random: Random, deviation = 0.8): LanguageModel {
  const parameters = doubles(dimensions, random, deviation);
  return {
    dimensions,
    parameters: forEachParameter((name) => Float32Array.from(parameters[name].data)),
  };
}

export function randomBatch(random: Random, vocabularySize: number, predictions: number): Batch {
  const ids = () => Int32Array.from(repeatedIds(random, predictions, vocabularySize));
  return { x: ids(), y: ids() };
}

/** A batch whose ids repeat, and a state that is not zero. */
export function batchTensors(
  { vocabularySize, hiddenSize, timeSteps, batchSize }: Shape,
  random: Random,
): BatchTensors<Tensor64> {
  const N = timeSteps * batchSize;
  return {
    x: tensor([N], repeatedIds(random, N, vocabularySize)),
    y: tensor([N], repeatedIds(random, N, vocabularySize)),
    state: tensor(
      [batchSize, hiddenSize],
      normals(random, batchSize * hiddenSize, 0.7).map(Math.tanh),
    ),
  };
}
