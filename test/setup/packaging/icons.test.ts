/** The icons as systems read them: every size in its place in the two containers, the ink and the seal still there in the smallest. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawIcons } from '../../../src-main/setup/packaging/icons.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verseloom-icons-'));
  await drawIcons(join(import.meta.dirname, '..', '..', '..', 'resources', 'icons'), folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Red, green, blue, alpha of each pixel, from the top. */
type Pixels = readonly (readonly number[])[];

const inFours = (bytes: Buffer): number[][] =>
  Array.from({ length: bytes.length / 4 }, (_, i) => [...bytes.subarray(4 * i, 4 * i + 4)]);
const isInk = ([red, green, blue, alpha]: readonly number[]): boolean =>
  alpha! > 200 && Math.max(red!, green!, blue!) < 110;
const isSeal = ([red, green, blue, alpha]: readonly number[]): boolean =>
  alpha! > 200 && red! > 150 && green! < 130 && blue! < 110;
function expectMark(pixels: Pixels): void {
  expect(pixels.some(isInk)).toBe(true);
  expect(pixels.some(isSeal)).toBe(true);
  expect(pixels[0]![3]).toBeLessThan(60); // the corner is free
}

async function decode(png: Buffer): Promise<{ size: number; pixels: Pixels }> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  expect(info.width).toBe(info.height);
  return { size: info.width, pixels: inFours(data) };
}

it('draws each size for Linux', { tags: ['long'] }, async () => {
  const names = await readdir(join(folder, 'png'));
  for (const name of names) {
    const { size, pixels } = await decode(await readFile(join(folder, 'png', name)));
    expect(name).toBe(`${size}x${size}.png`);
    expectMark(pixels);
  }
  expect(names).toContain('16x16.png');
  expect(names).toContain('512x512.png');
});

describe.each(['verseloom', 'verse'])('%s', (name) => {
  it('is an .ico of bitmaps and one PNG', async () => {
    const bytes = await readFile(join(folder, `${name}.ico`));
    const sizes: number[] = [];
    let end = 6 + 16 * bytes.readUInt16LE(4);
    for (let at = 6; at < 6 + 16 * bytes.readUInt16LE(4); at += 16) {
      const [length, offset] = [bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12)];
      expect(offset).toBe(end);
      end += length;
      const image = bytes.subarray(offset, end);
      const size = bytes[at]! || 256;
      sizes.push(size);
      if (size === 256) {
        expect((await decode(image)).size).toBe(256);
        continue;
      }
      expect([image.readInt32LE(4), image.readInt32LE(8)]).toEqual([size, 2 * size]);
      const rows = inFours(image.subarray(40, 40 + 4 * size * size));
      expectMark(rows.map(([blue, green, red, alpha]) => [red!, green!, blue!, alpha!]));
    }
    expect(end).toBe(bytes.length);
    expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 256]);
  });

  it('is an .icns of PNGs', async () => {
    const bytes = await readFile(join(folder, `${name}.icns`));
    expect(bytes.toString('latin1', 0, 4)).toBe('icns');
    expect(bytes.readUInt32BE(4)).toBe(bytes.length);
    const sizes: Record<string, number> = {};
    for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at + 4)) {
      const { size, pixels } = await decode(
        bytes.subarray(at + 8, at + bytes.readUInt32BE(at + 4)),
      );
      sizes[bytes.toString('latin1', at, at + 4)] = size;
      expectMark(pixels);
    }
    expect(sizes).toMatchObject({ ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32 });
  });
});
