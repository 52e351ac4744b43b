import { createHash } from 'node:crypto';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { looksLikeZip, readZip } from '../../../src-main/store/archives/zip-reader.ts';
import { encryptZip, patchZip } from './zip-patch.ts';

const TEXT = '想要有直升机 '.repeat(500);

async function makeZip(
  files: Record<string, string | Uint8Array>,
  options: JSZip.JSZipGeneratorOptions = {},
) {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(files)) zip.file(name, content);
  return zip.generateAsync({ ...options, type: 'uint8array' });
}

async function readAll(bytes: Uint8Array, limit = 1e6, entries = 100): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readZip(bytes, entries))
    found.push(new TextDecoder().decode(await entry.read(limit)));
  return found;
}

/** A zip as large archivers write it: sizes and offsets in Zip64 fields. */
function zip64(content: Buffer, crc: number): Uint8Array {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(content.length), 4);
  extra.writeBigUInt64LE(BigInt(content.length), 12);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt32LE(crc, 16);
  central.fill(0xff, 20, 28);
  central.writeUInt16LE(1, 28);
  central.writeUInt16LE(extra.length, 30);
  central.fill(0xff, 42, 46);
  const directory = Buffer.concat([central, Buffer.from('a'), extra]);
  const at = local.length + content.length;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(1n, 32);
  record.writeBigUInt64LE(BigInt(directory.length), 40);
  record.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at + directory.length), 8);
  const end = Buffer.alloc(22, 0xff);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(0, 20);
  return new Uint8Array(Buffer.concat([local, content, directory, record, locator, end]));
}

describe('reading a zip', () => {
  it.each([
    ['stored', { compression: 'STORE' }],
    ['deflated', { compression: 'DEFLATE' }],
    ['streamed, with sizes behind the data', { compression: 'DEFLATE', streamFiles: true }],
    ['with a comment', { comment: 'PK\x05\x06 is what the end looks like, and it is long enough' }],
  ] as const)('gives what was put in: %s', async (_, options) => {
    const bytes = await makeZip({ 'a.txt': TEXT, empty: '', 'b.txt': 'b' }, options);
    const given = Buffer.from(bytes);
    expect(await readAll(given)).toEqual([TEXT, '', 'b']);
    expect(given.equals(bytes)).toBe(true);
    expect(looksLikeZip(bytes)).toBe(true);
  });

  it('finds its way behind something that stands before the zip', async () => {
    const zip = await makeZip({ a: TEXT });
    expect(await readAll(Buffer.concat([Buffer.alloc(1000, 7), zip]))).toEqual([TEXT]);
  });

  it('knows Zip64', async () => {
    const { crc32 } = await import('node:zlib');
    const content = Buffer.from(TEXT);
    expect(await readAll(zip64(content, crc32(content)))).toEqual([TEXT]);
  });

  it('is refused when it points far outside', async () => {
    const zip = Buffer.from(zip64(Buffer.from(TEXT), 0));
    // Of the directory, and of what says where the directory is.
    for (const field of [zip.length - 50, zip.length - 34]) {
      const far = Buffer.from(zip);
      far.writeBigUInt64LE(2n ** 60n, field);
      await expect(readAll(far)).rejects.toMatchObject({ kind: 'damaged' });
    }
  });

  it('is refused as no zip', async () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(3), Buffer.from(TEXT)])
      await expect(readAll(bytes)).rejects.toMatchObject({ kind: 'notZip' });
  });

  it('is refused as damaged wherever it is cut', async () => {
    const zip = await makeZip({ a: TEXT, b: 'b' }, { compression: 'DEFLATE' });
    for (let length = 4; length < zip.length; length += 7)
      await expect(readAll(zip.subarray(0, length))).rejects.toMatchObject({ kind: 'damaged' });
  });

  it('is refused or the same, whichever byte is flipped', async () => {
    const zip = await makeZip({ 'a.txt': TEXT, 'b.txt': 'b' }, { compression: 'DEFLATE' });
    const expected = await readAll(zip);
    for (let at = 0; at < zip.length; at++) {
      const flipped = zip.slice();
      flipped[at]! ^= 0x41;
      const result = await readAll(flipped).catch((error: { kind?: string }) => error);
      if (Array.isArray(result)) expect(expected).toEqual(expect.arrayContaining(result));
      else expect(result.kind).toBeTypeOf('string');
    }
  });

  it('is refused when it is encrypted, as either header says', async () => {
    const zip = await makeZip({ a: TEXT });
    for (const where of ['local', 'central'] as const)
      await expect(readAll(encryptZip(zip, where))).rejects.toMatchObject({ kind: 'encrypted' });
  });

  it('is refused for a compression that is not known', async () => {
    const zip = await makeZip({ a: TEXT });
    await expect(readAll(patchZip(zip, 'central', 'method', () => 12))).rejects.toMatchObject({
      kind: 'packed',
    });
  });

  it('is refused for a wrong checksum', async () => {
    const zip = await makeZip({ a: TEXT });
    await expect(
      readAll(patchZip(zip, 'central', 'crc32', (crc) => (crc ^ 1) >>> 0)),
    ).rejects.toMatchObject({
      kind: 'damaged',
      reason: 'a checksum does not match',
    });
  });

  it('is refused by its declared size', async () => {
    const zip = await makeZip({ a: TEXT });
    await expect(readAll(zip, 100)).rejects.toMatchObject({ kind: 'tooLarge' });
  });

  it('is refused by its real size, whatever it declares, without unpacking the rest', async () => {
    const zip = await makeZip({ a: new Uint8Array(50_000_000) }, { compression: 'DEFLATE' });
    const lying = patchZip(zip, 'central', 'size', () => 10);
    const before = process.memoryUsage().arrayBuffers;
    await expect(readAll(lying, 10_000)).rejects.toMatchObject({ kind: 'tooLarge' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  it('is refused for a size that is another than declared', async () => {
    const zip = await makeZip({ a: TEXT }, { compression: 'DEFLATE' });
    for (const change of [1, -1])
      await expect(
        readAll(patchZip(zip, 'central', 'size', (size) => size + change)),
      ).rejects.toMatchObject({ kind: 'damaged' });
  });

  it('is refused for too many entries, before they are read', async () => {
    const files = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${i}`, 'x']));
    const zip = await makeZip(files);
    expect(await readAll(zip, 100, 11)).toHaveLength(11);
    await expect(readAll(zip, 100, 10)).rejects.toMatchObject({ kind: 'tooLarge' });
  });

  it('reads the same bytes that another library wrote from random ones', async () => {
    const random = createHash('sha512').update('seed').digest();
    const zip = await makeZip({ a: random }, { compression: 'DEFLATE' });
    const [entry] = await readZip(zip, 1);
    expect(Buffer.from(await entry!.read(64))).toEqual(random);
  });
});
