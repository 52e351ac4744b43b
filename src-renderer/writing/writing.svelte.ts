/** The writing pad: the draft that is open, how one writes in it, and what is offered at its cursor. */
import { createContext } from 'svelte';
import type { ApiCalls, EventData } from '../../src-main/contract/api.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import {
  MAX_DRAFT_TEXT,
  type DraftContent,
  type Draft as DraftFile,
  type DraftPiece,
} from '../../src-main/contract/writing/draft.ts';
import type { PresetSettings } from '../../src-main/contract/writing/preset.ts';
import { askAgain, type Again } from './again.ts';
import { apart, asLines } from '../paper/verse.ts';
import type { Navigation } from '../state/navigation.svelte.ts';
import type { Preferences } from '../state/preferences.svelte.ts';
import { t } from '../text/messages.svelte.ts';
import type { Writ } from '../state/errands.ts';
import { CONTEXT } from './context.ts';
import { Draft, emptyContent, type DraftHost } from './draft.svelte.ts';
import { Drafts } from './drafts/drafts.svelte.ts';
import { Keeping } from './drafts/keeping.svelte.ts';
import { Opening } from './drafts/opening.ts';
import { Honesty, type HonestyHost } from './honesty/honesty.svelte.ts';
import { fieldOf, How, type HowNumber, type WritingField } from './how.svelte.ts';
import type { Fitted } from './lines/fitted.ts';
import { Fitting } from './lines/fitting.svelte.ts';
import { Measuring } from './measure/measuring.svelte.ts';
import { remainsOf, type Span } from './page/origin.ts';
import type { Panel } from './panels.ts';
import { Offering, type Wish } from './offering.svelte.ts';
import { Pausing } from './pausing.ts';
import { newPiece, pieceOf, pieceSaid } from './piece.ts';
import { writeAnew, type Place } from './rewriting.ts';
import { NextCharacters } from './words/next.svelte.ts';
import { Rhyming } from './words/rhyming.svelte.ts';

export interface WritingShared extends Pick<HonestyHost, 'corpusName'> {
  readonly navigation: Pick<Navigation, 'toFault'>;
  readonly preferences: Pick<Preferences, 'choices'>;
  fail(error: unknown): void;
}

export class Writing {
  readonly how: How;
  readonly honesty: Honesty;
  readonly offering: Offering;
  readonly fitting: Fitting;
  readonly next: NextCharacters;
  readonly measuring: Measuring;
  readonly rhyming: Rhyming;
  readonly drafts: Drafts;
  readonly keeping: Keeping;
  readonly opening: Opening;
  draft: Draft = $state.raw(this.#opened());
  panel = $state<Panel>('how');
  /** It is read in columns, and not written on. */
  vertical = $state(false);
  refusal = $state.raw<{ field: WritingField; error: unknown } | null>(null);
  /** A part of the draft is being written anew. */
  rewriting = $state(false);
  readonly errors: Partial<Record<WritingField, unknown>> = $derived.by(() => {
    const errors: Partial<Record<WritingField, unknown>> = { ...this.how.wrong };
    if (this.refusal) errors[this.refusal.field] ??= this.refusal.error;
    return errors;
  });
  readonly calls: ApiCalls;
  readonly #models: () => readonly ModelInfo[];
  readonly #shared: WritingShared;
  readonly #pausing: Pausing;
  /** The model was chosen for what is written next, whatever a draft says. */
  #isChosen = false;

  constructor(calls: ApiCalls, models: () => readonly ModelInfo[], shared: WritingShared) {
    this.calls = calls;
    this.#models = models;
    this.#shared = shared;
    this.how = new How(models);
    this.offering = new Offering(
      calls,
      () => this.draft,
      (reading) => this.draft.file(pieceOf(reading)),
    );
    const self = (): Writing => this;
    /** What the parts ask of one another; each knows only what it asks for. */
    const around = {
      get draft() {
        return self().draft;
      },
      get model() {
        return self().model;
      },
      get form() {
        return self().fitting.form;
      },
      get sampling() {
        return self().how.sampling;
      },
      get avoids() {
        return self().how.avoids;
      },
      get shortest() {
        return self().honesty.shortest;
      },
      get measuring() {
        return self().measuring;
      },
      get system() {
        return self().measuring.system;
      },
      preferences: shared.preferences,
      corpusName: (id: string) => shared.corpusName(id),
      noCopyOf: (model: ModelInfo) => this.fitting.noCopyOf(model),
      wish: () => this.#wish(),
      changed: () => this.keeping.changed(),
    };
    this.honesty = new Honesty(calls, around);
    this.measuring = new Measuring(
      () => {
        this.keeping.changed();
        void this.fitting.read();
      },
      (error) => shared.fail(error),
    );
    this.fitting = new Fitting(calls, around);
    this.next = new NextCharacters(calls, around);
    this.rhyming = new Rhyming(calls, around);
    this.drafts = new Drafts(calls);
    this.keeping = new Keeping(calls, {
      content: () => this.#content(),
      isWorth: () => this.#isWorth(),
      made: (id) => this.opening.made(id),
      replace: (draft) => {
        const { head } = this.draft.state.selection.main;
        this.#show(draft);
        this.draft.dispatch({ selection: { anchor: Math.min(head, this.draft.state.doc.length) } });
      },
      fail: (error) => shared.fail(error),
    });
    this.opening = new Opening(calls, this.drafts, this.keeping, {
      content: () => this.#content(),
      isWorth: () => this.#isWorth(),
      leave: () => this.offering.drop(),
      show: (file) => (file ? this.#show(file) : this.#begin()),
    });
    this.#pausing = new Pausing({
      get draft() {
        return self().draft;
      },
      isWanted: () => this.how.onPause,
      pauses: () => {
        const wish = this.#wish(true);
        if (wish) this.offering.ask(wish).catch(() => {}); // who has not asked is told nothing
      },
    });
  }

