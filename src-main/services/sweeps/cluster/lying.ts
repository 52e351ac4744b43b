/** The sweeps that lie in a folder which a cluster sees, whoever began them and wherever. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadable } from '../../../contract/disk-errors.ts';
import { Storage, type Plan } from './storage.ts';

export interface LyingSweep {
  readonly path: string;
  readonly plan: Plan;
}

/** @returns the sweep that a folder itself is, or those in it, by their names. @throws VerseloomError `file.*` */
export async function sweepsIn(path: string): Promise<LyingSweep[]> {
  const itself = await new Storage(path).plan();
  if (itself) return [{ path, plan: itself }];
  let names: string[];
  try {
    names = (await readdir(path)).sort();
  } catch (error) {
    throw unreadable(path, error);
  }
  const sweeps: LyingSweep[] = [];
  for (const name of names) {
    const one = join(path, name);
    const plan = await new Storage(one).plan().catch(() => undefined); // another file, or another's
    if (plan) sweeps.push({ path: one, plan });
  }
  return sweeps;
}
