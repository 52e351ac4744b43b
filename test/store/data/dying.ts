/** Lets a process end, as by `kill -9` or by a power cut, right before a chosen one of its changes to the file system. */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...args: unknown[]) => unknown;

const CALLS = ['chmod', 'close', 'copyFile', 'fsync', 'link', 'lutimes', 'mkdir', 'open', 'rename'];
const MORE_CALLS = ['rm', 'rmdir', 'truncate', 'unlink', 'utimes', 'write', 'writeFile'];
/** Of a file that is open. */
const OF_A_FILE = ['sync', 'writeFile'];

/**
 * @param moment 1 for the first change; 0 for never
 * @returns a function that tells how many there have been
 */
export async function dieAt(moment: number): Promise<() => number> {
  let count = 0;
  const watch = (owner: object, names: readonly string[]): void => {
    const calls = owner as Record<string, Call | undefined>;
    for (const name of names) {
      const call = calls[name];
      if (!call) continue;
      calls[name] = function (this: unknown, ...args: unknown[]) {
        count += 1;
        if (count === moment) {
          if (name === 'copyFile') leaveHalf(args[0] as string, args[1] as string);
          if (owner === ofFiles && name === 'writeFile') writeHalf(this as { fd: number }, args[0]);
          process.kill(process.pid, 'SIGKILL');
        }
        return call.apply(this, args);
      };
    }
  };
  const ofFiles = await prototypeOfFiles();
  for (const owner of [fs, promises]) watch(owner, [...CALLS, ...MORE_CALLS]);
  watch(ofFiles, OF_A_FILE);
  syncBuiltinESMExports(); // for `import { rename } from …`, too
  return () => count;
}

/** @returns what all that `open` gives has its calls from */
export async function prototypeOfFiles(): Promise<object> {
  await using file = await promises.open(import.meta.filename);
  return Object.getPrototypeOf(file) as object;
}

function leaveHalf(from: string, to: string): void {
  const bytes = fs.readFileSync(from);
  fs.writeFileSync(to, bytes.subarray(0, bytes.length / 2));
}

/** @param content text, bytes, or pieces of such */
function writeHalf({ fd }: { fd: number }, content: unknown): void {
  const pieces = Array.isArray(content) ? content : [content];
  const bytes = Buffer.concat(pieces.map((piece: string | Uint8Array) => Buffer.from(piece)));
  fs.writeSync(fd, bytes.subarray(0, bytes.length / 2));
}
