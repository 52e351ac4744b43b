/** Starts the compute process as a child process of plain Node. */
import { fork } from 'node:child_process';
import { notStarted, type Spawn } from './channel.ts';
import { programArguments, v8Options } from './child-arguments.ts';

/** @param program path of the built compute entry */
export function childProcessSpawn(program: string): Spawn {
  return (start) => {
    const child = fork(program, programArguments(start), {
      serialization: 'advanced', // structured clones: typed arrays cross as they are
      execArgv: ['--enable-source-maps', ...v8Options],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return {
      pid: child.pid,
      post: (message) => {
        if (child.connected) child.send(message as object, () => {}); // a failed send is followed by `exit`
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => {
        child.once('exit', (code, signal) => listener({ code, signal }));
        child.once('error', () => {
          if (child.pid === undefined) listener(notStarted);
        });
      },
      kill: () => child.kill('SIGKILL'),
    };
  };
}
