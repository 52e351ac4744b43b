// The lock that lets one set-up at a time touch a clone: a file that its owner creates, keeps fresh, and removes.

import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT = 2_000; // ms
const STALE_AFTER = 20_000; // ms without a heartbeat: its owner was killed, and another process may have its number by now

/** Waits until nobody else holds the lock, takes it, and returns the function that gives it back. */
export async function takeLock(path, { onWait = () => {}, staleAfter = STALE_AFTER } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = String(process.pid);
  for (let waited = false; !create(path, mine); waited = true) {
    if (isStale(path, staleAfter)) {
      rmSync(path, { force: true });
      // Two may have found it stale at once, and the slower one removes the new lock of the faster.
      // Whoever still reads its own name in it a moment later has it.
      if (create(path, mine)) await sleep(200);
      if (read(path) === mine) break;
    } else {
      if (!waited) onWait(read(path));
      await sleep(200);
    }
  }
  const heart = setInterval(() => beat(path), HEARTBEAT).unref();
  const release = () => {
    clearInterval(heart);
    process.off('exit', release);
    if (read(path) === mine) rmSync(path, { force: true });
  };
  process.on('exit', release);
  return release;
}

function create(path, text) {
  try {
    writeFileSync(path, text, { flag: 'wx' }); // fails when the file is there: the one atomic step
    return true;
  } catch (error) {
    if (error.code === 'EEXIST' || error.code === 'EPERM') return false; // EPERM: Windows, while it is being removed
    throw error;
  }
}

function isStale(path, staleAfter) {
  const owner = read(path);
  if (owner === null) return false; // given back just now
  if (owner !== '' && !isAlive(Number(owner))) return true;
  try {
    return Date.now() - statSync(path).mtimeMs > staleAfter;
  } catch {
    return false;
  }
}

function beat(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Somebody removed `dist/`: there is no lock left to keep.
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Whether a process with this number is there. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // there, and somebody else's
  }
}
