/** The models that come with the product: files beside the programs, of which nothing is ever written into the data folder. */
import { join } from 'node:path';
import { z } from 'zod';
import { VerseloomError } from '../../contract/errors.ts';
import type { ModelInfo } from '../../contract/model.ts';
import { language, type Language } from '../../contract/preferences.ts';
import { trainingSettings } from '../../contract/settings.ts';
import { readJson } from '../files/atomic-file.ts';
import { isUnchanged, statIfThere } from '../files/file-stat.ts';
import { MODEL_ENDING } from '../files/trash.ts';
import type { Listed } from '../models/model-index.ts';
import { describeDamaged } from '../models/model-info.ts';
import { ModelListing } from '../models/model-listing.ts';

/** What each is made with, by `npm run starters`. */
const starter = z.strictObject({
  /** What it writes in; its file is called so. */
  language,
  name: z.record(language, z.string()),
  /** The id of the built-in corpus that it learns. */
  corpus: z.string(),
  settings: trainingSettings,
});
export type Starter = Readonly<z.infer<typeof starter>>;

const starters = z.array(starter);
const LIST = 'starters.json';
/** No file that somebody puts into a library can have such an id. */
const PREFIX = 'starter:';

/** @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason} */
export async function readStarters(folder: string): Promise<Starter[]> {
  const path = join(folder, LIST);
  const listed = await readJson(path, starters);
  if (!listed) throw new VerseloomError('file.notFound', { path });
  return listed;
}

export const starterFile = (folder: string, of: Starter): string =>
  join(folder, `${of.language}${MODEL_ENDING}`);

export class StarterModels {
  readonly #folder: string;
  readonly #all: ReadonlyMap<string, Starter>;
  readonly #language: () => Language;
  readonly #listing: ModelListing;
  readonly #looks = new Map<string, Listed>();

  private constructor(folder: string, all: readonly Starter[], language: () => Language) {
    this.#folder = folder;
    this.#all = new Map(all.map((one) => [PREFIX + one.language, one]));
    this.#language = language;
    this.#listing = new ModelListing(folder);
  }

  /**
   * @param language in which they are named; the one that writes in it comes first
   * @throws VerseloomError as `readStarters`
   */
  static async open(folder: string, language: () => Language): Promise<StarterModels> {
    return new StarterModels(folder, await readStarters(folder), language);
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  /** @returns the name of one of these, in the language of the moment; undefined for any other model */
  nameOf(id: string): string | undefined {
    return this.#all.get(id)?.name[this.#language()];
  }

  /** @returns where the file of one of these lies; undefined for any other model */
  path(id: string): string | undefined {
    const one = this.#all.get(id);
    return one && starterFile(this.#folder, one);
  }

  /** @returns all of them; one whose file cannot be opened, or is gone, is among them, with the reason in `damage` */
  async list(): Promise<ModelInfo[]> {
    const first = this.#language();
    const rank = (id: string): number => Number(this.#all.get(id)!.language !== first);
    const ids = [...this.#all.keys()].sort((a, b) => rank(a) - rank(b));
    return Promise.all(ids.map((id) => this.info(id)));
  }

  /** @param id of one of these */
  async info(id: string): Promise<ModelInfo> {
    const { language, name: names } = this.#all.get(id)!;
    const path = this.path(id)!;
    const stat = await statIfThere(path).catch(() => undefined);
    let look = this.#looks.get(id);
    if (!look?.stat || !isUnchanged(look.stat, stat)) {
      look = (await this.#listing.look(language)) ?? lost(language, path);
      this.#looks.set(id, look);
    }
    return { ...look.info, id, name: this.nameOf(id)!, ...{ builtIn: true, names, language } };
  }

  /** @throws VerseloomError `model.builtIn` {name, zh, en} where it is one of these */
  refuse(id: string): void {
    const name = this.nameOf(id);
    if (name !== undefined)
      throw new VerseloomError('model.builtIn', { name, ...this.#all.get(id)!.name });
  }
}

/** What comes with the product and is not there is a damage of it. */
const lost = (id: string, path: string): Listed => ({
  id,
  info: describeDamaged(id, 0, new Date(0), { code: 'file.notFound', params: { path } }),
  stat: null,
});
