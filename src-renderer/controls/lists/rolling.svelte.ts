/** A long list that is scrolled: which of its rows are drawn, and how the cursor is kept in sight. */
import { untrack } from 'svelte';
import { followMoves } from './follow-moves.svelte.ts';
import { heightBelow, rowsInView, scrollFor, type DrawnRow } from './rows-in-view.ts';

export class Rolling {
  #top = $state(0);
  /** Of what is seen, in px; bound to the element that scrolls. */
  height = $state(0);
  width = $state(0);
  scroller = $state<HTMLElement>();
  readonly #rowRem: (widthRem: number) => number;
  readonly #headRem: number;
  readonly #count: () => number;
  readonly #cursor: () => number;

  readonly row = $derived.by(() => this.#rowRem(this.widthRem) * rem());
  readonly #view = $derived.by(() => ({
    top: this.#top,
    height: Math.max(0, this.height - this.#headRem * rem()),
    row: this.row,
  }));
  readonly rows: readonly DrawnRow[] = $derived.by(() =>
    rowsInView(this.#view, this.#count(), this.#cursor()),
  );
  readonly below = $derived.by(() => heightBelow(this.rows, this.#count(), this.row));
  /** Rows that fit into what is seen. */
  readonly page = $derived(Math.max(1, Math.floor(this.#view.height / this.row)));
  readonly widthRem = $derived(this.width / rem());

  /**
   * @param sizes height of a row, which may depend on the width of the list, and of what stays at the top of the scrolled element, in rem
   * @param cursor the row that has it
   */
  constructor(
    { row, head }: { row: number | ((widthRem: number) => number); head: number },
    count: () => number,
    cursor: () => number,
  ) {
    this.#rowRem = typeof row === 'number' ? () => row : row;
    this.#headRem = head;
    this.#count = count;
    this.#cursor = cursor;
  }

  scrolled(): void {
    this.#top = this.scroller?.scrollTop ?? 0;
  }

  /** Brings the row of the cursor into sight: not while it is pressed, or it would be let go of somewhere else, which is no click. */
  reveal(): void {
    const { scroller, row } = this;
    if (!scroller) return;
    if (scroller.matches(':active')) {
      const later = (): void => void setTimeout(() => this.reveal());
      addEventListener('pointerup', later, { once: true });
      return;
    }
    const height = scroller.clientHeight - this.#headRem * rem();
    scroller.scrollTop = scrollFor({ top: scroller.scrollTop, height, row }, this.#cursor());
    this.scrolled();
  }

  /**
   * Keeps the cursor in sight when what is listed is arranged anew, and brings the focus to it when that is asked for.
   * To be called while a component is made.
   * @param moves rises when it is asked for
   * @param find finds the element of the cursor, once it is drawn
   */
  follow(arrangement: () => string, moves: () => number, find: () => HTMLElement | null): void {
    $effect(() => {
      void [arrangement(), this.scroller];
      untrack(() => this.reveal());
    });
    followMoves(moves, find, () => this.reveal());
  }
}

/** px; people choose it in their browser */
const rem = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);
