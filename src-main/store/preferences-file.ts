/** The person's preferences, kept in one JSON file; a broken one is set aside and the defaults are used. */
import { preferences, type Preferences } from '../contract/preferences.ts';
import { readJsonOrSetAside, writeJson } from './atomic-file.ts';

export class PreferencesFile {
  readonly #path: string;
  #value: Preferences;
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(path: string, value: Preferences) {
    this.#path = path;
    this.#value = value;
  }

  /** @throws VerseloomError `file.unreadable` when the file is there and may not be read */
  static async open(path: string): Promise<PreferencesFile> {
    return new PreferencesFile(
      path,
      (await readJsonOrSetAside(path, preferences)) ?? preferences.parse({}),
    );
  }

  get(): Preferences {
    return this.#value;
  }

  /**
   * @returns the preferences with the given ones changed, once they are on disk; several changes are made one after another
   * @throws VerseloomError `file.unwritable`; the preferences are then as they were
   */
  set(changes: Partial<Preferences>): Promise<Preferences> {
    const changed = this.#lastChange.then(() => this.#change(changes));
    this.#lastChange = changed.catch(() => {});
    return changed;
  }

  async #change(changes: Partial<Preferences>): Promise<Preferences> {
    const value = { ...this.#value, ...changes };
    await writeJson(this.#path, value);
    this.#value = value;
    return value;
  }
}
