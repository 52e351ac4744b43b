/** Enter, pressed in the terminal that the host runs in or sent by a program that it runs for. */
import { execFileSync } from 'node:child_process';
import { fstatSync, readFileSync } from 'node:fs';
import { stdin } from 'node:process';

/** Whoever sends lines without end gets one answer in that time, and costs nothing in between. */
const REST_MS = 100;
/** Nobody tells a program that it was brought to the foreground while it ran. */
const LOOK_AGAIN_MS = 2_000;
let next: NodeJS.Timeout | undefined;

/** @returns whether there is anything that lines can come from */
export function onEnter(listener: () => void): boolean {
  if (!bringsLines()) return false;
  stdin.pause(); // or to listen would be to read
  stdin.on('error', () => stdin.destroy()); // a terminal that has gone
  stdin.on('data', (chunk: Buffer) => {
    if (!chunk.includes('\n')) return;
    listener();
    stdin.pause();
    followForegroundIn(REST_MS);
  });
  // A shell that lets us go on may do so in the background.
  if (stdin.isTTY && process.platform !== 'win32') process.on('SIGCONT', followForeground);
  followForeground();
  return true;
}

/** @returns whether there is anything that lines can come from: not a file and no /dev/null, which have nothing to say */
export function bringsLines(): boolean {
  if (stdin.isTTY) return true;
  try {
    const about = fstatSync(0);
    return about.isFIFO() || about.isSocket();
  } catch {
    return false; // closed
  }
}

/** A program in the background that reads from the terminal is stopped by the system, and with it all that it does. */
function followForeground(): void {
  if (isInForeground()) {
    stdin.resume();
  } else {
    stdin.pause();
    followForegroundIn(LOOK_AGAIN_MS);
  }
}

function followForegroundIn(time: number): void {
  clearTimeout(next);
  next = setTimeout(followForeground, time).unref();
}

function isInForeground(): boolean {
  if (!stdin.isTTY || process.platform === 'win32') return true;
  try {
    const [group, foreground] = processGroups();
    return group === foreground;
  } catch {
    return false;
  }
}

/** @returns our own process group, and the one that has the terminal */
function processGroups(): [string | undefined, string | undefined] {
  if (process.platform === 'linux') {
    const facts = readFileSync('/proc/self/stat', 'utf8'); // pid (name) state ppid pgrp session tty tpgid …
    const [, , group, , , foreground] = facts.slice(facts.lastIndexOf(')') + 2).split(' ');
    return [group, foreground];
  }
  const facts = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)]);
  const [group, foreground] = facts.toString().trim().split(/\s+/);
  return [group, foreground];
}
