/** What every compute process is started with, whichever way it is started. */
import type { EngineStart } from './channel.ts';

/** Left to itself, V8 gives its young objects 40 MB more after a thousand steps: memory that a training step has no use for. */
export const v8Options = ['--max-semi-space-size=4'];

export const programArguments = ({
  engine,
  threads,
  givesWay,
  leavesRoom,
  measures,
}: EngineStart): string[] => [
  ...['--engine', engine],
  ...['--threads', String(threads)],
  ...(givesWay ? ['--gives-way'] : []),
  ...(leavesRoom ? ['--leaves-room'] : []),
  ...(measures ? ['--measures'] : []),
];
