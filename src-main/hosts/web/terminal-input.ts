/** Enter, pressed in the terminal that the host runs in or sent by a program that it runs for. */
import { execFileSync } from 'node:child_process';
import { fstatSync, readFileSync } from 'node:fs';
import { stdin } from 'node:process';

/** Whoever sends lines without end gets one answer in that time, and costs nothing in between. */
const REST_MS = 100;

/** @returns whether there is anything that lines can come from */
export function onEnter(listener: () => void): boolean {
  if (!bringsLines()) return false;
  stdin.pause(); // or to listen would be to read
  stdin.on('error', () => stdin.destroy()); // a terminal that has gone
  stdin.on('data', (chunk: Buffer) => {
    if (!chunk.includes('\n')) return;
    listener();
    stdin.pause();
    setTimeout(followForeground, REST_MS).unref();
  });
  // A shell that stops us and lets us go on takes the terminal in between, or gives it back.
  if (stdin.isTTY && process.platform !== 'win32') process.on('SIGCONT', followForeground);
  followForeground();
  return true;
}

/** Not a file and no /dev/null, which have nothing to say. */
function bringsLines(): boolean {
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
  if (isInForeground()) stdin.resume();
  else stdin.pause();
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
