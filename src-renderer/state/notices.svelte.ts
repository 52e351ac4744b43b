/** Short notices at the edge of the window: what was done, with a way back where there is one, and what went wrong. */
import { sentence } from '../text/sentences.ts';

export interface Notice {
  id: number;
  kind: 'done' | 'error';
  text: string;
  action: { label: string; run: () => void } | undefined;
}

const READING_TIME = 6000; // ms
const UNDO_TIME = 15_000; // ms; also for someone who works by keyboard and has to get there first
const MOST = 4;

export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;
  readonly #timers: Record<number, ReturnType<typeof setTimeout>> = {};

  /** @returns its id */
  done(text: string, action?: Notice['action']): number {
    const id = this.#nextId++;
    this.#add({ id, kind: 'done', text, action });
    return id;
  }

  /** An error stays until it is dismissed. */
  error(error: unknown): void {
    const text = sentence(error);
    if (!this.list.some((notice) => notice.text === text))
      this.#add({ id: this.#nextId++, kind: 'error', text, action: undefined });
  }

  /** Runs something that a person asked for, and says so when it fails. */
  async attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.error(error);
    }
  }

  dismiss(id: number): void {
    this.hold(id);
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** Stops the clock while someone is reading or reaching for the button. */
  hold(id: number): void {
    clearTimeout(this.#timers[id]);
    delete this.#timers[id];
  }

  release(id: number): void {
    const notice = this.list.find((one) => one.id === id);
    if (!notice || notice.kind === 'error') return;
    this.hold(id);
    this.#timers[id] = setTimeout(() => this.dismiss(id), notice.action ? UNDO_TIME : READING_TIME);
  }

  #add(notice: Notice): void {
    this.list = [...this.list, notice];
    this.release(notice.id);
    const oldest = this.list[0];
    if (this.list.length > MOST && oldest) this.dismiss(oldest.id);
  }
}
