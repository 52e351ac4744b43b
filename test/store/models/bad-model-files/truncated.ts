/** Model files that were cut off, or that something was written behind. */
import { damaged, type Case } from './bad-file.ts';

export function truncated(good: Uint8Array): Case[] {
  return [
    ...Array.from({ length: 9 }, (_, i) => ({
      name: `cut after ${i + 1} tenths`,
      make: () => good.slice(0, Math.round((good.length * (i + 1)) / 10)),
      ...damaged('the end of the file is missing'),
    })),
    ...[1, 1000].map((more) => ({
      name: `with ${more} bytes behind its end`,
      make: () => Buffer.concat([good, Buffer.alloc(more, 0x0a)]),
      ...damaged('something else follows the end of the file'),
    })),
    {
      name: 'of nothing but its end, with 1000 bytes behind it',
      make: () => Buffer.concat([good.subarray(-22), Buffer.alloc(1000, 0x0a)]),
      ...damaged('something else follows the end of the file'),
    },
  ];
}
