/** `utilityProcess`: a child process of Node whose side of the link is made to look like Electron's. */
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { ForkOptions, UtilityProcess as ElectronUtilityProcess } from 'electron';
import { app } from './app.ts';
import { readOptions } from './options.ts';
import { record } from './record.ts';

const parentPort = join(import.meta.dirname, 'parent-port.ts');

type Members = Pick<ElectronUtilityProcess, 'pid' | 'stderr' | 'postMessage' | 'kill'>;

/** What is given to Electron's are switches of Chromium, which hands those for V8 on; Node takes them as they are. */
function nodeOptions(option: string): string[] {
  const flags = /^--js-flags=(.*)$/.exec(option)?.[1];
  if (flags === undefined) throw new Error(`a utility process does not know ${option}`);
  return flags.split(' ');
}

class UtilityProcess extends EventEmitter implements Members {
  /** Undefined before it has been started and after it has ended. */
  pid: number | undefined;
  readonly stderr: NodeJS.ReadableStream | null;
  readonly #child: ChildProcess | undefined;

  constructor(program: string, args: string[], options: ForkOptions) {
    super();
    void app.targets; // throws before the application is ready, as Electron does
    const { stdio, execArgv = [], serviceName = '' } = options;
    record.processesAskedFor += 1;
    this.stderr = null;
    if (!readOptions().startsProcesses) return; // Electron says nothing of it
    const child = fork(program, args, {
      serialization: 'advanced',
      execArgv: [...execArgv.flatMap(nodeOptions), '--import', parentPort],
      stdio: [...(Array.isArray(stdio) ? stdio : ['ignore', 'inherit', 'inherit']), 'ipc'],
    } as Parameters<typeof fork>[2]);
    this.#child = child;
    // Read in another turn than the one that tells of the end, as from a pipe of its own.
    const read = new PassThrough();
    child.stderr?.on('data', (chunk) => setTimeout(() => read.write(chunk), 5));
    this.stderr = read;
    const behindWindow = record.windows.some(({ isVisible }) => isVisible);
    child.once('spawn', () => {
      this.pid = child.pid;
      record.utilityProcesses.push({ pid: this.pid!, name: serviceName, behindWindow });
      this.emit('spawn');
    });
    child.on('message', (message) => this.emit('message', message));
    child.once('exit', (code) => {
      const place = record.utilityProcesses.findIndex(({ pid }) => pid === this.pid);
      record.utilityProcesses.splice(place, 1);
      this.pid = undefined;
      this.emit('exit', code ?? 0);
      read.removeAllListeners(); // and nobody hears what comes later
    });
  }

  postMessage(message: unknown): void {
    if (this.#child?.connected) this.#child.send(message as object, () => {});
  }

  kill(): boolean {
    return this.#child?.kill('SIGTERM') ?? false;
  }
}

export const utilityProcess = {
  fork: (program: string, args: string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(program, args, options),
};
