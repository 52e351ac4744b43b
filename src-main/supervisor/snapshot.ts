/** A run as its last finished step left it, fetched from the compute process while that goes on training. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Calls } from '../contract/api.ts';
import { parametersIn, type ComputeApi, type Snapshot } from '../contract/compute-api.ts';
import { unreadable, unwritable } from '../contract/disk-errors.ts';

/** A snapshot whose weights take up memory until they are freed: left to the garbage collector, every one of them would set it going. */
export interface TakenSnapshot extends Snapshot {
  /** The model must not be looked at any more. */
  readonly free: () => void;
}

/** @throws VerseloomError `training.notRunning`; `file.unwritable`, `file.unreadable` for the file that the parameters go through */
export async function takeSnapshot(calls: Calls<ComputeApi>): Promise<TakenSnapshot> {
  const folder = await newFolder();
  const path = join(folder, 'parameters');
  try {
    const { dimensions, state } = await calls.snapshot({ path });
    const bytes = await readWhole(path);
    const model = { dimensions, parameters: parametersIn(bytes, dimensions) };
    return { model, state, free: () => void bytes.transfer(0) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of this person alone: what was learnt is theirs. */
async function newFolder(): Promise<string> {
  const prefix = join(tmpdir(), 'verseloom-');
  try {
    return await mkdtemp(prefix);
  } catch (error) {
    throw unwritable(prefix, error);
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
