/** Broken files of version 1, which had its history in the manifest. */
import { damaged, type Case } from './bad-file.ts';
import { forge, manifest, tensors, type Change, type Json } from './forge.ts';

export function wrongVersion1(): Case[] {
  const version1 = (history: unknown, changes: Json = {}): Change => {
    return (parts) => {
      manifest({ version: 1, cell: 'rnn', history, samples: [], ...changes } as Json)(parts);
      for (const name of parts.keys())
        if (!['manifest.json', 'weights.safetensors'].includes(name)) parts.delete(name);
    };
  };
  const epoch = { epoch: 2, perplexity: 5, seconds: 1, gradientNorm: 1, clipped: 0 };
  return [
    {
      name: 'version 1 without a history',
      make: () => forge(version1(undefined)),
      ...damaged('manifest: unexpected value at "history"'),
    },
    {
      name: 'version 1 from its second epoch on',
      make: () => forge(version1([epoch])),
      ...damaged('manifest: unexpected value at "history"'),
    },
    {
      name: 'version 1 with a name of a million characters',
      large: true,
      make: () => forge(version1([], { name: 'x'.repeat(1e6) })),
      ...damaged('manifest: unexpected value at "name"'),
    },
    {
      name: 'version 1 with a sample of a million characters',
      large: true,
      make: () =>
        forge(version1([], { samples: [{ epoch: 1, prefix: '', continuation: 'x'.repeat(1e6) }] })),
      ...damaged('manifest: unexpected value at "samples.0.continuation"'),
    },
    {
      name: 'version 1 with weights that are not finite',
      make: () =>
        forge(
          version1([]),
          tensors('weights.safetensors', (all) => (all.get('b_h')!.values[0] = NaN)),
        ),
      ...damaged('weights.safetensors/b_h is not finite'),
    },
  ];
}
