/** Starts the compute process as a utility process of Electron. */
import { utilityProcess } from 'electron';
import { notStarted, type Exit, type Spawn } from './channel.ts';
import { programArguments, v8Options } from './child-arguments.ts';

/** Electron says nothing of a process that the system does not start: neither `spawn` nor `exit` ever comes. */
const START_LIMIT_MS = 10_000;

/**
 * @param program path of the built compute entry
 * @param printed told what the process prints, which is about the engines and never of a text: it knows no characters
 */
export function utilityProcessSpawn(program: string, printed: (text: string) => void): Spawn {
  return (start) => {
    const child = utilityProcess.fork(program, programArguments(start), {
      execArgv: [`--js-flags=${v8Options.join(' ')}`], // Node's own options do not reach it
      serviceName: 'Verseloom compute',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.setEncoding?.('utf8').on('data', printed);
    // Without a listener, what V8 has to say before it gives up would be thrown in the main process. `exit` follows.
    child.on('error', (type, location) => printed(`${type} ${location}`));

    const exited = Promise.withResolvers<Exit>();
    let ended = false;
    const end = (exit: Exit): void => {
      clearTimeout(limit);
      ended = true;
      exited.resolve(exit);
    };
    // Its own `kill` sends SIGTERM, which a compute process does not end by: see compute/main.ts.
    const kill = (): void => {
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
    child.once('exit', (code) => end({ code, signal: null }));
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
