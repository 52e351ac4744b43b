/** `location.json` in the platform's folder for application data: which folder was chosen for the data, and what a move of them is at. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { unwritable } from '../../contract/disk-errors.ts';
import { flushFolder, readJsonNow, writeJson } from '../files/atomic-file.ts';
import { entries } from './data-contents.ts';
import { hasLayout } from './data-layout.ts';

const location = z.object({
  /** Absolute; the platform's folder itself without it. */
  folder: z.string().min(1).optional(),
  /** A move that is not finished: the data are complete in the one of the two that is in use. */
  move: z
    .object({
      from: z.string().min(1),
      to: z.string().min(1),
      /** The folder was made for it. */
      made: z.boolean(),
    })
    .optional(),
});
export type Location = z.infer<typeof location>;

const LOCATION_NAME = entries.location.path;

/**
 * @param place the platform's folder for application data
 * @throws VerseloomError `file.unreadable` {path, reason}: to go on without it would look as if all models were gone
 */
export const readLocation = (place: string): Location =>
  readJsonNow(join(place, LOCATION_NAME), location) ?? {};

/** @throws VerseloomError `file.unwritable`; unless only the folder could not be flushed, what was there is then as it was */
export async function writeLocation(place: string, value: Location): Promise<void> {
  const path = join(place, LOCATION_NAME);
  if (value.folder !== undefined || value.move) return writeJson(path, value);
  try {
    await rm(path, { force: true });
    await flushFolder(place);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** @returns the folder in use */
export function chosenFolder({ folder, move }: Location, place: string): string {
  const named = folder ?? place;
  // The first thing that a move deletes is the layout of the old folder. Where that is gone, the disk has lost in a power cut that
  // the new folder was already in use.
  return move?.from === named && !hasLayout(named) && hasLayout(move.to) ? move.to : named;
}
