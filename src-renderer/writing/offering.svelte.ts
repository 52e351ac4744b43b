/** What models offer at the cursor: one reading or several of how it goes on from there, each written by the host as one looks on. */
import type { ApiCalls, EventData } from '../../src-main/contract/api.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { apart, asLines } from '../paper/verse.ts';
import { contextBefore } from './context.ts';
import type { Draft } from './draft.svelte.ts';
import type { HowNumbers } from './how.svelte.ts';
import { offer, offered, offering } from './page/offer.ts';

/** Characters that are offered at the most when one pauses: up to the end of the line. */
const BRIEF = 32;

export interface Reading {
  /** Of the request, and of the piece that it becomes. */
  readonly id: string;
  readonly model: ModelInfo;
  /** What the model goes on from. */
  readonly prefix: string;
  /** Where nobody has written anything, the prefix is offered as well. */
  readonly withPrefix: boolean;
  readonly numbers: HowNumbers;
  /** As the model has written it. */
  readonly continuation: string;
  readonly isBrief: boolean;
  readonly state: 'writing' | 'done' | 'cancelled' | 'broken';
  readonly leftOut: readonly string[];
  readonly charactersPerSecond: number;
}

/** @returns what is offered, in lines */
export function textOf(
  reading: Pick<Reading, 'prefix' | 'continuation' | 'withPrefix' | 'isBrief' | 'model'>,
): string {
  const { prefix, continuation, withPrefix, isBrief, model } = reading;
  const { lineBreaks } = model;
  // As the model reads it: behind the end of a line, another space is the end of a stanza.
  const read = lineBreaks === 'own' ? prefix : prefix.replaceAll('\n', ' ');
  const [start, rest] = apart(read, continuation, lineBreaks, asLines);
  const text = (withPrefix ? start : '') + rest.replaceAll('\r', '');
  return isBrief ? lineOf(text) : text;
}

/** The line that is begun, or the next one. */
const lineOf = (text: string): string => /^\n*[^\n]*/.exec(text)![0];

/** What the model is asked with, and how often the seed has been turned on. */
export interface Wish {
  readonly model: ModelInfo;
  readonly numbers: (turns: number) => HowNumbers;
  readonly isBrief?: boolean;
  /** Units in a row that may be copied; null for any number. */
  readonly noCopy: number | null;
}

export class Offering {
  /** At the present place, in the order in which they were asked for. */
  readings = $state.raw<readonly Reading[]>([]);
  chosen = $state(0);
  readonly reading: Reading | undefined = $derived(this.readings[this.chosen]);
  readonly writing = $derived(this.readings.some(({ state }) => state === 'writing'));
  readonly #calls: ApiCalls;
  readonly #draft: () => Draft;
  readonly #file: (reading: Reading) => void;
  #wish: Wish | undefined;

  constructor(calls: ApiCalls, draft: () => Draft, file: (reading: Reading) => void) {
    this.#calls = calls;
    this.#draft = draft;
    this.#file = file;
  }

  /** Asks how it goes on from the cursor. */
  async ask(wish: Wish): Promise<void> {
    this.drop();
    this.#wish = wish;
    await this.#read(0);
  }

  /** Shows the next one, which is asked for where there is none yet, or the last one. @returns whether anything is offered */
  async turn(by: 1 | -1): Promise<void> {
    const wish = this.#wish;
    if (!wish || this.readings.length === 0) return;
    const { used } = this.#draft().state.field(offered) ?? { used: 0 };
    const to = this.chosen + by;
    if (used === 0 && to < this.readings.length) return this.#show(Math.max(0, to));
    if (by < 0) return; // what was offered beside it went on from elsewhere
    const turns = this.readings.length;
    if (used > 0) {
      this.drop();
      this.#wish = { ...wish, numbers: (more) => wish.numbers(more + turns) };
      return this.#read(0);
    }
    await this.stop();
    await this.#read(turns);
  }

  /** Ends the writing; what is offered stays. */
  async stop(): Promise<void> {
    const under = this.readings.filter(({ state }) => state === 'writing');
    await Promise.all(under.map(({ id }) => this.#calls['writing.cancel']({ id })));
  }

  /** Takes away what is offered. */
  drop(): void {
    if (this.#draft().state.field(offered)) this.#draft().dispatch({ effects: offer.of(null) });
    this.gone();
  }

  /** It is gone from the page: the host need not go on. */
  gone(): void {
    const left = this.readings;
    this.readings = [];
    this.chosen = 0;
    for (const reading of left) {
      if (reading.state !== 'writing') continue;
      if (reading.continuation !== '') this.#file({ ...reading, state: 'cancelled' });
      this.#calls['writing.cancel']({ id: reading.id }).catch(() => {}); // with its process, it is gone as well
    }
  }

  receive({ id, text }: EventData<'writing'>): void {
    const reading = this.readings.find((one) => one.id === id);
    if (reading?.state !== 'writing') return;
    this.#put({ ...reading, continuation: reading.continuation + text });
  }

  async #read(turns: number): Promise<void> {
    const wish = this.#wish!;
    const draft = this.#draft();
    const { model, isBrief = false, noCopy } = wish;
    const all = wish.numbers(turns);
    const numbers = isBrief ? { ...all, length: Math.min(all.length, BRIEF) } : all;
    const { doc, selection } = draft.state;
    const { head, empty } = selection.main;
    const before = contextBefore(doc, head);
    const withPrefix = before.trim() === '';
    const prefix = withPrefix ? model.suggestedPrefix : before;
    const id = crypto.randomUUID();
    const reading: Reading = {
      ...{ id, model, prefix, withPrefix, numbers, continuation: '', isBrief, state: 'writing' },
      ...{ leftOut: [], charactersPerSecond: 0 },
    };
    this.readings = [...this.readings, reading];
    if (!empty) draft.dispatch({ selection: { anchor: head } });
    this.#show(this.readings.length - 1);
    try {
      const request = { id, modelId: model.id, prefix, ...numbers, noCopy };
      const { continuation, leftOut, cancelled, charactersPerSecond } =
        await this.#calls['writing.write'](request);
      const state = cancelled ? 'cancelled' : 'done';
      this.#end({ ...reading, continuation, leftOut, charactersPerSecond, state });
    } catch (error) {
      const { continuation } = this.readings.find((one) => one.id === id) ?? { continuation: '' };
      if (continuation !== '') this.#end({ ...reading, continuation, state: 'broken' });
      else if (this.readings.some((one) => one.id === id)) this.drop();
      else return; // nobody waits for it any more
      throw error;
    }
  }

  #end(reading: Reading): void {
    if (!this.readings.some(({ id }) => id === reading.id)) return; // filed when it went
    this.#put(reading);
    if (reading.continuation !== '') this.#file(reading);
  }

  #put(reading: Reading): void {
    this.readings = this.readings.map((one) => (one.id === reading.id ? reading : one));
    if (this.reading?.id === reading.id) this.#show(this.chosen);
  }

  #show(at: number): void {
    this.chosen = at;
    const reading = this.readings[at]!;
    const piece = reading.id;
    const draft = this.#draft();
    draft.dispatch(offering(draft.state, piece, textOf(reading)));
  }
}