  get model(): ModelInfo | undefined {
    return this.how.model;
  }

  get modelId(): string {
    return this.how.modelId;
  }

  get writing(): boolean {
    return this.offering.writing || this.rewriting;
  }

  /** Takes back the last change where one is on the page. @returns whether one is */
  undo(): boolean {
    return this.draft.undo();
  }

  /** What stands on the page. */
  get paper(): string {
    return this.draft.text;
  }

  /** What the person has written stays, whichever model goes on from it. */
  openWith(modelId: string): void {
    this.how.modelId = modelId;
    this.#isChosen = true;
    this.#edited('modelId');
  }

  writeNumber(field: HowNumber, text: string): void {
    this.how.texts[field] = text;
    this.#edited(field);
  }

  chooseGreedy(greedy: boolean): void {
    this.how.greedy = greedy;
    this.#edited('temperature');
  }

  choosePreset(id: string, settings: PresetSettings): void {
    this.how.choose(id, settings);
    this.#edited('temperature');
  }

  /** What is set is kept by that name. */
  markPreset(id: string): void {
    this.how.preset = id;
    this.keeping.changed();
  }

  chooseAvoids(avoids: boolean): void {
    this.how.avoids = avoids;
    this.keeping.changed();
  }

  choosePause(on: boolean): void {
    this.how.onPause = on;
    this.keeping.changed();
  }

  /** Asks how it goes on from the cursor. */
  async goOn(): Promise<void> {
    const wish = this.#wish();
    if (wish) await this.offering.ask(wish);
  }

  /** Looks for lines that fit at the cursor, and shows them. */
  async findLines(): Promise<void> {
    this.panel = 'lines';
    this.offering.drop();
    await this.fitting.ask();
  }

  /** Puts lines that were found on the page. */
  putLines(reading: Fitted): void {
    this.offering.drop();
    this.fitting.put(reading);
  }

  /** Another reading of how it goes on, or the one before. */
  async turn(by: 1 | -1): Promise<void> {
    if (by > 0 && this.how.greedy) return; // there is but one
    await this.offering.turn(by);
  }

  /** Writes a part of the draft anew; what stood there is kept among what was written. */
  async rewrite(place: Place): Promise<void> {
    const wish = this.#wish();
    if (!wish || this.rewriting) return;
    this.offering.drop();
    this.rewriting = true;
    const { draft } = this;
    try {
      const made = await writeAnew(this.calls, draft, place, wish);
      if (!made) return;
      const piece = { ...pieceOf(made.reading), text: made.text };
      draft.file(piece);
      draft.put(piece.text, piece.id, place);
      this.how.texts.seed = String(made.reading.numbers.seed || this.how.texts.seed);
    } finally {
      this.rewriting = false;
    }
  }

