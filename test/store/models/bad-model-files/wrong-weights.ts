/** Weights of another shape or type than the model’s, or of numbers that are none. */
import type { Tensor } from '../../../../src-main/store/models/safetensors.ts';
import { HIDDEN, VOCABULARY } from '../sample-model.ts';
import { damaged, type Case } from './bad-file.ts';
import { forge, tensors } from './forge.ts';

const [V, H] = [VOCABULARY.length, HIDDEN];

export function wrongWeights(file: 'weights.safetensors' | 'best.safetensors'): Case[] {
  const numbers = (name: string, value: number, tensor: string): Case => ({
    name: `${file}: ${name}`,
    make: () => forge(tensors(file, (all) => (all.get(tensor)!.values[1] = value))),
    ...damaged(`${file}/${tensor} is not finite`),
  });
  const changed = (
    name: string,
    change: (all: Map<string, Tensor>) => unknown,
    reason: string,
  ) => ({
    name: `${file}: ${name}`,
    make: () => forge(tensors(file, change)),
    ...damaged(reason),
  });
  const shaped = (tensor: string, shape: number[]) => (all: Map<string, Tensor>) =>
    all.set(tensor, { shape, values: new Float32Array(shape.reduce((a, b) => a * b)) });
  const otherShape = (tensor: string) => `${file}/${tensor} has another shape than the model`;
  return [
    numbers('not a number', NaN, 'W_xh'),
    numbers('infinity', Infinity, 'W_hh'),
    numbers('minus infinity', -Infinity, 'b_q'),
    changed('a tensor is missing', (all) => all.delete('b_h'), `${file}/b_h is missing`),
    changed(
      'a tensor too much',
      shaped('W_xr', [1]),
      `${file} holds weights that the model does not have`,
    ),
    changed('transposed', shaped('W_hq', [V, H]), otherShape('W_hq')),
    changed('flat', shaped('W_xh', [V * H]), otherShape('W_xh')),
    changed('a side too much', shaped('b_h', [H, 1]), otherShape('b_h')),
    changed('one unit more', shaped('W_hh', [H + 1, H + 1]), otherShape('W_hh')),
    changed(
      'doubles',
      (all) => all.set('b_q', { shape: [V], values: new Float64Array(V) }),
      `${file}/b_q is of another type of number`,
    ),
  ];
}
