/** Compute processes that are none: a session of the test's choice, reached over the same contract, in the test's own process. */
import { createBirpc } from 'birpc';
import type { Handlers } from '../../src-main/contract/api.ts';
import { computeApi, type ComputeApi } from '../../src-main/contract/compute-api.ts';
import { answer, type Reply } from '../../src-main/contract/links/door.ts';
import type { Tell } from '../../src-main/compute/tell.ts';
import type { EngineStart, Exit, Spawn } from '../../src-main/supervisor/channel.ts';

type Local = { call: (name: string, input: unknown) => Promise<Reply> };
type Remote = { event: (name: string, data: unknown) => void };

export interface InProcess {
  readonly spawn: Spawn;
  /** Every start so far. */
  readonly starts: EngineStart[];
  /** How many of them have not been ended. */
  readonly alive: () => number;
}

/** @param createHandlers makes what a process answers */
export function inProcess(
  createHandlers: (start: EngineStart, tell: Tell) => Handlers<ComputeApi>,
): InProcess {
  const starts: EngineStart[] = [];
  let alive = 0;
  const spawn: Spawn = (start) => {
    starts.push(start);
    alive += 1;
    let running = true;
    let toHost: (message: unknown) => void = () => {};
    let toProcess: (message: unknown) => void = () => {};
    let exited: (exit: Exit) => void = () => {};
    /** A message is a copy, arrives later, and does not arrive when the process has ended meanwhile. */
    const deliver = (message: unknown, to: (message: unknown) => void): void => {
      const copy = structuredClone(message);
      setImmediate(() => running && to(copy));
    };
    const handlers = createHandlers(start, async (name, data) => {
      await link.event(name, data);
    });
    const link = createBirpc<Remote, Local>(
      { call: answer(computeApi, handlers) },
      {
        timeout: -1,
        post: (message) => deliver(message, (copy) => toHost(copy)),
        on: (listener) => (toProcess = listener),
      },
    );
    return {
      pid: undefined,
      post: (message) => deliver(message, (copy) => toProcess(copy)),
      onMessage: (listener) => (toHost = listener),
      onExit: (listener) => (exited = listener),
      kill: () => {
        if (!running) return;
        running = false;
        alive -= 1;
        setImmediate(() => exited({ code: null, signal: 'SIGKILL' }));
      },
    };
  };
  return { spawn, starts, alive: () => alive };
}
