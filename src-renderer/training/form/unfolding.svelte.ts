/** Whether all settings of a run are shown: a preference that lasts, but for a field that one is led to. */
import type { Notices } from '../../state/notices.svelte.ts';
import type { Preferences } from '../../state/preferences.svelte.ts';

export class Unfolding {
  #isRevealed = $state(false);
  readonly #preferences: Preferences;
  readonly #notices: Notices;

  constructor(preferences: Preferences, notices: Notices) {
    this.#preferences = preferences;
    this.#notices = notices;
  }

  get isOpen(): boolean {
    return this.#isRevealed || this.#preferences.choices.everySetting;
  }

  /** The person wants it so. */
  choose(everySetting: boolean): void {
    this.#isRevealed = false;
    void this.#notices.attempt(() => this.#preferences.choose({ everySetting }));
  }

  /** Shows them for now. */
  reveal(): void {
    this.#isRevealed = true;
  }
}