  /**
   * Puts a piece back in the place of what has become of it, and asks its model for it again.
   * @param span one of those that are left of it
   * @returns what the model writes by now
   * @throws VerseloomError where it cannot be asked; the piece is put back all the same
   */
  async asItWas(piece: DraftPiece, span: Span): Promise<Again | undefined> {
    this.putBack(piece, remainsOf(this.draft.state, span, piece.text));
    return askAgain(this.calls, this.#models(), piece);
  }

  /** Puts back what was written or offered: at the cursor, or in the place of what has become of it. */
  putBack({ id, text }: DraftPiece, place?: Place): void {
    this.offering.drop();
    this.draft.put(text, id, place);
    this.draft.focus();
  }

  /** Puts what was written elsewhere at a place of the draft, or at its end. */
  take({ prefix, continuation, lineBreaks, ...by }: Writ, place?: number): void {
    this.offering.drop();
    const [start, rest] = apart(prefix, continuation, lineBreaks, asLines);
    const piece = newPiece({ prefix: prefix.slice(-CONTEXT), text: rest, ...by });
    this.draft.file(piece);
    this.draft.add(start, rest, piece.id, place);
  }

  /** Ends what is being written; what has come stays. */
  async cancel(): Promise<void> {
    await this.offering.stop();
  }

  /**
   * Runs one of the commands; an error goes to the field that it blames, and the person with it.
   * @throws what blames no field
   */
  async obey(command: () => Promise<void>): Promise<void> {
    try {
      await command();
    } catch (error) {
      const field = fieldOf(error);
      if (!field) throw error;
      this.refusal = { field, error };
      this.#toFault([field]);
    }
  }

  receive(more: EventData<'writing'>): void {
    this.offering.receive(more);
  }

  #wish(isBrief = false): Wish | undefined {
    const { model, wrong } = this.how;
    if (!model) return undefined;
    const fields = Object.keys(wrong);
    if (isBrief ? fields.length > 0 : this.#toFault(fields)) return undefined;
    this.how.modelId = model.id; // What one writes with stays, though a run puts a newer model before it.
    this.refusal = null;
    const noCopy = this.how.greedy ? null : this.fitting.noCopyOf(model);
    return { model, numbers: (turns) => this.how.numbers(turns), isBrief, noCopy };
  }

  /** Leads to the first of the fields that are at fault. @returns whether there is one */
  #toFault(fields: readonly string[]): boolean {
    const [field] = fields;
    if (field !== undefined && field !== 'page') this.panel = 'how'; // where it can be seen
    return this.#shared.navigation.toFault('write', fields);
  }

  #opened(content = emptyContent): Draft {
    const host: DraftHost = {
      send: () => this.#try(() => this.goOn()),
      turn: (by) => {
        if (this.draft.look.rest === null) return false;
        this.#try(() => this.turn(by));
        return true;
      },
      drop: () => {
        if (this.draft.look.rest === null) return false;
        this.offering.drop();
        return true;
      },
      refused: () =>
        this.#shared.fail(
          new VerseloomError('draft.tooLong', { name: t('write.thisText'), max: MAX_DRAFT_TEXT }),
        ),
      sayOf: (id) => {
        const piece = this.draft.pieceOf(id);
        return piece ? pieceSaid(piece) : '';
      },
      isTaken: (id) => this.draft.pieceOf(id)?.taken !== undefined,
      changed: () => {
        this.keeping.changed();
        this.honesty.poke();
      },
      looked: () => this.honesty.look(),
      offerGone: () => this.offering.gone(),
      typed: () => this.#pausing.typed(),
    };
    return new Draft(content, host);
  }

  #content(): DraftContent {
    const [how, lines] = [this.how.kept, this.fitting.kept];
    return { ...this.draft.content(), settings: { how, lines, measure: this.measuring.kept } };
  }

  #isWorth(): boolean {
    return !this.draft.look.isEmpty || this.draft.pieces.length > 0;
  }

  #begin(): void {
    this.draft = this.#opened();
    this.fitting.take(undefined);
  }

  #show({ content }: Pick<DraftFile, 'content'>): void {
    this.offering.drop();
    this.draft = this.#opened(content);
    const { modelId } = this.how;
    this.how.take(content.settings['how']);
    this.fitting.take(content.settings['lines']);
    this.measuring.take(content.settings['measure']);
    if (this.#isChosen) this.how.modelId = modelId;
    this.#isChosen = false;
  }

  #try(command: () => Promise<void>): void {
    this.obey(command).catch((error: unknown) => this.#shared.fail(error));
  }

  #edited(field: WritingField): void {
    if (this.refusal?.field === field || field === 'modelId') this.refusal = null;
    this.keeping.changed();
  }
}

export type { WritingField };
export const [useWriting, provideWriting] = createContext<Writing>();
