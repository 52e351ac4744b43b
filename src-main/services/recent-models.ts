/** The models that were used last, for the menu of the window. */
import { z } from 'zod';
import type { ModelInfo } from '../contract/model.ts';
import { JsonFile } from '../store/json-file.ts';

const MOST = 8;

const recent = z.object({ ids: z.array(z.string()).default([]) });

export class RecentModels {
  readonly #file: JsonFile<z.infer<typeof recent>>;
  readonly #changed: () => void;

  private constructor(file: JsonFile<z.infer<typeof recent>>, changed: () => void) {
    this.#file = file;
    this.#changed = changed;
  }

  /** @throws VerseloomError `file.unreadable` */
  static async open(path: string, changed: () => void): Promise<RecentModels> {
    return new RecentModels(await JsonFile.open(path, recent), changed);
  }

  /** @returns those of the given models that were used last, newest first */
  among(models: readonly ModelInfo[]): ModelInfo[] {
    return this.#file.get().ids.flatMap((id) => models.find((model) => model.id === id) ?? []);
  }

  async use(id: string): Promise<void> {
    const { ids } = this.#file.get();
    if (ids[0] === id) return;
    // A list of conveniences: where it cannot be written, it is one short after the next start.
    await this.#file
      .set({ ids: [id, ...ids.filter((other) => other !== id)].slice(0, MOST) })
      .catch(() => {});
    this.#changed();
  }
}
