/** The machine that this is, as the tables of sweeps tell it. */
import { cpus, hostname } from 'node:os';
import type { Place } from './swept-run.ts';

export const thisPlace = (): Place => ({
  machine: hostname(),
  processor: (cpus()[0]?.model ?? process.arch).trim().replace(/\s+/g, ' '),
});
