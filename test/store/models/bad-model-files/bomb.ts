/** An entry of a zip that unpacks to far more than it takes, and the file around it. */
import { crc32, deflateRawSync } from 'node:zlib';
import {
  DEFLATED,
  packEntry,
  STORED,
  writeArchive,
  type PackedEntry,
} from '../../../../src-main/store/archives/archive-writer.ts';
import { forge, partsOf, type Change } from './forge.ts';

export const MIB = 1024 * 1024;

/** An entry that unpacks to so many zeros, whatever it declares. */
export function bomb(name: string, zeros: number, declared = zeros): PackedEntry {
  const content = new Uint8Array(zeros);
  const packed = deflateRawSync(content);
  return {
    ...{ name, method: DEFLATED, size: declared },
    ...{ crc32: crc32(content), data: [packed], packedSize: packed.length },
  };
}

/** A forged file in which the entry takes the place of the part of its name. */
export async function withEntry(entry: PackedEntry, ...changes: Change[]): Promise<Uint8Array> {
  const parts = await partsOf(await forge(...changes));
  parts.delete(entry.name);
  const entries: PackedEntry[] = [];
  for (const [name, content] of parts) entries.push(await packEntry(name, content, STORED));
  return Buffer.concat(writeArchive([...entries, entry]));
}
