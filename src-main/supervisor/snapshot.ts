/** A run as its last finished step left it, fetched from the compute process while that goes on training. */
import { open } from 'node:fs/promises';
import type { Calls } from '../contract/api.ts';
import { parametersIn, type ComputeApi, type Snapshot } from '../contract/compute-api.ts';
import { unreadable } from '../contract/disk-errors.ts';

/** A snapshot whose weights take up memory until they are freed: left to the garbage collector, every one of them would set it going. */
export interface TakenSnapshot extends Snapshot {
  /** ISO 8601: nothing that was learnt later is in it. */
  readonly takenAt: string;
  /** The model must not be looked at any more. */
  readonly free: () => void;
}

/**
 * @param path of the file that the weights go through, where none is yet; the caller removes it
 * @throws VerseloomError `training.notRunning`; `file.unwritable`, `file.unreadable` for that file
 */
export async function takeSnapshot(calls: Calls<ComputeApi>, path: string): Promise<TakenSnapshot> {
  const takenAt = new Date().toISOString();
  const { dimensions, state } = await calls.snapshot({ path });
  const bytes = await readWhole(path);
  const model = { dimensions, parameters: parametersIn(bytes, dimensions) };
  return { model, state, takenAt, free: () => void bytes.transfer(0) };
}

/** Into one piece of memory: `readFile` leaves as much again for the garbage collector, which would take its time from the training. */
async function readWhole(path: string): Promise<ArrayBuffer> {
  try {
    const file = await open(path);
    try {
      const bytes = new Uint8Array((await file.stat()).size);
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await file.read(bytes, at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return bytes.buffer;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}
