/** Where one is in a list, and what is chosen in it: as people know both from the lists of their system. */
import { SvelteSet } from 'svelte/reactivity';

export class ListChoice<Thing extends { readonly id: string }> {
  readonly #chosen = new SvelteSet<string>();
  #cursor = $state.raw({ id: '', index: 0 });
  /** Where a choice of several neighbours began. */
  #anchor: string | null = null;
  /** Rises whenever the focus is to go to the thing under the cursor. */
  moves = $state(0);
  readonly #shown: () => readonly Thing[];
  readonly #all: () => readonly Thing[];

  /** Place of the cursor in what is shown: when its thing goes, the next one has it. */
  readonly cursor = $derived.by(() => {
    const { id, index } = this.#cursor;
    const shown = this.#shown();
    const at = shown.findIndex((thing) => thing.id === id);
    return at >= 0 ? at : Math.max(0, Math.min(index, shown.length - 1));
  });
  readonly current: Thing | undefined = $derived.by(() => this.#shown()[this.cursor]);
  /** Things that something is to be done with together. */
  readonly chosen: readonly Thing[] = $derived.by(() =>
    this.#all().filter(({ id }) => this.#chosen.has(id)),
  );

  /** @param all those that stay chosen while they are not shown */
  constructor(shown: () => readonly Thing[], all = shown) {
    this.#shown = shown;
    this.#all = all;
  }

  isChosen(id: string): boolean {
    return this.#chosen.has(id);
  }

  /** Puts the cursor where its thing is found again, or else at the beginning. */
  rest(): void {
    this.#cursor = { id: this.current?.id ?? '', index: 0 };
  }

  /** Moves the cursor, as by a click. */
  point(id: string): void {
    if (this.current?.id === id && this.#cursor.id === id) return;
    const index = this.#shown().findIndex((thing) => thing.id === id);
    this.#cursor = { id, index: Math.max(0, index) };
  }

  /** A choice of several neighbours begins here. */
  anchor(id: string): void {
    this.#anchor = id;
  }

  /** As by keys: the focus follows. @param extend chooses everything on the way. @returns the thing that is there */
  moveTo(index: number, extend = false): Thing | undefined {
    const shown = this.#shown();
    const thing = shown[Math.max(0, Math.min(index, shown.length - 1))];
    if (!thing) return undefined;
    const anchor = this.#anchor ?? this.current?.id ?? thing.id;
    this.point(thing.id);
    if (extend) this.chooseTo(thing.id, anchor);
    else this.#anchor = thing.id;
    this.moves += 1;
    return thing;
  }

  toggle(id: string): void {
    if (!this.#chosen.delete(id)) this.#chosen.add(id);
    this.#anchor = id;
  }

  /** Chooses what stands between two things, both included, and nothing else. */
  chooseTo(id: string, from = this.#anchor ?? this.#shown()[0]?.id ?? id): void {
    const shown = this.#shown();
    const places = [id, from].map((one) => shown.findIndex((thing) => thing.id === one));
    const [first, last] = [Math.min(...places), Math.max(...places)];
    this.#choose(shown.slice(Math.max(0, first), last + 1));
    this.#anchor = from;
  }

  /** All that is shown, or nothing where that is chosen already. */
  chooseAll(): void {
    if (this.chosen.length === this.#shown().length) this.chooseNone();
    else this.#choose(this.#shown());
  }

  chooseNone(): void {
    this.#chosen.clear();
  }

  #choose(things: readonly Thing[]): void {
    this.#chosen.clear();
    for (const { id } of things) this.#chosen.add(id);
  }
}
