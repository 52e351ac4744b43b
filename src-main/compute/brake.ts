/** The brake of a training run: pause, resume and stop, which take hold between two steps. */
import { setImmediate } from 'node:timers/promises';
import type { Gate } from '../core/gate.ts';

export class Brake {
  #wanted: 'go' | 'pause' | 'stop' = 'go';
  #changed = Promise.withResolvers<void>();
  #halted = Promise.withResolvers<void>();
  /** Of a run that was stopped: whether it is to write once more. */
  writesAtStop = false;

  /** Handed to the training loop, which passes it before every step. */
  readonly gate: Gate = async () => {
    // What was asked for during the step before is heard now, and not when the next one is under way.
    await setImmediate();
    while (this.#wanted === 'pause') {
      this.#halted.resolve();
      await this.#changed.promise;
    }
    return this.#wanted === 'stop' ? 'stop' : 'go';
  };

  /** @returns when no step is under way */
  async pause(): Promise<void> {
    if (this.#wanted === 'go') {
      this.#halted = Promise.withResolvers();
      this.#want('pause');
    }
    await this.#halted.promise;
  }

  resume(): void {
    if (this.#wanted === 'pause') this.#want('go');
  }

  stop(writes = false): void {
    this.writesAtStop = writes;
    this.#want('stop');
  }

  /** The loop has ended: whoever waits for it to halt need not wait any longer. */
  release(): void {
    this.#halted.resolve();
  }

  #want(wanted: 'go' | 'pause' | 'stop'): void {
    this.#wanted = wanted;
    if (wanted !== 'pause') this.#halted.resolve(); // whoever still waits for the pause need not
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
