/** Starts the compute process as a utility process of Electron. */
import { utilityProcess } from 'electron';
import type { Spawn } from './channel.ts';
import { nodeOptions, programArguments } from './child-arguments.ts';

/**
 * @param program path of the built compute entry
 * @param printed told what the process prints, which is about the engines and never of a text: it knows no characters
 */
export function utilityProcessSpawn(program: string, printed: (text: string) => void): Spawn {
  return (start) => {
    const child = utilityProcess.fork(program, programArguments(start), {
      execArgv: nodeOptions,
      serviceName: 'Verseloom compute',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.setEncoding?.('utf8').on('data', printed);
    let ended = false;
    child.once('exit', () => (ended = true));
    // Its own `kill` asks by SIGTERM, which this process leaves to its host.
    const end = (): void => {
      if (!ended && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
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
