/** What begins as no model file does, or is another version of it. */
import { FORMAT_VERSION } from '../../../../src-main/contract/model.ts';
import type { Case } from './bad-file.ts';
import { forge, manifest, pack, put, text } from './forge.ts';

export function foreign(good: Uint8Array): Case[] {
  const notOurs = (name: string, make: Case['make']): Case => ({
    ...{ name, make, code: 'model.notOurs' },
  });
  return [
    notOurs('nothing', () => new Uint8Array(0)),
    notOurs('three bytes', () => good.slice(0, 3)),
    notOurs('a text', () => text('想要有直升机')),
    notOurs('zeros', () => new Uint8Array(100_000)),
    notOurs('a zip of nothing', () => pack([])),
    notOurs('a zip of songs', () => pack([['song.txt', text('想要有直升机')]])),
    notOurs("another program's manifest", () =>
      pack([['manifest.json', text({ manifest_version: 3 })]]),
    ),
    notOurs('a manifest that is no JSON', () => forge(put('manifest.json', '{"format":'))),
    notOurs('a manifest that is a list', () => forge(put('manifest.json', '[]'))),
    notOurs('another format', () => forge(manifest({ format: 'verseloom-corpus' }))),
    notOurs('half a version', () => forge(manifest({ version: 1.5 }))),
    notOurs('version 0', () => forge(manifest({ version: 0 }))),
    {
      ...{ name: 'a newer version', code: 'model.newer' },
      make: () =>
        pack([
          [
            'manifest.json',
            text({ format: 'verseloom-model', version: FORMAT_VERSION + 1, tokens: [] }),
          ],
        ]),
    },
  ];
}
