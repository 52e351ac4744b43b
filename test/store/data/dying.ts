/** Lets a process end, as by `kill -9` or by a power cut, right before a chosen one of its changes to the file system. */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...args: unknown[]) => unknown;

const CALLS = ['chmod', 'close', 'copyFile', 'fsync', 'mkdir', 'open', 'rename', 'rm', 'rmdir'];
const MORE_CALLS = ['truncate', 'unlink', 'utimes', 'write', 'writeFile'];

/**
 * @param moment 1 for the first change; 0 for never
 * @returns a function that tells how many there have been
 */
export function dieAt(moment: number): () => number {
  let count = 0;
  for (const owner of [fs, promises] as unknown as Record<string, Call | undefined>[])
    for (const name of [...CALLS, ...MORE_CALLS]) {
      const call = owner[name];
      if (!call) continue;
      owner[name] = (...args) => {
        count += 1;
        if (count === moment) {
          if (name === 'copyFile') leaveHalf(args[0] as string, args[1] as string);
          process.kill(process.pid, 'SIGKILL');
        }
        return call(...args);
      };
    }
  syncBuiltinESMExports(); // for `import { rename } from …`, too
  return () => count;
}

function leaveHalf(from: string, to: string): void {
  const bytes = fs.readFileSync(from);
  fs.writeFileSync(to, bytes.subarray(0, bytes.length / 2));
}
