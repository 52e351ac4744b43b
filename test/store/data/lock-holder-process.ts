/** Starts processes that take the lock of a data folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const program = join(import.meta.dirname, 'lock-holder.ts');

/** Starts a process that takes the lock; `end` lets it give the lock back. */
export async function startHolder(folder: string) {
  const child = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    pid: child.pid!,
    said: JSON.parse(String(line)) as unknown,
    end: async () => {
      child.stdin.end();
      await exit;
    },
    kill: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      await exit;
    },
  };
}
