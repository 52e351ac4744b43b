/** A look inside: at what, by which text, and what was seen; nothing is asked for unless somebody looks. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import {
  MAX_LOOKED_AT,
  type Histogram,
  type InsideMoments,
  type InsideResult,
} from '../../src-main/contract/inside.ts';
import { LookPace } from './pace.ts';

/** Of a parameter, so many moments are kept to be laid over each other. */
const MOMENTS = 12;
/** Looks after which it is asked whether a run has kept more moments. */
const MOMENTS_EVERY = 5;

/** The run under way, or a model of the library by its id. */
export type Subject = 'run' | (string & {});

/** How the weights were spread after an epoch. */
export interface Spread {
  readonly epochs: number;
  readonly histograms: readonly Histogram[];
}

export class Inside {
  /** Null: nobody has chosen, and what is at hand is looked at. */
  chosen = $state<Subject | null>(null);
  isOpen = $state(false);
  text = $state('');
  seen = $state.raw<InsideResult | null>(null);
  /** What the moments that the run has kept make of the text, the first one first. */
  moments = $state.raw<InsideMoments['moments']>([]);
  /** Those that can be looked at. */
  drafts = $state.raw<Awaited<ReturnType<ApiCalls['drafts.list']>>>([]);
  problem = $state.raw<unknown>(null);
  waits = $state(false);
  /** Of the characters, the one whose next ones are shown. */
  place = $state(0);
  /** The unit whose activity colours the text; null for the surprise. */
  unit = $state<number | null>(null);
  /** Whose hidden states are drawn, from 1 on; null for the highest. */
  layer = $state<number | null>(null);
  /** The moments at which one has looked, the first first; with more than are kept, every second one is let go of. */
  spreads = $state.raw<readonly Spread[]>([]);
  readonly #calls: ApiCalls;
  #subject: Subject | undefined;
  #asked = 0;
  #looks = 0;
  #pace = new LookPace();
  #text = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  /** @param subject to look at, from its highest layer on */
  choose(subject: Subject): void {
    this.chosen = subject;
    this.chooseLayer(null);
  }

  /** The unit that colours the text is none of another layer. */
  chooseLayer(layer: number | null): void {
    [this.layer, this.unit] = [layer, null];
  }

  /** Opens a look at a model of the library. */
  show(modelId: string): void {
    this.choose(modelId);
    this.isOpen = true;
  }

  /**
   * Looks, and in a run that goes on again and again, until `stop`.
   * @param goesOn whether the run is making steps
   */
  async look(subject: Subject, goesOn: boolean): Promise<void> {
    this.stop();
    const asked = ++this.#asked;
    if (subject !== this.#subject) [this.seen, this.spreads] = [null, []];
    if (subject !== this.#subject || this.text !== this.#text)
      [this.moments, this.#looks, this.#pace] = [[], 0, new LookPace()];
    [this.#subject, this.#text] = [subject, this.text];
    if (this.text.trim() === '') return void (this.seen = null);
    this.waits = true;
    const asks = performance.now();
    try {
      const modelId = subject === 'run' ? {} : { modelId: subject };
      const question = { ...modelId, text: this.text };
      const layer = this.layer === null ? {} : { layer: this.layer };
      const seen = await this.#calls['inside.look']({ ...question, ...layer });
      if (asked !== this.#asked) return;
      this.#accept(seen);
      const answered = performance.now();
      if (this.#looks++ % MOMENTS_EVERY === 0) {
        const { moments } = await this.#calls['inside.moments'](question);
        if (asked !== this.#asked) return;
        this.moments = moments;
      }
      const pause = this.#pace.pauseAfter(answered - asks, performance.now() - answered);
      if (goesOn) this.#timer = setTimeout(() => void this.look(subject, true), pause);
    } catch (error) {
      if (asked === this.#asked) [this.seen, this.problem] = [null, error];
    } finally {
      if (asked === this.#asked) this.waits = false;
    }
  }

  /** Asks which drafts there are. */
  async listDrafts(): Promise<void> {
    this.drafts = await this.#calls['drafts.list']({});
  }

  /** Looks at a draft, as far as is read of a text. */
  async useDraft(id: string): Promise<void> {
    const { content } = await this.#calls['drafts.open']({ id });
    this.text = content.text.slice(0, 2 * MAX_LOOKED_AT);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.waits = false;
  }

  #accept(seen: InsideResult): void {
    this.problem = null;
    this.seen = seen;
    this.place = Math.min(this.place, seen.characters.length - 1);
    if (this.unit !== null && this.unit >= seen.hiddenSize) this.unit = null;
    const { epochs, histograms } = seen;
    const before = this.spreads.filter((one) => one.epochs < epochs);
    const kept = before.length < MOMENTS ? before : before.filter((_, i) => i % 2 === 0);
    this.spreads = [...kept, { epochs, histograms }];
  }
}
