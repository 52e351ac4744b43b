/** Small files that fill the memory of whoever believes them. */
import { writeArchive } from '../../../../src-main/store/archives/archive-writer.ts';
import { damaged, type Case } from './bad-file.ts';
import { bomb, MIB, withEntry } from './bomb.ts';
import { forge, pack, put, settings, without } from './forge.ts';
import { otherSize, tooLarge, tooWide } from './zip-reasons.ts';

export function bombs(): Case[] {
  const large = bomb('', 100 * MIB);
  const nested = async () => {
    const inner = Buffer.concat(writeArchive([{ ...large, name: 'inner.zip' }]));
    return pack([['outer.zip', inner]]);
  };
  const cases = [
    ...['manifest.json', 'README.md', 'history.csv', 'samples.jsonl', 'corpus.txt'],
    ...['weights.safetensors', 'training.safetensors', 'best.safetensors', 'other.bin'],
  ].flatMap((name): Case[] => {
    const isModel = name === 'weights.safetensors' || name === 'best.safetensors';
    const tooMuch = isModel ? tooWide(name) : tooLarge(name);
    const first = name === 'weights.safetensors' ? tooLarge(name) : tooMuch;
    return [
      {
        name: `a bomb as ${name}`,
        make: () => withEntry({ ...large, name }),
        ...damaged(first),
      },
      {
        name: `a bomb as ${name} that declares little`,
        make: () => withEntry({ ...large, name, size: 10 }),
        ...damaged(otherSize(name)),
      },
      {
        name: `a bomb as ${name} that declares more than can be`,
        make: () => withEntry({ ...large, name, size: 0x7fff_ffff }),
        ...damaged(first),
      },
    ];
  });
  return [
    ...cases,
    {
      name: 'zips in zips as weights',
      make: async () => forge(put('weights.safetensors', await nested())),
      ...damaged('the header of weights.safetensors is too long'),
    },
    {
      name: 'weights that expand to what the manifest allows',
      make: () =>
        withEntry(
          bomb('weights.safetensors', 4 * 2048 * 2048),
          settings({ hiddenSize: 2048, batchSize: 1 }),
          without('training.safetensors'),
        ),
      ...damaged('weights.safetensors expands too much'),
    },
  ];
}
