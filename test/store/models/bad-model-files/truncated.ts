/** Model files that were cut off: the end is missing. */
import { damaged, type Case } from './bad-file.ts';

export function truncated(good: Uint8Array): Case[] {
  return Array.from({ length: 9 }, (_, i) => ({
    name: `cut after ${i + 1} tenths`,
    make: () => good.slice(0, Math.round((good.length * (i + 1)) / 10)),
    ...damaged('the end of the file is missing'),
  }));
}
