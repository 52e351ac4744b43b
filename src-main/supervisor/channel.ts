/** A running compute process as its supervisor sees it: something that takes messages, gives messages, and ends. */
import type { EngineName } from '../contract/engine.ts';

export interface Exit {
  /** Both are null for a process that could not be started. */
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines of what it printed, where the host has those. */
  readonly printed?: string;
  /** Whether anything was heard of it before, where that is known. */
  readonly hasSpoken?: boolean;
}

export const notStarted: Exit = { code: null, signal: null };

export interface Channel {
  readonly pid: number | undefined;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Told once, when the process has ended or could not be started. */
  onExit(listener: (exit: Exit) => void): void;
  kill(): void;
}

export interface EngineStart {
  readonly engine: EngineName;
  readonly threads: number;
  /** Whether it gives way to whatever else the machine has to do. */
  readonly givesWay?: boolean;
  /** Whether it works at a low priority, so that other programs are served first. */
  readonly leavesRoom?: boolean;
  /** Whether it only measures, and is thrown away: whoever looks for the process that trains can tell it from that. */
  readonly measures?: boolean;
}

/** One way to start a compute process: as a child of plain Node here, as Electron's utility process there. */
export type Spawn = (start: EngineStart) => Channel;

/** @returns the same way, where a start that the system refuses at once is told as any other that fails: as the channel's end */
export const neverThrowing =
  (spawn: Spawn): Spawn =>
  (start) => {
    try {
      return spawn(start);
    } catch {
      return {
        pid: undefined,
        post: () => {},
        onMessage: () => {},
        onExit: (listener) => queueMicrotask(() => listener(notStarted)),
        kill: () => {},
      };
    }
  };
