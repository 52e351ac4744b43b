/** A list of any length with rows of any height, which scrolls as one does: no browser has an element as high as a million lines. */
import { flushSync } from 'svelte';

/** The highest that is asked of a browser, in px: half of what the least of them draws. */
const HIGHEST = 8_000_000;
/** Rows that are drawn beyond either edge, so that a turn of the wheel finds them. */
const AROUND = 40;
/** Fewer than so many of them, and more are drawn. */
const FEW = 15;

export class Tall {
  /** Rows that are drawn: the first, and how many. */
  first = $state(0);
  count = $state(0);
  /** Where they begin within what is scrolled, and the height of that, in px. */
  top = $state(0);
  height = $state(0);
  /** The first row that is seen. */
  seen = $state(0);
  scroller = $state<HTMLElement>();
  /** Holds the rows, an element each; what they are placed against. */
  block = $state<HTMLElement>();
  readonly #rowRem: number;
  readonly #total: () => number;

  /** @param row the least height of a row, in rem */
  constructor(row: number, total: () => number) {
    this.#rowRem = row;
    this.#total = total;
  }

  /** Shows a row, with some of what lies above it. Not to be called while a component is drawn. */
  goTo(row: number): void {
    const { scroller } = this;
    if (!scroller || this.#total() === 0) return;
    const to = Math.max(0, Math.min(row, this.#total() - 1));
    const at = this.#place(to, to * this.#scale());
    scroller.scrollTop = at - scroller.clientHeight / 4;
    this.scrolled();
  }

  /** Draws anew what is seen, which may have become higher or lower, and leaves it where it is. */
  again(): void {
    const { block, first, scroller, seen } = this;
    if (!scroller || !block) return;
    const total = this.#total();
    const row = block.children[seen - first];
    if (total === 0) Object.assign(this, { first: 0, count: 0, top: 0, height: 0, seen: 0 });
    else if (seen >= total || !row) this.goTo(seen);
    else {
      const before = this.top + offsetOf(row);
      const at = this.#place(seen, before);
      if (at !== before) scroller.scrollTop += at - before;
      this.scrolled();
    }
  }

  /** The keys to its ends: what a browser does for them takes a while, on which the rows on the way come and go. @returns whether that was it */
  key({ altKey, key, shiftKey }: KeyboardEvent): boolean {
    if (altKey || shiftKey || (key !== 'Home' && key !== 'End')) return false;
    this.goTo(key === 'Home' ? 0 : this.#total() - 1);
    return true;
  }

  scrolled(): void {
    const { block, scroller } = this;
    const total = this.#total();
    if (!scroller || !block || total === 0) return;
    const { clientHeight, scrollTop } = scroller;
    const bottom = scrollTop + clientHeight;
    const isElsewhere = bottom <= this.top || scrollTop >= this.top + block.offsetHeight;
    if (isElsewhere || this.count === 0) this.#jump(scrollTop, clientHeight);
    else {
      const at = rowAt(block, scrollTop - this.top);
      const last = rowAt(block, bottom - this.top);
      const isShort =
        (at < FEW && this.first > 0) ||
        (this.count - last < FEW && this.first + this.count < total) ||
        (this.first === 0 && this.top !== 0);
      const row = this.first + at;
      if (isShort) {
        const before = this.top + offsetOf(block.children[at]!);
        const after = this.#place(row, before);
        if (after !== before) scroller.scrollTop += after - before;
      }
    }
    this.seen = this.first + rowAt(block, scroller.scrollTop - this.top);
  }

  /** To what the bar points at, when that is nowhere near. */
  #jump(scrollTop: number, clientHeight: number): void {
    const { scroller } = this;
    const most = this.height - clientHeight;
    const share = most > 0 ? Math.min(1, scrollTop / most) : 0;
    const row = Math.round(share * (this.#total() - 1));
    // At the end the last row is the last that is seen.
    const at = scrollTop + share * (clientHeight - this.#rowRem * rem());
    const after = this.#place(row, at);
    if (scroller && after !== at) scroller.scrollTop += after - at;
  }

  /**
   * Draws the rows around one, with that at a place of what is scrolled.
   * @returns where it is: somewhere else where there was no room for all the rows before it or after it
   */
  #place(row: number, at: number): number {
    const { block, scroller } = this;
    if (!block || !scroller) return at;
    const total = this.#total();
    const height = this.#rowRem * rem();
    const count = Math.min(total, Math.ceil(scroller.clientHeight / height) + 2 * AROUND);
    this.first = Math.max(0, Math.min(row - AROUND, total - count));
    this.count = count;
    flushSync();
    const offset = offsetOf(block.children[row - this.first]!);
    const drawn = block.offsetHeight;
    const inAll = total * this.#scale();
    const isEnd = this.first + count === total;
    let top = at - offset;
    if (this.first === 0) top = 0;
    else if (top < 0 || (!isEnd && top + drawn > inAll - height)) top = this.first * this.#scale();
    this.top = top;
    this.height = isEnd ? top + drawn : Math.max(inAll, top + drawn + height);
    flushSync();
    return top + offset;
  }

  /** Of what is scrolled, in px a row. */
  #scale(): number {
    return Math.min(this.#rowRem * rem(), HIGHEST / Math.max(1, this.#total()));
  }
}

/** @returns the last of the rows that begins at or above a height of the block, by its place among them */
function rowAt(block: HTMLElement, height: number): number {
  let [low, high] = [0, block.children.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (offsetOf(block.children[middle]!) <= height) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

const offsetOf = (row: Element): number => (row as HTMLElement).offsetTop;

/** px; people choose it in their browser */
const rem = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);
