/** Zips that are not what a model is, though no field contradicts another. */
import { patchZip } from '../../archives/zip-patch.ts';
import { damaged, type Case } from './bad-file.ts';
import { forge, manifest, pack, partsOf, put, text, without } from './forge.ts';

export function strangeZips(good: Uint8Array, names: readonly string[]): Case[] {
  const both = (
    field: 'flags' | 'method' | 'crc32',
    change: (value: number) => number,
    i: number,
  ) => patchZip(patchZip(good, 'local', field, change, i), 'central', field, change, i);
  const named = (name: string, reason: string | RegExp) => ({
    name: `an entry named ${JSON.stringify(name)}`,
    make: () => forge(put(name, 'x')),
    ...damaged(reason),
  });
  const leadsOut = (name: string) => named(name, `the name "${name}" leads out of the file`);
  return [
    ...names.map((name, i) => ({
      name: `a wrong checksum of ${name}`,
      make: () => both('crc32', (crc) => crc ^ 1, i),
      ...damaged(`the checksum of ${name} does not match`),
    })),
    {
      name: 'a flipped bit in the weights',
      make: () => {
        const bytes = good.slice();
        bytes[Buffer.from(bytes).indexOf('W_hq') + 400]! ^= 8;
        return bytes;
      },
      ...damaged('the checksum of weights.safetensors does not match'),
    },
    {
      name: 'another beginning',
      make: () => Buffer.concat([text('GIF8'), good.subarray(4)]),
      ...damaged('manifest.json is not where the directory says'),
    },
    {
      name: 'encrypted',
      make: () => both('flags', (flags) => flags | 1, 0),
      ...damaged('manifest.json is encrypted'),
    },
    {
      name: 'packed with something newer',
      make: () => both('method', () => 93, 0),
      ...damaged('manifest.json is packed in an unknown way'),
    },
    {
      name: 'packed data that are none',
      make: () => {
        const bytes = good.slice();
        bytes.fill(0xff, 43, 60);
        return bytes;
      },
      ...damaged('manifest.json cannot be unpacked'),
    },
    leadsOut('../x'),
    leadsOut('a/../../x'),
    leadsOut('/etc/passwd'),
    leadsOut('a\\b'),
    leadsOut('C:x'),
    leadsOut(''),
    named('a\0b', 'the name "a\ufffdb" leads out of the file'),
    named(
      `..\\\x1b[2J${'x'.repeat(100)}`,
      `the name "..\\\ufffd[2J${'x'.repeat(53)}" leads out of the file`,
    ),
    ...['manifest.json', 'weights.safetensors', 'README.md'].map((name) => ({
      name: `${name} twice`,
      make: async () =>
        pack([...(await partsOf(good)), [name, text('{}')] as const].map(([n, c]) => [n, c])),
      ...damaged(`${name} is there twice`),
    })),
    ...[
      'manifest.json',
      'weights.safetensors',
      'history.csv',
      'samples.jsonl',
      'best.safetensors',
    ].map((name) => ({
      name: `no ${name}`,
      make: () => forge(without(name)),
      ...damaged(`${name} is missing`),
    })),
    {
      name: 'best weights that the manifest does not name',
      make: () => forge(manifest({ best: null })),
      ...damaged('the manifest does not know of best.safetensors'),
    },
    {
      name: 'too many entries',
      make: () => forge(...Array.from({ length: 1000 }, (_, i) => put(`${i}`, ''))),
      ...damaged('more than 1000 entries'),
    },
    {
      name: 'too long a directory',
      make: () =>
        forge(...Array.from({ length: 20 }, (_, i) => put(`${i}`.padEnd(60_000, 'x'), ''))),
      ...damaged('the directory of the zip is too long'),
    },
    {
      name: 'many entries over one and the same data',
      make: () => patchZip(good, 'central', 'place', () => 0),
      ...damaged(/ lies over another part of the file$/),
    },
  ];
}
