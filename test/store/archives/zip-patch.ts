/** Zips that lie: fields of a zip's headers, changed in its bytes. */

const SIGNATURES = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 };
const BYTES = { local: 30, central: 46, end: 22 };
export type Header = keyof typeof SIGNATURES;

/** Place and width of the fields of each header, in bytes; those that say nothing of the content are left out. */
export const FIELDS = {
  local: {
    ...{ signature: [0, 4], flags: [6, 2], method: [8, 2], crc32: [14, 4] },
    ...{ packedSize: [18, 4], size: [22, 4], nameLength: [26, 2], extraLength: [28, 2] },
  },
  central: {
    ...{ signature: [0, 4], flags: [8, 2], method: [10, 2], crc32: [16, 4] },
    ...{ packedSize: [20, 4], size: [24, 4], nameLength: [28, 2], extraLength: [30, 2] },
    ...{ commentLength: [32, 2], disk: [34, 2], place: [42, 4] },
  },
  end: {
    ...{ signature: [0, 4], disk: [4, 2], directoryDisk: [6, 2], countOnDisk: [8, 2] },
    ...{ count: [10, 2], directoryBytes: [12, 4], directoryAt: [16, 4], commentLength: [20, 2] },
  },
} as const satisfies Record<Header, Record<string, readonly [number, number]>>;

/** Where the headers of one sort are. */
export function findHeaders(zip: Uint8Array, header: Header): number[] {
  const bytes = Buffer.from(zip);
  const found: number[] = [];
  for (let at = 0; at + BYTES[header] <= bytes.length; at++)
    if (bytes.readUInt32LE(at) === SIGNATURES[header]) found.push(at);
  return found;
}

/** @returns a copy in which a field of the headers of one sort is another: of all of them, or of the one with this number */
export function patchZip<H extends Header>(
  zip: Uint8Array,
  header: H,
  field: keyof (typeof FIELDS)[H],
  change: (value: number) => number,
  only?: number,
): Uint8Array {
  const bytes = Buffer.from(zip);
  const [offset, width] = FIELDS[header][field] as readonly [number, number];
  for (const [i, at] of findHeaders(zip, header).entries()) {
    if (only !== undefined && only !== i) continue;
    const value = change(bytes.readUIntLE(at + offset, width));
    // As the field wraps around.
    bytes.writeUIntLE(((value % 256 ** width) + 256 ** width) % 256 ** width, at + offset, width);
  }
  return new Uint8Array(bytes);
}

export const encryptZip = (zip: Uint8Array, header: 'local' | 'central') =>
  patchZip(zip, header, 'flags', (flags) => flags | 1);
