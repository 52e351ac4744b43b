/** Starts a process that renames a model over and over. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * @param folder of the library
 * @returns once it has begun, what ends it and tells how often it has
 */
export async function startRenamer(folder: string, id: string): Promise<() => Promise<number>> {
  const program = join(import.meta.dirname, 'renamer.ts');
  const child = spawn(process.execPath, [program, folder, id], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  return async () => {
    child.stdin.end();
    await ended;
    return Number(said.split('\n').at(-2));
  };
}
