/** States of the training that no run can have been in. */
import type { Tensor } from '../../../../src-main/store/models/safetensors.ts';
import { corpusOf, HIDDEN, TEXT } from '../sample-model.ts';
import { damaged, type Case } from './bad-file.ts';
import { forge, manifest, settings, tensors } from './forge.ts';

export function wrongTraining(): Case[] {
  const file = 'training.safetensors';
  const changed = (
    name: string,
    change: (all: Map<string, Tensor>) => unknown,
    reason: string,
  ) => ({
    name: `${file}: ${name}`,
    make: () => forge(tensors(file, change)),
    ...damaged(reason),
  });
  const set =
    (tensor: string, values: Tensor['values'], shape: number[] = []) =>
    (all: Map<string, Tensor>) =>
      all.set(tensor, { shape, values });
  const value = (field: string) => `${file}: unexpected value of "${field}"`;
  const beyondItsEpoch = 'the state of the training is beyond the end of its epoch';
  return [
    changed('no generator', (all) => all.delete('generator'), `${file}/generator is missing`),
    changed(
      'a tensor too much',
      set('momentum', Float32Array.of(1)),
      `${file} holds more than a run has`,
    ),
    changed('steps below 0', set('steps', BigInt64Array.of(-1n)), value('steps')),
    changed(
      'more steps than can be counted',
      set('epochs', BigInt64Array.of(2n ** 62n)),
      value('epochs'),
    ),
    changed(
      'more clipped steps than steps',
      set('clipped', BigInt64Array.of(5n)),
      value('clipped'),
    ),
    changed('an infinite loss', set('loss', Float64Array.of(Infinity)), value('loss')),
    changed('a norm that is no number', set('norm', Float64Array.of(NaN)), value('norm')),
    changed(
      'steps as doubles',
      set('steps', Float64Array.of(1)),
      `${file}/steps is of another type of number`,
    ),
    changed(
      'a list of losses',
      set('loss', Float64Array.of(1), [1]),
      `${file}/loss has another shape than the run`,
    ),
    changed(
      'five words of the generator',
      set('generator', new Int32Array(5), [5]),
      `${file}/generator has another shape than the run`,
    ),
    changed(
      'another hidden state',
      set('hidden_state', new Float32Array(3 * HIDDEN), [3, HIDDEN]),
      `${file}/hidden_state has another shape than the run`,
    ),
    changed(
      'a hidden state that is not finite',
      (all) => (all.get('hidden_state')!.values[9] = NaN),
      `${file}/hidden_state is not finite`,
    ),
    changed(
      'a generator of zeros',
      set('generator', new Int32Array(4), [4]),
      `${file}/generator is nothing but zeros`,
    ),
    changed(
      'of another epoch',
      set('epochs', BigInt64Array.of(2n)),
      'the state of the training belongs to another epoch',
    ),
    changed('a step beyond its epoch', set('steps', BigInt64Array.of(4n)), beyondItsEpoch),
    changed(
      'more steps than any epoch',
      set('steps', BigInt64Array.of(2n ** 53n - 1n)),
      beyondItsEpoch,
    ),
    {
      name: `${file}: of smaller steps`,
      make: () => forge(settings({ timeSteps: 2 })),
      ...damaged(beyondItsEpoch),
    },
    {
      name: `${file}: of a longer text`,
      make: () => forge(manifest({ corpus: { ...corpusOf(TEXT), learntCharacters: 5 } })),
      ...damaged(beyondItsEpoch),
    },
    {
      name: `${file}: no step of a text that is too short for one`,
      make: () =>
        forge(
          manifest({ corpus: { ...corpusOf(TEXT), learntCharacters: 3 } }),
          tensors(file, set('steps', BigInt64Array.of(0n))),
          tensors(file, set('clipped', BigInt64Array.of(0n))),
        ),
      ...damaged(beyondItsEpoch),
    },
    changed(
      'more samples due than there are prefixes',
      set('samples_due', BigInt64Array.of(3n)),
      'the state of the training belongs to other prefixes',
    ),
  ];
}
