/** What the preload puts into the window as `verseloom`, between the screens and the host of a window of its own. */
import { MIB } from '../corpus/limits.ts';

/**
 * The largest file that a call over the bridge carries, in bytes: on its way it stands in memory four times, in the page, between its
 * two worlds, in the message and in the host. A larger one is opened by its path, with *File → Open*.
 */
export const MAX_BRIDGED_BYTES = 512 * MIB;

/** Two functions, and nothing else. */
export interface Bridge {
  /**
   * @param name of a call of the contract
   * @returns the host's reply, a `Reply` of the door, still untyped. Rejects when the preload does not know the name, or when the host
   * is gone before it has answered.
   */
  call(name: string, input: unknown): Promise<unknown>;
  /** Hears every event of the host from then on, each with its name. */
  listen(listener: (name: string, data: unknown) => void): void;
}
