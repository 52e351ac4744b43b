/** The parameters of a language model: their names, their shapes and their first values. */
import type { LanguageModel } from '../contract/compute-api.ts';
import type { FirstWeights } from '../contract/settings.ts';
import {
  parameterNames,
  parameterShapes,
  sizeOf,
  type Architecture,
  type ParameterMap,
  type ParameterName,
} from '../contract/architecture.ts';
import type { Random } from './random.ts';

export { parameterNames, parameterShapes };
export type { Architecture, LanguageModel, ParameterMap, ParameterName };

/** Makes a map with one value for each parameter that the network has. */
export function forEachParameter<T>(
  architecture: Architecture,
  make: (name: ParameterName) => T,
): ParameterMap<T> {
  return Object.fromEntries(
    parameterNames(architecture).map((name) => [name, make(name)]),
  ) as ParameterMap<T>;
}

/** Makes a map with one value for each parameter of another, in its order. */
export function mapParameters<From, To>(
  parameters: Readonly<ParameterMap<From>>,
  make: (value: From, name: ParameterName) => To,
): ParameterMap<To> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, make(value, name as ParameterName)]),
  ) as ParameterMap<To>;
}

/**
 * First values: biases are 0, those of a matrix ~ N(0, 0.01²) as in the book (`normal`), or uniform between −1/√H and 1/√H (`uniform`), with
 * which PyTorch begins its layers; its embeddings begin wider, and so does ours with `wide` ones: between −1 and 1, so that what comes of
 * a character is no smaller than what comes of the state; one that is tied between −4/√H and 4/√H, so that the first logits are neither all
 * alike nor sure of anything. Optimisers whose steps are of one length, such as Adam, take long to get away from values as small as the book's.
 */
export function initialModel(
  architecture: Architecture,
  random: Random,
  firstWeights: FirstWeights = 'normal',
): LanguageModel {
  const shapes = parameterShapes(architecture);
  const bound = 1 / Math.sqrt(architecture.hiddenSize);
  const ofEmbedding = architecture.tied ? 4 * bound : 1;
  const uniform = (bound: number): number => bound * (2 * random.uniform() - 1);
  const draw = (name: ParameterName): number => {
    if (firstWeights === 'normal') return 0.01 * random.normal();
    return uniform(firstWeights === 'wide' && name === 'E' ? ofEmbedding : bound);
  };
  const parameters = forEachParameter(architecture, (name) => {
    const values = new Float32Array(sizeOf(shapes[name]));
    return shapes[name].length > 1 ? values.map(() => draw(name)) : values;
  });
  return { architecture, parameters };
}
