/** What is under way with a model and can be called off, by the ids that callers have given it. */
import type { Compute } from '../../supervisor/supervisor.ts';

export interface Task {
  /** Of the process that does it; none while the model is being opened. */
  calls: Compute['calls'] | undefined;
  cancelled: boolean;
}

export class Tasks {
  readonly #tasks = new Map<string, Task>();

  async run<Result>(id: string, work: (task: Task) => Promise<Result>): Promise<Result> {
    const task: Task = { calls: undefined, cancelled: false };
    this.#tasks.set(id, task);
    try {
      return await work(task);
    } finally {
      this.#tasks.delete(id);
    }
  }

  async cancel(id: string): Promise<void> {
    const task = this.#tasks.get(id);
    if (!task) return;
    task.cancelled = true;
    await task.calls?.cancel({ id });
  }
}
