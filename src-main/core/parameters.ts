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

/** Makes a map with one value for each parameter. */
export function forEachParameter<T>(make: (name: ParameterName) => T): ParameterMap<T> {
  return Object.fromEntries(parameterNames.map((name) => [name, make(name)])) as ParameterMap<T>;
}

/** The book's first values: W ~ N(0, 0.01²), biases 0. */
export function initialModel(architecture: Architecture, random: Random): LanguageModel {
  const shapes = parameterShapes(architecture);
  const parameters = forEachParameter((name) => {
    const values = new Float32Array(sizeOf(shapes[name]));
    return name.startsWith('W') ? values.map(() => 0.01 * random.normal()) : values;
  });
  return { architecture, parameters };
}
