/** The parameters of a language model: their names, their shapes and their first values. */
import type { LanguageModel } from '../contract/compute-api.ts';
import type { Random } from './random.ts';

export type { LanguageModel };
/** `vocabularySize` is V, `hiddenSize` is H. */
export type Dimensions = LanguageModel['dimensions'];

export const parameterNames = ['W_xh', 'W_hh', 'b_h', 'W_hq', 'b_q'] as const;
export type ParameterName = (typeof parameterNames)[number];
export type ParameterMap<T> = Record<ParameterName, T>;

/** Makes a map with one value for each parameter. */
export function forEachParameter<T>(make: (name: ParameterName) => T): ParameterMap<T> {
  return Object.fromEntries(parameterNames.map((name) => [name, make(name)])) as ParameterMap<T>;
}

export function parameterShapes({
  vocabularySize: V,
  hiddenSize: H,
}: Dimensions): ParameterMap<number[]> {
  return { W_xh: [V, H], W_hh: [H, H], b_h: [H], W_hq: [V, H], b_q: [V] };
}

/** The book's first values: W ~ N(0, 0.01²), biases 0. */
export function initialModel(dimensions: Dimensions, random: Random): LanguageModel {
  const shapes = parameterShapes(dimensions);
  const parameters = forEachParameter((name) => {
    const values = new Float32Array(shapes[name].reduce((a, b) => a * b, 1));
    return name.startsWith('W') ? values.map(() => 0.01 * random.normal()) : values;
  });
  return { dimensions, parameters };
}
