/**
 * Which workers are alive, told by whether they say something new.
 *
 * No two machines need the same time for it: what counts is how long ago, by one's own clock, one has seen the other's count change.
 * Whoever begins to watch gives everybody a whole term first.
 */
import type { WorkerState } from './storage.ts';

export class Watch {
  readonly #term: number;
  readonly #now: () => number;
  #present: ReadonlySet<string> = new Set();
  readonly #seen = new Map<string, { beat: number; at: number; state: WorkerState }>();

  /** @param leaseSeconds after which a worker that has said nothing counts as gone @param now in milliseconds, never going back */
  constructor(leaseSeconds: number, now: () => number = () => performance.now()) {
    this.#term = leaseSeconds * 1000;
    this.#now = now;
  }

  /** Notes what all workers say. */
  look(states: readonly WorkerState[]): void {
    const at = this.#now();
    this.#present = new Set(states.map(({ id }) => id));
    for (const state of states) this.#note(state, at);
  }

  /** Notes what one of them says elsewhere. */
  hear(state: WorkerState): void {
    this.#note(state, this.#now());
  }

  #note(state: WorkerState, at: number): void {
    const known = this.#seen.get(state.id);
    if (known && known.beat >= state.beat) return;
    this.#seen.set(state.id, { beat: state.beat, at, state });
  }

  /** @returns whether a worker still works; one that nobody has heard of has a term from now on */
  isAlive(id: string): boolean {
    let known = this.#seen.get(id);
    if (!known) {
      // Its lease may have been written before its first word.
      const state = { ...unheard, id };
      this.#seen.set(id, (known = { beat: -1, at: this.#now(), state }));
    }
    return !known.state.isOver && this.#now() - known.at < this.#term;
  }

  /** @returns whether a worker has said that it ended, or has taken back all that it said: whatever it left undone was not its runs' fault */
  hasLeft(id: string): boolean {
    return !this.#present.has(id) || this.#seen.get(id)?.state.isOver === true;
  }

  /** Those that work, in the order of their names. */
  alive(): WorkerState[] {
    return [...this.#seen.values()]
      .filter(({ beat, state }) => beat >= 0 && this.isAlive(state.id))
      .map(({ state }) => state)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

const unheard: WorkerState = {
  ...{ id: '', job: '', place: { machine: '', processor: '' } },
  ...{ beat: -1, isOver: false, run: null },
};
