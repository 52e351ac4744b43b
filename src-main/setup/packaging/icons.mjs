// Draws the icons of an installed application from their two SVG sources: PNGs for Linux, .ico for Windows, .icns for macOS.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const CANVAS = 512; // of both sources

/** Apple's names for the sizes: from 16 points at double density to 512 at double density. */
const icnsSizes = {
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
};

/** Writes `png/<size>x<size>.png`, `verseloom.ico`, `verseloom.icns`, `verse.ico` and `verse.icns` into `folder`. */
export async function drawIcons(sources, folder) {
  const application = await readFile(join(sources, 'verseloom.svg'), 'utf8');
  const document = await readFile(join(sources, 'verse-file.svg'), 'utf8');
  await mkdir(join(folder, 'png'), { recursive: true });
  for (const size of [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024]) {
    await writeFile(join(folder, 'png', `${size}x${size}.png`), await toPng(application, size));
  }
  await writeFile(join(folder, 'verseloom.ico'), await toIco(application));
  await writeFile(join(folder, 'verseloom.icns'), await toIcns(onMacGrid(application)));
  await writeFile(join(folder, 'verse.ico'), await toIco(document));
  await writeFile(join(folder, 'verse.icns'), await toIcns(document));
}

/** Apple's grid leaves a tenth free around the body of an icon, which casts a soft shadow there. */
function onMacGrid(svg) {
  return `\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CANVAS} ${CANVAS}">
  <filter id="shadow" x="-10%" y="-10%" width="120%" height="125%">
    <feDropShadow dx="0" dy="5" stdDeviation="5" flood-opacity=".3"/>
  </filter>
  <g filter="url(#shadow)">
    <svg x="50" y="50" width="412" height="412" ${svg.slice(svg.indexOf('viewBox'))}
  </g>
</svg>`;
}

/** Drawn at four times its size first: strokes thinner than a pixel then keep their weight. */
function draw(svg, size) {
  const density = (72 * size * 4) / CANVAS; // dots per inch; librsvg takes an SVG's unit for 1/72 of one
  return sharp(Buffer.from(svg), { density }).resize(size, size).ensureAlpha();
}

function toPng(svg, size) {
  return draw(svg, size).png({ compressionLevel: 9 }).toBuffer();
}

/** The container of Windows. Not everything that reads it takes a PNG for the small sizes, so they are bitmaps. */
async function toIco(svg) {
  const sizes = [16, 20, 24, 32, 40, 48, 64, 256];
  const images = await Promise.all(
    sizes.map((size) => (size < 256 ? toBitmap(svg, size) : toPng(svg, size))),
  );
  const header = Buffer.alloc(6 + 16 * sizes.length);
  header.writeUInt16LE(1, 2); // an icon, not a cursor
  header.writeUInt16LE(sizes.length, 4);
  let offset = header.length;
  for (const [i, image] of images.entries()) {
    const at = 6 + 16 * i;
    header.writeUInt8(sizes[i] % 256, at); // 0 stands for 256
    header.writeUInt8(sizes[i] % 256, at + 1);
    header.writeUInt16LE(1, at + 4); // planes
    header.writeUInt16LE(32, at + 6); // bits a pixel
    header.writeUInt32LE(image.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([header, ...images]);
}

/** A bitmap as an icon holds it: BGRA from the bottom row up, then a mask of one bit a pixel that the alpha channel makes idle. */
async function toBitmap(svg, size) {
  const pixels = await draw(svg, size).raw().toBuffer();
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(2 * size, 8); // of both together
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const rows = [];
  for (let row = size - 1; row >= 0; row--) {
    rows.push(pixels.subarray(row * size * 4, (row + 1) * size * 4));
  }
  const colours = Buffer.concat(rows);
  for (let i = 0; i < colours.length; i += 4) {
    [colours[i], colours[i + 2]] = [colours[i + 2], colours[i]];
  }
  const mask = Buffer.alloc(Math.ceil(size / 32) * 4 * size);
  return Buffer.concat([header, colours, mask]);
}

/** The container of macOS: PNGs, each under the name of its size. 16 and 32 points at single density have an encoding of their own; it scales the next one. */
async function toIcns(svg) {
  const parts = [];
  for (const [name, size] of Object.entries(icnsSizes)) {
    const png = await toPng(svg, size);
    parts.push(block(name, png.length), png);
  }
  const body = Buffer.concat(parts);
  return Buffer.concat([block('icns', body.length), body]);
}

/** A name of four letters and the length of what it names, these eight bytes included. */
function block(name, length) {
  const bytes = Buffer.alloc(8);
  bytes.write(name, 'latin1');
  bytes.writeUInt32BE(length + 8, 4);
  return bytes;
}
