/** The packs of a corpus: zips in which the bytes of its sources lie as they came in, and what a person has set instead. */
import { randomBytes } from 'node:crypto';
import { MAX_TEXT_BYTES } from '../../contract/corpus/limits.ts';
import { unreadable } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { packEntry, STORED, writeArchive, type PackedEntry } from '../archives/archive-writer.ts';
import { readArchive, withFile, type ArchiveLimits } from '../archives/archive-reader.ts';
import { Damage } from '../files/damage.ts';
import { PRIVATE, writeFileAtomically } from '../files/atomic-file.ts';

export interface NewPack {
  /** As `newPackId` makes it. */
  readonly id: string;
  /** They are called 1, 2, … in the zip, in this order. */
  readonly entries: readonly Uint8Array[];
}

/** One that is packed already. */
export interface ReadyPack {
  readonly id: string;
  readonly zip: Uint8Array;
}

export type Pack = NewPack | ReadyPack;

/** As many as a zip can count; their names are numbers. */
const LIMITS: ArchiveLimits = { entries: 0xffff, directoryBytes: 4 * 1024 * 1024 };

/** @returns 16 hexadecimal digits, which no other pack has */
export const newPackId = (): string => randomBytes(8).toString('hex');

/**
 * Nothing is made smaller: a text that is learnt lies beside it as it is, and to squeeze 20 MB takes longer than to write them.
 * @returns the bytes of a zip, in pieces
 * @throws RangeError for more entries or bytes than a plain zip holds
 */
export async function packInto({ entries }: NewPack): Promise<Uint8Array[]> {
  const packed: PackedEntry[] = [];
  for (const [index, entry] of entries.entries())
    packed.push(await packEntry(`${index + 1}`, entry, STORED));
  return writeArchive(packed);
}

/** As `packInto`, in one piece of memory of its own, which can be handed from thread to thread. */
export async function packInOne(pack: NewPack): Promise<ReadyPack> {
  const pieces = await packInto(pack);
  const zip = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    zip.set(piece, at);
    at += piece.length;
  }
  return { id: pack.id, zip };
}

/** @param pieces as `packInto` makes them. @throws VerseloomError `file.unwritable`, `data.inUse` */
export const writePack = (path: string, pieces: readonly Uint8Array[]): Promise<void> =>
  writeFileAtomically(path, pieces, PRIVATE);

/**
 * Reads some entries of a pack; it needs nothing else, and works in any thread.
 * @param entries from 0
 * @returns their bytes, in the order that they were asked for
 * @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason}, also where the bytes are not those that were written
 */
export async function readPack(path: string, entries: readonly number[]): Promise<Uint8Array[]> {
  try {
    return await withFile(path, async (readAt, size) => {
      const kept = await readArchive(readAt, size, LIMITS);
      const found: Uint8Array[] = [];
      for (const entry of entries) {
        const there = kept?.[entry];
        if (there?.name !== `${entry + 1}`) throw new Damage(`${entry + 1} is missing`);
        found.push(await there.read(MAX_TEXT_BYTES));
      }
      return found;
    });
  } catch (error) {
    if (!(error instanceof Damage)) throw unreadable(path, error);
    throw new VerseloomError(
      'file.unreadable',
      { path, reason: 'it is damaged; put it back out of a backup, or import its songs anew' },
      { cause: error },
    );
  }
}
