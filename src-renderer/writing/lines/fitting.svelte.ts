/** Lines that fit: what is wished of them, and the readings that a model has found for the place of the cursor. */
import { z } from 'zod';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import type { Form, RhymeSystem } from '../../../src-main/contract/writing/constraint.ts';
import type { LinesRequest, LinesResult } from '../../../src-main/contract/writing/lines.ts';
import type { Draft } from '../draft.svelte.ts';
import type { Wish } from '../offering.svelte.ts';
import type * as Hand from './by-hand.ts';
import { asFitted, type Fitted } from './fitted.ts';
import { readingsIn } from '../page/readings.ts';
import { linesAt, linesPlace, type LinesPlace } from './place.ts';

/** Readings that are asked for at once. */
const READINGS = 6;
/** What is shown and not wanted again: as many as a request takes. */
const MOST_SHOWN = 1000;
export const MOST_LINES = 4;

const kept = z.object({ words: z.string(), count: z.int().min(1).max(MOST_LINES) });

/** What was found for one place, with all that was asked for. */
export interface Found {
  readonly form: Form;
  readonly wish: Wish;
  readonly place: LinesPlace;
  readonly prefix: string;
  /** Nothing stands before the place: the prefix is not on the page. */
  readonly isBorrowed: boolean;
  readonly readings: readonly Fitted[];
  /** Of the last answer. */
  readonly answer: LinesResult;
  readonly nearest: readonly Fitted[];
}

export interface FittingHost {
  readonly draft: Draft;
  /** By which lines rhyme where the words do not say. */
  readonly system: RhymeSystem;
  /** Whether copying is to be avoided. */
  readonly avoids: boolean;
  /** So many units in a row count as copied; where it is avoided, one less may be. */
  readonly shortest: number;
  /** With what it is asked; nothing where a setting is wrong, to which the person has been taken. */
  wish(): Wish | undefined;
  /** What is wished has changed. */
  changed(): void;
}

export class Fitting {
  words = $state('7');
  count = $state(1);
  /** The words as they are understood. */
  form = $state.raw<Form | null>(null);
  /** Why they are not. */
  wrong = $state.raw<unknown>(null);
  found = $state.raw<Found | null>(null);
  /** Of the search that is under way. */
  asking = $state.raw<string | null>(null);
  readonly #calls: ApiCalls;
  readonly #host: FittingHost;
  #hand: typeof Hand | undefined;
  /** Where the last reading was put, as long as nothing else has been done. */
  #put: { doc: unknown; place: Pick<LinesPlace, 'from' | 'to' | 'start'> } | null = null;

  constructor(calls: ApiCalls, host: FittingHost) {
    this.#calls = calls;
    this.#host = host;
  }

  get system(): RhymeSystem {
    return this.#host.system;
  }

  get kept(): z.infer<typeof kept> {
    const { words, count } = this;
    return { words, count };
  }

  /** Another draft is open. @param settings as it has kept them */
  take(settings: unknown): void {
    void this.stop().catch(() => {}); // with its process, it is gone as well
    this.found = null;
    this.#put = null;
    const { data } = kept.safeParse(settings);
    if (data) Object.assign(this, data);
    this.form = null;
    this.wrong = null;
  }

  wishFor(wished: Partial<z.infer<typeof kept>>): void {
    Object.assign(this, wished);
    this.#host.changed();
    void this.read();
  }

  /** Reads the words. @returns the form, where they are understood */
  async read(): Promise<Form | null> {
    const { words, count } = this;
    const { system } = this.#host;
    const { readWishes } = await import('./wishes.ts');
    if (words !== this.words || count !== this.count) return this.form;
    try {
      this.form = readWishes(words, count, system);
      this.wrong = null;
    } catch (error) {
      this.form = null;
      this.wrong = error;
    }
    return this.form;
  }

