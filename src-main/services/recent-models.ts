/** The models that were used last, for the menu of the window. */
import { z } from 'zod';
import { VerseloomError } from '../contract/errors.ts';
import type { ModelInfo } from '../contract/model.ts';
import { JsonFile } from '../store/files/json-file.ts';
import type { ModelLibrary } from '../store/models/model-library.ts';

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

  /** @returns those that are still in the library, newest first; no other model is looked at */
  async list(models: Pick<ModelLibrary, 'info'>): Promise<ModelInfo[]> {
    const { ids } = this.#file.get();
    const found = await Promise.all(
      ids.slice(0, MOST).map((id) => models.info(id).catch(nothingIfGone)),
    );
    return found.flatMap((model) => model ?? []);
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

function nothingIfGone(error: unknown): undefined {
  if (!(error instanceof VerseloomError) || error.code !== 'model.notFound') throw error;
}
