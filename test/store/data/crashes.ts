/** Processes that die on their way, for tests of what the next start makes of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Random } from '../../../src-main/core/random.ts';

const program = join(import.meta.dirname, 'data-worker.ts');
/** Processes that run at the same time. */
const AT_ONCE = 4;

/** @returns how many changes to the file system the work made; null when it died before its end, as it should for any other moment than 0 */
async function work(moment: number, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [program, String(moment), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (signal === 'SIGKILL') return null;
  if (code !== 0) throw new Error(`the worker ended with ${String(code)}`);
  return Number(said);
}

interface Work<Prepared> {
  readonly prepared: Prepared;
  /** Of the worker that does it, and of the one that is started next. */
  readonly args: readonly string[];
  readonly nextArgs: readonly string[];
}

/**
 * Kills a work before every one of its changes to the file system, or before some of them, and then what is started next, too.
 * @param check looks what the start after that makes of what is left
 */
export async function killAtMoments<Prepared>(
  some: number,
  prepare: () => Promise<Work<Prepared>>,
  check: (prepared: Prepared, moment: number) => Promise<void>,
): Promise<void> {
  const changes = await work(0, (await prepare()).args);
  const moments = Array.from({ length: changes! }, (_, i) => i + 1);
  new Random(1).shuffle(moments);
  const left = moments.slice(0, some).values();
  const killOne = async (): Promise<void> => {
    for (const moment of left) {
      const { args, nextArgs, prepared } = await prepare();
      if ((await work(moment, args)) !== null) throw new Error(`it outlived moment ${moment}`);
      await work(1 + ((moment * 7) % 40), nextArgs); // it may have ended before
      await check(prepared, moment);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, killOne));
}
