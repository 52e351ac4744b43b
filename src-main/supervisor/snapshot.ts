/** A run as its last finished step left it, fetched from the compute process while that goes on training. */
import { open } from 'node:fs/promises';
import type { Calls } from '../contract/api.ts';
import { parametersIn } from '../contract/architecture.ts';
import type { ComputeApi, LanguageModel, Snapshot } from '../contract/compute-api.ts';
import { unreadable } from '../contract/disk-errors.ts';

/** A snapshot whose weights take up memory until they are freed: left to the garbage collector, every one of them would set it going. */
export interface TakenSnapshot extends Snapshot {
  /** ISO 8601: nothing that was learnt later is in it. */
  readonly takenAt: string;
  /** Neither the model nor the moments must be looked at any more. */
  readonly free: () => void;
  /** Nor the best one, where it was told. */
  readonly freeBest: () => void;
}

export interface SnapshotWish {
  /** The epoch whose weights the caller has already, as those of the best one; null where these are not wanted. */
  readonly best?: number | null;
  readonly isExact?: boolean;
  readonly withMoments?: boolean;
}

/**
 * @param how as for `snapshot` of the contract. @param path of the file that the weights go through, where none is yet; the caller removes it
 * @throws VerseloomError `training.notRunning`; `file.unwritable`, `file.unreadable` for that file
 */
export async function takeSnapshot(
  calls: Calls<ComputeApi>,
  path: string,
  how: SnapshotWish = {},
): Promise<TakenSnapshot> {
  const takenAt = new Date().toISOString();
  const { architecture, state, hasBest, moments } = await calls.snapshot({ path, ...how });
  const [bytes, ...others] = await readPieces(path, 1 + (hasBest ? 1 : 0) + moments);
  const bestBytes = hasBest ? others.shift() : undefined;
  const modelIn = (piece: ArrayBuffer): LanguageModel => ({
    architecture,
    parameters: parametersIn(piece, architecture),
  });
  return {
    ...{ model: modelIn(bytes!), state, takenAt, moments: others.map(modelIn) },
    free: () => [bytes!, ...others].forEach((piece) => void piece.transfer(0)),
    ...{ best: bestBytes ? modelIn(bestBytes) : null },
    freeBest: () => void bestBytes?.transfer(0),
  };
}

/** Into equal pieces of memory: `readFile` leaves as much again for the garbage collector, which would take its time from the training. */
async function readPieces(path: string, count: number): Promise<ArrayBuffer[]> {
  try {
    const file = await open(path);
    try {
      const size = (await file.stat()).size / count;
      const pieces: ArrayBuffer[] = [];
      for (let i = 0; i < count; i++) {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size;) {
          const { bytesRead } = await file.read(bytes, at, size - at, i * size + at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
        pieces.push(bytes.buffer);
      }
      return pieces;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}
