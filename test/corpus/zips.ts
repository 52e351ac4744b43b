/** Zips for tests, byte by byte: their names in any encoding, and what no program would write. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Entry {
  readonly name: Uint8Array | string;
  readonly bytes: Uint8Array | string;
  /** Whether the name is marked as UTF-8. */
  readonly isMarked?: boolean;
  readonly isEncrypted?: boolean;
  /** Already packed, of this size and sum. */
  readonly packed?: Uint8Array;
  readonly size?: number;
  /** How it is packed, where it says something else than it is. */
  readonly method?: number;
}

const MARKED = 0x800;
const DEFLATED = 8;

export function zipOf(entries: readonly Entry[]): Uint8Array {
  const [locals, directory]: Buffer[][] = [[], []];
  let at = 0;
  for (const { name, bytes, isMarked, isEncrypted, packed, size, method } of entries) {
    const path = Buffer.from(name as string);
    const content = Buffer.from(bytes as string);
    const data = packed ?? deflateRawSync(content);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE((isMarked ? MARKED : 0) | (isEncrypted ? 1 : 0), 2);
    header.writeUInt16LE(method ?? DEFLATED, 4);
    header.writeUInt32LE(crc32(content), 10);
    header.writeUInt32LE(data.length, 14);
    header.writeUInt32LE(size ?? content.length, 18);
    header.writeUInt16LE(path.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    locals!.push(Buffer.from('PK\x03\x04', 'latin1'), header, path, Buffer.from(data));
    directory!.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), header, tail, path);
    at += 4 + header.length + path.length + data.length;
  }
  const central = Buffer.concat(directory!);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return new Uint8Array(
    Buffer.concat([...locals!, central, Buffer.from('PK\x05\x06', 'latin1'), end]),
  );
}

/** @returns an entry of so many zeros, which are packed without being there all at once */
export function zeros(name: string, size: number): Entry {
  // A block of zeros, ended on a whole byte, can stand behind itself any number of times.
  const BLOCK = 2 ** 20;
  const block = deflateRawSync(Buffer.alloc(BLOCK), { finishFlush: 2 /* Z_SYNC_FLUSH */ });
  const end = deflateRawSync(Buffer.alloc(0));
  const packed = Buffer.concat([...Array.from({ length: size / BLOCK }, () => block), end]);
  return { name, bytes: '', packed, size };
}
