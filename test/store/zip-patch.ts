/** Zips that lie: fields of a zip's headers, changed in its bytes. */

const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** Field of a header: its place in the local one, in the central one, and its width in bytes. */
const FIELDS = {
  flags: { local: 6, central: 8, bytes: 2 },
  method: { local: 8, central: 10, bytes: 2 },
  crc32: { local: 14, central: 16, bytes: 4 },
  compressedSize: { local: 18, central: 20, bytes: 4 },
  size: { local: 22, central: 24, bytes: 4 },
} as const;

/** @returns a copy in which a field of all headers of one sort is another */
export function patchZip(
  zip: Uint8Array,
  where: 'local' | 'central',
  field: keyof typeof FIELDS,
  change: (value: number) => number,
): Uint8Array {
  const bytes = Buffer.from(zip);
  const { [where]: offset, bytes: width } = FIELDS[field];
  const signature = where === 'local' ? LOCAL : CENTRAL;
  for (let at = 0; at + 46 <= bytes.length; at++) {
    if (bytes.readUInt32LE(at) !== signature) continue;
    const value = change(bytes.readUIntLE(at + offset, width));
    bytes.writeUIntLE(value, at + offset, width);
  }
  return new Uint8Array(bytes);
}

export const encryptZip = (zip: Uint8Array, where: 'local' | 'central') =>
  patchZip(zip, where, 'flags', (flags) => flags | 1);
