/** Starts the compute process as a utility process of Electron. */
import { utilityProcess } from 'electron';
import { notStarted, type Exit, type Spawn } from './channel.ts';
import { programArguments, v8Options } from './child-arguments.ts';
import { describe } from './exit-reason.ts';
import { LastLines } from './last-lines.ts';

/** Electron says nothing of a process that the system does not start: neither `spawn` nor `exit` ever comes. */
const START_LIMIT_MS = 10_000;
/** What a process prints last comes by a pipe of its own, and so may come after word of its end. */
const LAST_LINES_MS = 50;

/** What a process prints is about the engines and never of a text: it knows no characters. */
export interface ProcessListener {
  printed(text: string): void;
  /** Unasked. @param why with the last lines that it printed */
  died(why: string): void;
}

/** @param program path of the built compute entry */
export function utilityProcessSpawn(program: string, listener: ProcessListener): Spawn {
  return (start) => {
    const child = utilityProcess.fork(program, programArguments(start), {
      execArgv: [`--js-flags=${v8Options.join(' ')}`], // Node's own options do not reach it
      serviceName: 'Verseloom compute',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lastLines = new LastLines();
    const print = (text: string): void => {
      lastLines.add(text);
      listener.printed(text);
    };
    const stderr = child.stderr;
    stderr?.setEncoding?.('utf8').on('data', print);
    // Without a listener, what V8 has to say before it gives up would be thrown in the main process. `exit` follows.
    child.on('error', (type, location) => print(`${type} ${location}\n`));

    const exited = Promise.withResolvers<Exit>();
    let ended = false;
    let asked = false;
    let hasSpoken = false;
    const end = (exit: Exit): void => {
      clearTimeout(limit);
      ended = true;
      exited.resolve(exit);
    };
    // Its own `kill` sends SIGTERM, which a compute process does not end by: see compute/main.ts.
    const kill = (): void => {
      asked = true;
      try {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
        else end(notStarted); // if it starts all the same, it is killed then
      } catch {
        // It has just ended, and `exit` is on its way.
      }
    };
    const limit = setTimeout(kill, START_LIMIT_MS);
    child.once('spawn', () => {
      clearTimeout(limit);
      if (ended) kill();
    });
    child.once('message', () => (hasSpoken = true));
    child.once('exit', (code) => {
      if (asked) return end({ code, signal: null });
      // Electron takes all listeners off the stream when this has returned.
      queueMicrotask(() => stderr?.on('data', print));
      setTimeout(() => {
        const exit = { code, signal: null, hasSpoken, printed: lastLines.text };
        listener.died([describe(exit), ...lastLines.text.split('\n')].join('\n  ').trimEnd());
        end(exit);
      }, LAST_LINES_MS);
    });
    return {
      get pid() {
        return child.pid;
      },
      post: (message) => {
        if (!ended) child.postMessage(message);
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => void exited.promise.then(listener),
      kill,
    };
  };
}
