/** Looks up what of the page stands in a corpus: after a pause, piece by piece, and only what has changed. */
import type { EditorState } from '@codemirror/state';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { CopiedRequest, CopiedResult } from '../../../src-main/contract/writing/copied.ts';
import type { Draft } from '../draft.svelte.ts';
import {
  copiesForgotten,
  copiesFound,
  copiesIn,
  sung,
  unreadOf,
  type Stretch,
} from '../page/copies.ts';
import { placesOf } from './characters.ts';
import { copiedLines, inLines, type CopiedLines } from './copied-lines.ts';

/** Milliseconds without a change before it is looked up. */
const PAUSE = 250;
/** UTF-16 units that are asked of at once, and around them, where a run may begin that reaches in. */
const PIECE = 10_000;
const AROUND = 400;

export type Run = NonNullable<CopiedResult['runs']>[number];
export type CopiedAsk = Omit<CopiedRequest, 'text'> & { readonly units: number };

export interface CopiesHost {
  readonly draft: Draft;
  /** Without the text; nothing where it is not looked up. */
  ask(): CopiedAsk | undefined;
  say(run: Run): string;
}

export class Copies {
  /** Null where they are not known yet. */
  lines = $state.raw<CopiedLines | null>(null);
  /** Whether there is a text to compare with. */
  canTell = $state(true);
  /** Why it cannot be told now. */
  problem = $state.raw<unknown>(null);
  readonly #calls: ApiCalls;
  readonly #host: CopiesHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReading = false;
  /** With what it was asked last. */
  #asked: string | undefined;

  constructor(calls: ApiCalls, host: CopiesHost) {
    this.#calls = calls;
    this.#host = host;
  }

  /** Something has changed, or may have. */
  poke(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), PAUSE);
  }

  /** Another text may have come in the place of what was compared with. */
  again(): void {
    this.#asked = undefined;
    this.poke();
  }

  async #read(): Promise<void> {
    if (this.#isReading) return; // and goes on with what has changed
    this.#isReading = true;
    try {
      while (await this.#readPiece());
      this.problem = null;
    } catch (error) {
      this.problem = error;
      this.lines = null;
    } finally {
      this.#isReading = false;
    }
  }

  /** @returns whether there may be more */
  async #readPiece(): Promise<boolean> {
    const { draft } = this.#host;
    const ask = this.#host.ask();
    const asked = JSON.stringify(ask) ?? '';
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.lines = null;
      this.canTell = true;
      draft.dispatch({ effects: copiesForgotten.of(null) });
    }
    if (!ask) return false;
    const { state } = draft;
    const [unread] = unreadOf(state);
    if (!unread) {
      this.lines = copiedLines(state, ask.units);
      return false;
    }
    const piece = pieceOf(state, unreadOf(state));
    const found = await this.#find(state, piece, ask);
    if (this.#host.draft !== draft) return true;
    if (found === null) {
      this.canTell = false;
      this.lines = null;
      return false;
    }
    // What was typed meanwhile is still to come, and moves what was found.
    if (draft.state.doc === state.doc && asked === this.#asked)
      draft.dispatch({ effects: copiesFound.of(found) });
    else if (this.#timer !== undefined) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return true;
  }

  async #find(
    state: EditorState,
    piece: Stretch,
    ask: CopiedAsk,
  ): Promise<Parameters<typeof copiesFound.of>[0] | null> {
    let around = AROUND;
    for (;;) {
      const { from, to } = widened(state, piece, around);
      const text = sung(state.doc, from, to);
      const { runs } = await this.#calls['writing.copied']({ ...ask, text });
      if (!runs) return null;
      const places = placesOf(text);
      const placed = runs.map((run) => {
        const end = run.start + run.length;
        return {
          run,
          from: from + (places ? places[run.start]! : run.start),
          to: from + (places ? places[end]! : end),
        };
      });
      const cut = placed.some(
        (run) => (run.from === from && from > 0) || (run.to === to && to < state.doc.length),
      );
      if (cut && to - from < state.doc.length) {
        around *= 4;
        continue;
      }
      const said = (run: Run): string => this.#host.say(run);
      const copies = placed.flatMap((one) => inLines(state.doc, one, said(one.run)));
      return { from, to, copies };
    }
  }
}

/** @returns what is looked up next: what the cursor is in comes first */
function pieceOf(state: EditorState, unread: readonly Stretch[]): Stretch {
  const { head } = state.selection.main;
  const at = unread.find(({ from, to }) => from <= head && head <= to);
  const { from, to } = at ?? unread[0]!;
  const start = at ? Math.max(from, head - PIECE / 2) : from;
  return { from: start, to: Math.min(to, start + PIECE) };
}

/** @returns it and what is around it, to the ends of lines and of what is underlined */
function widened(state: EditorState, { from, to }: Stretch, by: number): Stretch {
  const { doc } = state;
  const [start, end] = [Math.max(0, from - by), Math.min(doc.length, to + by)];
  const known = copiesIn(state, start, end);
  const first = doc.lineAt(Math.min(start, known[0]?.from ?? start)).from;
  const last = doc.lineAt(known.reduce((most, one) => Math.max(most, one.to), end)).to;
  return { from: first, to: last };
}
