/** What a worker says of itself in the log of its job: the head serves it to whom the folder is away. */
import type { Failure } from '../../../contract/errors.ts';
import { worker, type WorkerState } from './storage.ts';

const MARK = 'worker ';
/** Characters of what a job has printed last. */
const SAID = 300;

/** @returns a line for the log */
export const spoken = (state: WorkerState): string => MARK + JSON.stringify(state);

/** @returns the last line of a log that is for people, without spaces around it; empty where there is none */
export const lastWords = (log: string): string =>
  log
    .trimEnd()
    .split('\n')
    .findLast((line) => !line.startsWith(MARK))
    ?.trim() ?? '';

/** @returns why a job ended with an error: in its own last words, or Ray's where it had none */
export const jobFailure = (job: string, log: string, message: string): Failure => ({
  code: 'cluster.jobFailed',
  params: { job, said: (lastWords(log) || message).slice(-SAID) },
});

/** @returns what was said last in a log; undefined where nothing was */
export function lastSpoken(log: string): WorkerState | undefined {
  const start = log.lastIndexOf(`\n${MARK}`) + 1;
  const [line = ''] = log.slice(start).split('\n', 1);
  if (!line.startsWith(MARK)) return undefined;
  try {
    return worker.parse(JSON.parse(line.slice(MARK.length)));
  } catch {
    return undefined; // cut off in its middle
  }
}
