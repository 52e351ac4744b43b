/** Starts the compute process as a child process of plain Node. */
import { fork, spawnSync } from 'node:child_process';
import { notStarted, type Spawn } from './channel.ts';
import { programArguments, v8Options } from './child-arguments.ts';
import { describe } from './exit-reason.ts';
import { LastLines } from './last-lines.ts';

const LAST_LINES_MS = 50;

/**
 * @param program path of the built compute entry
 * @param died told when one ends unasked, and why
 */
export function childProcessSpawn(program: string, died: (why: string) => void = () => {}): Spawn {
  return (start) => {
    const [execPath, ...first] = [...(tie ??= findTie()), process.execPath];
    const child = fork(program, programArguments(start), {
      serialization: 'advanced', // structured clones: typed arrays cross as they are
      execPath,
      execArgv: [...first, '--enable-source-maps', ...v8Options],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const lastLines = new LastLines();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastLines.add(text);
      console.error(text.trimEnd()); // which does not mind a reader that is gone
    });
    let hasSpoken = false;
    let isAsked = false;
    child.once('message', () => (hasSpoken = true));
    return {
      pid: child.pid,
      post: (message) => {
        if (child.connected) child.send(message as object, () => {}); // a failed send is followed by `exit`
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => {
        // Not before what it printed last has come, which is as good as at once; but others that hold the pipe are not waited for.
        child.once('exit', (code, signal) => {
          const limit = setTimeout(tell, LAST_LINES_MS);
          child.once('close', tell);
          function tell(): void {
            clearTimeout(limit);
            child.off('close', tell);
            const exit = { code, signal, hasSpoken, printed: lastLines.text };
            if (!isAsked) died(describe(exit));
            listener(exit);
          }
        });
        child.once('error', () => {
          if (child.pid === undefined) listener(notStarted);
        });
      },
      kill: () => {
        isAsked = true;
        child.kill('SIGKILL');
      },
    };
  };
}

let tie: readonly string[] | undefined;

/**
 * A child ends by itself when its host is gone, unless it is stopped or in a step, and hears nothing of that. Linux can end it all the
 * same, which Node has no call for, but a program that is part of nearly every distribution: it then becomes the child.
 */
function findTie(): readonly string[] {
  if (process.platform !== 'linux') return [];
  const tied = ['setpriv', '--pdeathsig', 'KILL'];
  return spawnSync(tied[0]!, [...tied.slice(1), 'true'], { stdio: 'ignore' }).status === 0
    ? tied
    : [];
}
