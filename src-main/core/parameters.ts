/** The parameters of a language model: their names, their shapes and their first values. */
import type { LanguageModel } from '../contract/compute-api.ts';
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

/** The book's first values: those of a matrix ~ N(0, 0.01²), biases 0. */
export function initialModel(architecture: Architecture, random: Random): LanguageModel {
  const shapes = parameterShapes(architecture);
  const parameters = forEachParameter(architecture, (name) => {
    const values = new Float32Array(sizeOf(shapes[name]));
    return shapes[name].length > 1 ? values.map(() => 0.01 * random.normal()) : values;
  });
  return { architecture, parameters };
}
