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
  /** Choices that the host has yet to answer. */
  #unanswered = 0;
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
    window.addEventListener('languagechange', () => (this.#systemTags = navigator.languages));
  }

  async load(): Promise<void> {
    this.accept(await this.#calls['preferences.get']({}));
  }

  /** Takes what the host tells; while it has yet to answer a choice, that is older than what is shown, and its answer comes. */
  accept(choices: Choices): void {
    if (this.#unanswered === 0) this.#show(choices);
  }

  /** Shows the choice at once, and takes it back if the host refuses it. */
  async choose(choice: Partial<Choices>): Promise<void> {
    const before = this.choices;
    this.#show({ ...before, ...choice });
    this.#unanswered++;
    let after = before;
    try {
      after = await this.#calls['preferences.set'](choice);
    } finally {
      this.#unanswered--;
      this.accept(after);
    }
  }

  #show(choices: Choices): void {
    this.choices = choices;
    keep('preferences', choices);
  }
}
