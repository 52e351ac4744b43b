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

/** How much wider an embedding is with `wide` weights: tied, it makes first logits whose standard deviation is about 1, instead of nearly the same ones. */
const WIDER = 4;

/**
 * First values: biases are 0, those of a matrix ~ N(0, 0.01²) as in the book (`normal`), or uniform between −1/√H and 1/√H (`uniform`), with
 * which PyTorch begins its layers; its embeddings begin with N(0, 1), and ours with `wide` ones between −4/√H and 4/√H. Optimisers whose
 * steps are of one length, such as Adam, take long to get away from values as small as the book's.
 */
export function initialModel(
  architecture: Architecture,
  random: Random,
  firstWeights: FirstWeights = 'normal',
): LanguageModel {
  const shapes = parameterShapes(architecture);
  const bound = 1 / Math.sqrt(architecture.hiddenSize);
  const uniform = (): number => bound * (2 * random.uniform() - 1);
  const draw = (name: ParameterName): number => {
    if (firstWeights === 'normal') return 0.01 * random.normal();
    return firstWeights === 'wide' && name === 'E' ? WIDER * uniform() : uniform();
  };
  const parameters = forEachParameter(architecture, (name) => {
    const values = new Float32Array(sizeOf(shapes[name]));
    return shapes[name].length > 1 ? values.map(() => draw(name)) : values;
  });
  return { architecture, parameters };
}
