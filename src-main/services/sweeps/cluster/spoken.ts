/** What a worker says of itself in the log of its job: the head serves it to whom the folder is away. */
import { worker, type WorkerState } from './storage.ts';

const MARK = 'worker ';

/** @returns a line for the log */
export const spoken = (state: WorkerState): string => MARK + JSON.stringify(state);

/** @returns the last line of a log that is for people; empty where there is none */
export const lastWords = (log: string): string =>
  log
    .trimEnd()
    .split('\n')
    .findLast((line) => !line.startsWith(MARK)) ?? '';

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