  /** Takes the wishes over from the lines at the cursor. @returns whether there are any */
  async asThis(): Promise<boolean> {
    return this.likeThese(linesAt(this.#host.draft.state));
  }

  /** Takes the wishes over from lines that stand elsewhere. @returns whether there are any */
  async likeThese(lines: readonly string[]): Promise<boolean> {
    const { readingsOfRequest, wishesOf } = await import('./wishes.ts');
    const { draft, system } = this.#host;
    const readings = readingsOfRequest(draft.text, readingsIn(draft.state));
    const words = await wishesOf(lines, system, readings);
    if (words !== undefined) this.wishFor({ words, count: 1 });
    return words !== undefined;
  }

  /** @returns what is wished of a line, counted from 1, as it is set by hand; of all, what is wished of the first. Nothing where the words are not understood */
  async byHand(line: number | null): Promise<Hand.ByHand | undefined> {
    this.#hand ??= await import('./by-hand.ts');
    const wish = this.form?.lines[(line ?? 1) - 1];
    return wish && this.#hand.byHand(wish, this.#host.system);
  }

  /** Sets what is wished of a line, or of all. @returns what is wrong with it; nothing where it is taken */
  setByHand(line: number | null, set: Hand.ByHand): Hand.Wrong | undefined {
    const { form } = this;
    if (!form || !this.#hand) return undefined;
    const read = this.#hand.wishByHand(set);
    if ('wrong' in read) return read.wrong;
    const lines = line === null ? [...form.lines.keys()] : [line - 1];
    this.wishFor(this.#hand.withWish(form, lines, read.wish, this.#host.system, MOST_LINES));
    return undefined;
  }

  /** The lines that are selected on the page, where they are as many as those of the form: each of them may be locked. */
  lockable(): readonly string[] | undefined {
    const { state, look } = this.#host.draft;
    if (!look.selected || !this.form || this.form.lines.length < 2) return undefined;
    const lines = linesAt(state).filter((line) => line.trim() !== '');
    return lines.length === this.form.lines.length ? lines : undefined;
  }

  /**
   * Lines of the form stay as they stand on the page, or may be written anew.
   * @param stays whether the line of that number does, counted from 0
   */
  async lock(stays: (line: number, isLocked: boolean) => boolean): Promise<void> {
    const { form } = this;
    const lines = this.lockable();
    if (!form) return;
    const { withLocks } = await import('./wishes.ts');
    const texts = form.lines.map(({ text }, at) =>
      stays(at, text !== undefined) ? (lines?.[at] ?? text ?? null) : null,
    );
    this.wishFor({ words: withLocks(form, texts, this.#host.system), count: 1 });
  }

  /** Looks for lines at the cursor. */
  async ask(): Promise<void> {
    const wish = this.#host.wish();
    if (!wish) return;
    this.found = null;
    await this.stop();
    const form = await this.read();
    if (!form) return;
    const place = linesPlace(this.#host.draft.state);
    const isBorrowed = place.before.trim() === '';
    const prefix = isBorrowed ? `${wish.model.suggestedPrefix}\n` : place.before;
    this.#put = null;
    await this.#look({ form, wish, place, prefix, isBorrowed, readings: [] }, 0);
  }

  /** Goes on, without those that are there. */
  async more(): Promise<void> {
    const { found } = this;
    if (found && this.asking === null) await this.#look(found, found.readings.length);
  }

  /** @returns how many units in a row may be copied; null for any number */
  noCopyOf(model: ModelInfo): number | null {
    return this.#host.avoids && model.hasText ? this.#host.shortest - 1 : null;
  }

  async stop(): Promise<void> {
    const { asking } = this;
    if (asking !== null) await this.#calls['writing.cancel']({ id: asking });
  }

  /** Puts a reading on the page: at the cursor, or in the place of the one that was put there just before. */
  put({ piece }: Fitted): void {
    const { draft } = this.#host;
    const again = this.#put?.doc === draft.state.doc ? this.#put?.place : undefined;
    const { from, to, start } = again ?? linesPlace(draft.state);
    const lines = piece.text.split('\n');
    const { doc } = draft.state;
    const isInPlace = start === '' && doc.sliceString(from, to).split('\n').length === lines.length;
    if (isInPlace && lines.length > 1) draft.putLines(lines, piece.id, { from, to });
    else draft.put(piece.text, piece.id, { from, to }, start);
    const end = from + start.length + piece.text.length;
    this.#put = { doc: draft.state.doc, place: { from, to: end, start } };
  }

  /** Takes back what was put on the page just before. @returns whether anything was */
  takeBack(): boolean {
    const { draft } = this.#host;
    const isPut = this.#put?.doc === draft.state.doc;
    this.#put = null;
    return isPut && draft.undo(true);
  }

  async #look(before: Omit<Found, 'answer' | 'nearest'>, turns: number): Promise<void> {
    const { draft } = this.#host;
    const { form, wish, place, prefix, readings } = before;
    const { model, numbers } = wish;
    const { length: _, ...drawing } = numbers(turns);
    const after = place.after === undefined ? [] : [{ text: place.after }];
    const id = crypto.randomUUID();
    this.asking = id;
    const { readingsOfRequest } = await import('./wishes.ts');
    const request: LinesRequest = {
      ...{ ...drawing, id, modelId: model.id, prefix, count: READINGS },
      temperature: drawing.temperature || 1, // of the most probable line alone there are no six
      form: { ...form, lines: [...form.lines, ...after] },
      noCopy: this.noCopyOf(model),
      units: this.#host.shortest,
      shown: readings.slice(-MOST_SHOWN).map(({ whole }) => whole),
      readings: readingsOfRequest(draft.text, readingsIn(draft.state)),
    };
    try {
      const answer = await this.#calls['writing.lines'](request);
      if (this.asking !== id || this.#host.draft !== draft) return;
      const fitted = (all: LinesResult['readings']): Fitted[] =>
        all.map((one) => asFitted(one, { form, model, request }));
      const [more, nearest] = [fitted(answer.readings), fitted(answer.nearest)];
      for (const { piece } of [...more].reverse()) draft.file(piece);
      this.found = { ...before, readings: [...readings, ...more], nearest, answer };
    } finally {
      if (this.asking === id) this.asking = null;
    }
  }
}
