/** A few values that are kept in one JSON file: what the person has chosen, or what is to be remembered until the next start. */
import type { z } from 'zod';
import { readJsonOrSetAside, writeJson } from './atomic-file.ts';

export class JsonFile<Values extends object> {
  /** Where a broken file was put, so that nothing overwrites it. */
  readonly setAside: string | undefined;
  readonly #path: string;
  #values: Values;
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(path: string, values: Values, setAside: string | undefined) {
    this.#path = path;
    this.#values = values;
    this.setAside = setAside;
  }

  /**
   * @param schema must parse `{}`: it gives the values where there is no file, or a broken one
   * @throws VerseloomError `file.unreadable` when the file is there and may not be read
   */
  static async open<Values extends object>(
    path: string,
    schema: z.ZodType<Values>,
  ): Promise<JsonFile<Values>> {
    const { value, setAside } = await readJsonOrSetAside(path, schema);
    return new JsonFile(path, value ?? schema.parse({}), setAside);
  }

  get(): Values {
    return this.#values;
  }

  /**
   * @returns the values with the given ones changed, once they are on disk; several changes are made one after another
   * @throws VerseloomError `file.unwritable`; the values are then as they were
   */
  set(changes: Partial<Values>): Promise<Values> {
    const changed = this.#lastChange.then(() => this.#change(changes));
    this.#lastChange = changed.catch(() => {});
    return changed;
  }

  /** Changes values that the disk does not take: they hold until the product ends, and are written with the next ones. */
  hold(changes: Partial<Values>): void {
    this.#values = { ...this.#values, ...changes };
  }

  async #change(changes: Partial<Values>): Promise<Values> {
    const values = { ...this.#values, ...changes };
    await writeJson(this.#path, values);
    this.#values = values;
    return values;
  }
}
