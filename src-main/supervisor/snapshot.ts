/** A run as its last finished step left it, fetched from the compute process while that goes on training. */
import { open, rm } from 'node:fs/promises';
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
 * @param beside path of the file that they are saved in; the one that they go through is named after it, as what a killed writer leaves
 * @throws VerseloomError `training.notRunning`; `file.unwritable`, `file.unreadable` for that file
 */
export async function takeSnapshot(
  calls: Calls<ComputeApi>,
  beside: string,
): Promise<TakenSnapshot> {
  const path = `${beside}.${process.pid}`; // there is one run a process
  const takenAt = new Date().toISOString();
  try {
    const { dimensions, state } = await calls.snapshot({ path });
    const bytes = await readWhole(path);
    const model = { dimensions, parameters: parametersIn(bytes, dimensions) };
    return { model, state, takenAt, free: () => void bytes.transfer(0) };
  } finally {
    await rm(path, { force: true }).catch(() => {}); // the next one writes over it
  }
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
