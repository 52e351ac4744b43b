/** A disk that is full from a chosen moment on: what takes room fails, and a file that is written by then has half of its bytes. */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { prototypeOfFiles } from './dying.ts';

type Call = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/**
 * @param moment 1 for the first that takes room
 * @param work what is done on that disk
 * @returns whether there was room for all of it
 */
export async function onFullDisk(moment: number, work: () => Promise<unknown>): Promise<boolean> {
  let count = 0;
  const undo: (() => void)[] = [];
  const fill = (owner: object, name: string, leaveHalf: Call): void => {
    const calls = owner as Record<string, Call>;
    const call = calls[name]!;
    undo.push(() => (calls[name] = call));
    calls[name] = async function (...args) {
      count += 1;
      if (count < moment) return call.apply(this, args);
      await leaveHalf.apply(this, args);
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
  };
  fill(promises, 'mkdir', async () => {});
  fill(promises, 'copyFile', async (_, to) => fs.writeFileSync(to as string, 'half'));
  fill(await prototypeOfFiles(), 'writeFile', async function () {
    fs.writeSync((this as { fd: number }).fd, 'half');
  });
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    for (const restore of undo) restore();
    syncBuiltinESMExports();
  }
  return count < moment;
}
