/** Starts the compute process as a utility process of Electron. */
import { utilityProcess } from 'electron';
import type { Spawn } from './channel.ts';
import { programArguments, v8Options } from './child-arguments.ts';

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
    let ended = false;
    child.once('exit', () => (ended = true));
    // Without a listener, what V8 has to say before it gives up would be thrown in the main process. `exit` follows.
    child.on('error', (type, location) => printed(`${type} ${location}`));
    // Its own `kill` sends SIGTERM, which a compute process does not end by: see compute/main.ts.
    const end = (): void => {
      try {
        if (!ended && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      } catch {
        // It has just ended, and `exit` is on its way.
      }
    };
    return {
      get pid() {
        return child.pid;
      },
      post: (message) => {
        if (!ended) child.postMessage(message);
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.once('exit', (code) => listener({ code, signal: null })),
      kill: () => (child.pid === undefined ? child.once('spawn', end) : end()),
    };
  };
}
