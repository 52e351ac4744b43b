/** The program behind `npm start`, in a process of its own, with Enter at hand. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface HostProcess {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  readonly printed: { out: string; err: string };
  /** Resolves when it has ended and everything is printed. */
  readonly ended: Promise<{ code: number | null; out: string; err: string }>;
  /** @returns an address that nobody has used: the first one printed, and from then on one for every press of Enter */
  newAddress(): Promise<string>;
}

/** @param stdin `ignore` for none, as of a service */
export function startHostProcess(
  command: readonly string[],
  { env, cwd, stdin = 'pipe' }: { env: NodeJS.ProcessEnv; cwd?: string; stdin?: 'pipe' | 'ignore' },
): HostProcess {
  const child = spawn(process.execPath, command, { env, cwd, stdio: [stdin, 'pipe', 'pipe'] });
  const printed = { out: '', err: '' };
  let news = Promise.withResolvers<void>();
  const hear = (where: 'out' | 'err') => (chunk: Buffer) => {
    printed[where] += chunk.toString();
    news.resolve();
    news = Promise.withResolvers();
  };
  child.stdout!.on('data', hear('out'));
  child.stderr!.on('data', hear('err'));
  child.stdin?.on('error', () => {}); // it has ended
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => {
      resolve({ code, ...printed });
      news.resolve();
    }),
  );
  const addresses = (): string[] => printed.out.match(/http:\/\/\S+code=[\w-]+(?=\s)/g) ?? [];
  let given = 0;
  let last: Promise<unknown> = Promise.resolve();
  const next = async (): Promise<string> => {
    if (given > 0) child.stdin!.write('\n');
    while (addresses().length <= given) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(
          `the application ended with ${child.exitCode}: ${printed.out}${printed.err}`,
        );
      await news.promise;
    }
    return addresses()[given++]!;
  };
  return {
    child,
    printed,
    ended,
    newAddress: () => {
      const address = last.then(next);
      last = address.catch(() => {});
      return address;
    },
  };
}
