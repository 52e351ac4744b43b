/** What is selected in a text of which only some lines are drawn: it stays selected when its lines scroll out of sight. */
import type { TextPlace } from './reading.svelte.ts';

/** The attributes of an element that is a line: its number, and where in the line its text begins. */
const LINE = 'data-line';
const FROM = 'data-from';

interface Point {
  readonly node: Node;
  readonly offset: number;
}

export class TextSelection {
  #anchor = $state.raw<TextPlace | null>(null);
  #focus = $state.raw<TextPlace | null>(null);
  /** From the earlier place to the later one; null where nothing is selected. */
  readonly range = $derived.by(() => {
    const [anchor, focus] = [this.#anchor, this.#focus];
    if (!anchor || !focus || isSame(anchor, focus)) return null;
    const isForward =
      anchor.line < focus.line || (anchor.line === focus.line && anchor.offset < focus.offset);
    return isForward ? { from: anchor, to: focus } : { from: focus, to: anchor };
  });
  /** What was put into the page in place of lines that are not drawn. */
  #set: { anchor: Point; focus: Point } | null = null;
  #isDragging = false;
  /** Where it began is known, whatever the page makes of that when the line goes. */
  #isBegun = false;

  /** All of a text. */
  selectAll(lines: number, block: HTMLElement): void {
    this.#anchor = { line: 0, offset: 0 };
    this.#focus = { line: Math.max(0, lines - 1), offset: Infinity };
    this.restore(block);
  }

  clear(): void {
    this.#anchor = this.#focus = this.#set = null;
  }

  /**
   * A button of the mouse goes down: where one drags to is the page's own until it is up.
   * @param extend what is selected goes on from where it began
   */
  begin(extend: boolean): void {
    this.#isDragging = true;
    this.#isBegun = extend && this.#anchor !== null;
  }

  /** It is up: at once, since the page tells of what is selected only later. */
  end(block: HTMLElement): void {
    if (!this.#isDragging) return;
    this.take(block);
    this.#isDragging = false;
    this.#isBegun = false;
    this.restore(block);
  }

  /** Takes over what a person has selected in the page. */
  take(block: HTMLElement): void {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() ?? {};
    if (!anchorNode || !focusNode) return;
    if (!block.contains(anchorNode) || !block.contains(focusNode)) {
      // Something else is selected; where a drag ends outside, its beginning stays.
      if (!block.contains(anchorNode)) this.clear();
      return;
    }
    if (!this.#isBegun)
      this.#anchor = this.#taken(block, anchorNode, anchorOffset!, 'anchor') ?? this.#anchor;
    this.#isBegun = this.#isDragging;
    this.#focus = this.#taken(block, focusNode, focusOffset!, 'focus') ?? this.#focus;
  }

  /** Puts what is selected into the page again, as far as it is drawn. */
  restore(block: HTMLElement): void {
    const [anchor, focus] = [this.#anchor, this.#focus];
    if (!this.range || !anchor || !focus || this.#isDragging) return;
    const at = { anchor: pointOf(block, anchor), focus: pointOf(block, focus) };
    if (!at.anchor || !at.focus) return;
    this.#set = { anchor: at.anchor, focus: at.focus };
    getSelection()?.setBaseAndExtent(
      ...([at.anchor.node, at.anchor.offset, at.focus.node, at.focus.offset] as const),
    );
  }

  /** @returns null where the place that is known is still the right one */
  #taken(
    block: HTMLElement,
    node: Node,
    offset: number,
    end: 'anchor' | 'focus',
  ): TextPlace | null {
    const set = this.#set?.[end];
    if (set?.node === node && set.offset === offset) return null;
    const known = end === 'anchor' ? this.#anchor : this.#focus;
    // Where its line was taken away, the page has it between two lines.
    if (node === block && known && !lineElement(block, known.line)) return null;
    return placeOf(block, node, offset);
  }
}

const isSame = (one: TextPlace, other: TextPlace): boolean =>
  one.line === other.line && one.offset === other.offset;

const lineElement = (block: HTMLElement, line: number): HTMLElement | null =>
  block.querySelector<HTMLElement>(`[${LINE}="${line}"]`);

const numberOf = (element: Element, attribute: string): number =>
  Number(element.getAttribute(attribute));

/** @returns where a point of the page is in the text; null where it is in no line */
function placeOf(block: HTMLElement, node: Node, offset: number): TextPlace | null {
  const element = node instanceof Element ? node : node.parentElement;
  const line = element?.closest(`[${LINE}]`);
  if (line) {
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(node, offset);
    return {
      line: numberOf(line, LINE),
      offset: numberOf(line, FROM) + range.toString().length,
    };
  }
  // Between two lines: at the beginning of the second.
  const row = node === block ? block.children[offset] : element?.closest('[data-row]');
  const next = row?.querySelector(`[${LINE}]`);
  if (next) return { line: numberOf(next, LINE), offset: 0 };
  const last = [...block.querySelectorAll(`[${LINE}]`)].at(-1);
  return last ? { line: numberOf(last, LINE), offset: Infinity } : null;
}

/** @returns the point of the page for a place of the text, or the first or the last one of what is drawn */
function pointOf(block: HTMLElement, { line, offset }: TextPlace): Point | null {
  const all = block.querySelectorAll(`[${LINE}]`);
  const [first, last] = [all[0], all[all.length - 1]];
  if (!first || !last) return null;
  if (line < numberOf(first, LINE)) return { node: first, offset: 0 };
  const element = lineElement(block, line);
  if (!element) return { node: last, offset: last.childNodes.length };
  let left = Math.max(0, offset - numberOf(element, FROM));
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text;
    if (left <= length) return { node, offset: left };
    left -= length;
  }
  return { node: element, offset: element.childNodes.length };
}
