/** The person's preferences, kept in one JSON file; a broken one is set aside and the defaults are used. */
import { preferences, type Preferences } from '../contract/preferences.ts';
import { readJsonOrSetAside, writeJson } from './atomic-file.ts';

export class PreferencesFile {
  readonly #path: string;
  #value: Preferences;

  private constructor(path: string, value: Preferences) {
    this.#path = path;
    this.#value = value;
  }

  /** @throws VerseloomError `file.unreadable` when the file is there and may not be read */
  static async open(path: string): Promise<PreferencesFile> {
    return new PreferencesFile(path, (await readJsonOrSetAside(path, preferences)) ?? preferences.parse({}));
  }

  get(): Preferences {
    return this.#value;
  }

  /**
   * @returns the preferences with the given ones changed, once they are on disk
   * @throws VerseloomError `file.unwritable`; the preferences are then as they were
   */
  async set(changes: Partial<Preferences>): Promise<Preferences> {
    const before = this.#value;
    this.#value = { ...before, ...changes };
    const value = this.#value;
    try {
      await writeJson(this.#path, value);
    } catch (error) {
      // A later change that is under way has its own answer; only our own is taken back.
      if (this.#value === value) this.#value = before;
      throw error;
    }
    return value;
  }
}
