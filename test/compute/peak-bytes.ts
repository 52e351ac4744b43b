/** The largest resident size of a process so far. */
import { readFileSync } from 'node:fs';

/** @returns what Linux tells of this very program, since what Node tells is at least what its parent had when it was forked; elsewhere undefined */
export function peakBytes(pid: number): number | undefined {
  try {
    const told = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return told ? Number(told[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}
