/** Has a model read the page from its beginning, one reading at a time: how much each character surprises it, and how well it foretells the whole. */
import type { EditorState } from '@codemirror/state';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import { labelOf } from '../../../src-main/contract/writing/label.ts';
import { inNumbers } from '../../../src-main/contract/writing/surprise.ts';
import type { Draft } from '../draft.svelte.ts';
import { surprisesFound, surprisesOf, type Surprises as Found } from '../page/surprises.ts';

/** Milliseconds without a change before it is read. */
const PAUSE = 400;

export interface Perplexities {
  /** Null where nothing of it is foretold. */
  readonly draft: number | null;
  readonly stanza: number | null;
  readonly line: number | null;
}

export interface SurprisesHost {
  readonly draft: Draft;
  /** Nothing where nobody wants to know. */
  modelId(): string | undefined;
}

export class Surprises {
  /** Whether a reading is under way. */
  reading = $state(false);
  problem = $state.raw<unknown>(null);
  perplexities = $state.raw<Perplexities | null>(null);
  readonly #calls: ApiCalls;
  readonly #host: SurprisesHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #under: { id: string; done: Promise<void> } | undefined;
  /** What was read last, and by whom. */
  #read: { doc: unknown; modelId: string } | undefined;

  constructor(calls: ApiCalls, host: SurprisesHost) {
    this.#calls = calls;
    this.#host = host;
  }

  /** Something has changed, or may have. */
  poke(): void {
    clearTimeout(this.#timer);
    if (this.#isRead()) return this.look();
    this.perplexities = null;
    this.#stop();
    if (this.#host.modelId() === undefined) return this.#forget();
    this.#timer = setTimeout(() => void this.#begin(), PAUSE);
  }

  /** There is nobody whom it would surprise, or who wants to know. */
  #forget(): void {
    const { draft } = this.#host;
    this.#read = undefined;
    this.problem = null;
    if (surprisesOf(draft.state)) draft.dispatch({ effects: surprisesFound.of(null) });
  }

  /** The cursor is elsewhere. */
  look(): void {
    const { state } = this.#host.draft;
    const found = surprisesOf(state);
    this.perplexities =
      this.#isRead() && found && found.until === state.doc.length
        ? perplexitiesOf(state, found)
        : null;
  }

  #isRead(): boolean {
    const modelId = this.#host.modelId();
    return (
      modelId !== undefined &&
      this.#read?.modelId === modelId &&
      this.#read.doc === this.#host.draft.state.doc
    );
  }

  #stop(): void {
    if (this.#under) this.#calls['writing.cancel']({ id: this.#under.id }).catch(() => {});
  }

  async #begin(): Promise<void> {
    await this.#under?.done;
    const modelId = this.#host.modelId();
    if (modelId === undefined || this.#under || this.#isRead()) return;
    const id = crypto.randomUUID();
    const done = this.#ask(id, modelId).finally(() => {
      this.#under = undefined;
      this.reading = false;
    });
    this.#under = { id, done };
    this.reading = true;
    await done;
    if (!this.#isRead() && this.problem === null) this.poke();
  }

  async #ask(id: string, modelId: string): Promise<void> {
    const { draft } = this.#host;
    const { doc } = draft.state;
    const { text, places } = sungOf(draft.state);
    if (this.#read?.modelId !== modelId) draft.dispatch({ effects: surprisesFound.of(null) });
    await breath();
    try {
      const { surprises, cancelled } = await this.#calls['writing.surprise']({ id, modelId, text });
      this.problem = null;
      if (cancelled || this.#host.draft !== draft || draft.state.doc !== doc) return;
      const told = inNumbers(surprises);
      const values = new Float32Array(doc.length).fill(NaN);
      for (let at = 0, count = 0; at < text.length; count++) {
        values[places(at)] = told[count]!;
        at += isHighSurrogate(text.charCodeAt(at)) ? 2 : 1;
      }
      await breath();
      if (this.#host.draft !== draft || draft.state.doc !== doc) return;
      this.#read = { doc, modelId };
      draft.dispatch({ effects: surprisesFound.of({ values, until: doc.length }) });
      await breath();
      this.look();
    } catch (error) {
      this.problem = error;
    }
  }
}

/** @returns when keys that were pressed meanwhile are on the page: each part of the work on a long one takes a while */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** @param unit of a well-formed text */
const isHighSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

/** @returns what the model reads: no labels; and the place on the page of each place of it, if asked for in order */
export function sungOf({ doc }: EditorState): { text: string; places: (at: number) => number } {
  const lines: string[] = [];
  const starts: [own: number, there: number][] = [];
  let [own, there] = [0, 0];
  for (const line of doc.iterLines()) {
    if (labelOf(line) === undefined) {
      lines.push(line);
      starts.push([own, there]);
      own += line.length + 1;
    }
    there += line.length + 1;
  }
  let current = 0;
  const places = (at: number): number => {
    while (current + 1 < starts.length && starts[current + 1]![0] <= at) current += 1;
    const [from, to] = starts[current]!;
    return to + at - from;
  };
  return { text: lines.join('\n'), places };
}

/** @returns of all, of the stanza and of the line at the cursor */
export function perplexitiesOf(state: EditorState, { values }: Found): Perplexities {
  const { doc, selection } = state;
  const line = doc.lineAt(selection.main.head);
  let [first, last] = [line, line];
  const isBlank = (number: number): boolean => {
    const { text } = doc.line(number);
    return text.trim() === '' || labelOf(text) !== undefined;
  };
  while (first.number > 1 && !isBlank(first.number - 1)) first = doc.line(first.number - 1);
  while (last.number < doc.lines && !isBlank(last.number + 1)) last = doc.line(last.number + 1);
  return {
    draft: perplexityOf(values),
    stanza: isBlank(line.number) ? null : perplexityOf(values.subarray(first.from, last.to + 1)),
    line: perplexityOf(values.subarray(line.from, line.to + 1)), // with its end
  };
}

function perplexityOf(values: Float32Array): number | null {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : Math.exp(sum / count);
}
