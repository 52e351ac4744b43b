/** The lock that the first application of a data folder holds, and what later ones leave for it before they go. */
import { readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OtherInstance {
  readonly argv: string[];
  readonly cwd: string;
  readonly additionalData: Record<string, unknown>;
}

const LOCK = 'SingletonLock';
const LETTER = /^SingletonLetter-\d+$/;

/** @returns whether the caller is the first; otherwise the first has been told */
export function takeSingleInstanceLock(
  folder: string,
  additionalData: Record<string, unknown>,
  told: (other: OtherInstance) => void,
): boolean {
  const lock = join(folder, LOCK);
  if (isHeld(lock)) {
    const letter: OtherInstance = { argv: process.argv, cwd: process.cwd(), additionalData };
    const path = join(folder, `SingletonLetter-${process.pid}`);
    writeFileSync(`${path}.part`, JSON.stringify(letter));
    renameSync(`${path}.part`, path);
    return false;
  }
  writeFileSync(lock, String(process.pid));
  process.once('exit', () => rmSync(lock, { force: true }));
  watch(folder, { persistent: false }, () => {
    for (const name of readdirSync(folder).filter((name) => LETTER.test(name))) {
      const path = join(folder, name);
      const letter = JSON.parse(readFileSync(path, 'utf8')) as OtherInstance;
      rmSync(path);
      told(letter);
    }
  });
  return true;
}

/** A lock whose holder was killed is nobody's. */
function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
