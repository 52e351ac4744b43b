/** Whether the person who types is pausing at the end of a line, where the rest of it can be offered unasked. */
import type { Draft } from './draft.svelte.ts';

/** Milliseconds without a key after which one is pausing. */
const PAUSE = 700;

export interface Paused {
  readonly draft: Draft;
  isWanted(): boolean;
  pauses(): void;
}

export class Pausing {
  readonly #around: Paused;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(around: Paused) {
    this.#around = around;
  }

  /** A key was typed on the page. */
  typed(): void {
    clearTimeout(this.#pause);
    if (!this.#around.isWanted()) return;
    const { draft } = this.#around;
    const { doc } = draft.state;
    this.#pause = setTimeout(() => {
      const { empty, head } = draft.state.selection.main;
      const stays = this.#around.draft === draft && draft.state.doc === doc && empty;
      if (!stays || draft.isComposing || draft.look.rest) return;
      if (head !== doc.lineAt(head).to || doc.length === 0) return;
      this.#around.pauses();
    }, PAUSE);
  }
}
