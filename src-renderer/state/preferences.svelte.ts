/** What the person has chosen for the whole application: language, appearance and engine. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import {
  matchLanguage,
  preferences as schema,
  type Language,
  type Preferences as Choices,
} from '../../src-main/contract/preferences.ts';
import { keep, recall } from './kept.ts';

export class Preferences {
  /** The copy of last time until the host answers, so that nothing flickers. */
  choices = $state.raw<Choices>(recall('preferences', schema) ?? schema.parse({}));
  #systemTags = $state.raw<readonly string[]>(navigator.languages);
  readonly language: Language = $derived(
    this.choices.language === 'system' ? matchLanguage(this.#systemTags) : this.choices.language,
  );
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
    window.addEventListener('languagechange', () => (this.#systemTags = navigator.languages));
  }

  async load(): Promise<void> {
    this.accept(await this.#calls['preferences.get']({}));
  }

  accept(choices: Choices): void {
    this.choices = choices;
    keep('preferences', choices);
  }

  /** Shows the choice at once, and takes it back if the host refuses it. */
  async choose(choice: Partial<Choices>): Promise<void> {
    const before = this.choices;
    this.accept({ ...before, ...choice });
    try {
      this.accept(await this.#calls['preferences.set'](choice));
    } catch (error) {
      this.accept(before);
      throw error;
    }
  }
}
