/** Tensors whose file is broken in itself: its length, its header, its offsets. */
import { damaged, type Case } from './bad-file.ts';
import { forge, header, type Json } from './forge.ts';

export function wrongSafetensors(file: string, tensor: string): Case[] {
  const headed = (name: string, change: Parameters<typeof header>[1], reason: string): Case => ({
    name: `${file}: ${name}`,
    make: () => forge(header(file, change)),
    ...damaged(reason),
  });
  const bytes = (name: string, change: (before: Buffer) => Uint8Array, reason: string): Case => ({
    name: `${file}: ${name}`,
    make: () => forge((parts) => parts.set(file, change(Buffer.from(parts.get(file)!)))),
    ...damaged(reason),
  });
  const notAsItShould = `the header of ${file} is not as it should be`;
  const length = (value: bigint) => (before: Buffer) => {
    before.writeBigUInt64LE(value);
    return before;
  };
  const doNotFit = /^the offsets of .* do not fit$/.source;
  const set = (field: string, value: unknown) => (json: Record<string, Json>) => {
    json[tensor]![field] = value;
  };
  return [
    bytes('nothing', () => Buffer.alloc(0), `${file} is cut short`),
    bytes('seven bytes', (before) => before.subarray(0, 7), `${file} is cut short`),
    bytes('cut in the header', (before) => before.subarray(0, 40), `${file} is cut short`),
    bytes('a header of 2 GB', length(2n ** 31n), `the header of ${file} is too long`),
    bytes('a header of all bits', length(2n ** 64n - 1n), `the header of ${file} is too long`),
    bytes('a header of half its length', length(40n), `the header of ${file} cannot be read`),
    bytes(
      'a number more',
      (before) => Buffer.concat([before, Buffer.alloc(4)]),
      `${file} holds more numbers than its header tells of`,
    ),
    headed('a header that is a list', () => [], notAsItShould),
    headed('an unknown type', set('dtype', 'F7'), notAsItShould),
    headed('a type that is not ours', set('dtype', 'BF16'), notAsItShould),
    headed('no type', set('dtype', undefined), notAsItShould),
    headed('negative offsets', set('data_offsets', [-4, 16]), notAsItShould),
    headed('a negative shape', set('shape', [-1, -5]), notAsItShould),
    headed(
      'a shape beyond counting',
      set('shape', [2 ** 52, 2 ** 52]),
      `the shape of ${file}/${tensor} does not fit its data`,
    ),
  ].concat(
    [
      ['overlapping offsets', (from: number, to: number) => [from - 4, to]],
      ['a gap', (from: number, to: number) => [from + 4, to]],
      ['offsets beyond the end', (from: number, to: number) => [from, to + 1e6]],
      ['offsets beyond any file', (from: number) => [from, 2 ** 50]],
      ['backward offsets', (from: number, to: number) => [to, from]],
    ].map(([name, change]): Case => ({
      name: `${file}: ${name as string}`,
      make: () =>
        forge(
          header(file, (json) => {
            const [from, to] = json[tensor]!['data_offsets'] as [number, number];
            json[tensor]!['data_offsets'] = (change as (from: number, to: number) => number[])(
              from,
              to,
            );
          }),
        ),
      ...damaged(new RegExp(`${doNotFit}|^the shape of .* does not fit its data$`)),
    })),
  );
}
