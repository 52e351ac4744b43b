/** The writing pad: what to write with, how, and the one piece that is on the paper. */
import { createContext } from 'svelte';
import { z } from 'zod';
import type { ApiCalls, EventData } from '../../src-main/contract/api.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { learntLineBreaks, type LineBreaks } from '../../src-main/contract/settings.ts';
import {
  MAX_PREFIX_LENGTH,
  writingRequest,
  type WritingNumber,
  type WritingResult,
} from '../../src-main/contract/writing/piece.ts';
import { blamedField } from '../text/sentences.ts';
import { apart, asLines, readPrefix } from '../paper/verse.ts';
import { keep, recall } from '../state/kept.ts';
import type { Navigation } from '../state/navigation.svelte.ts';
import {
  defaultTexts,
  nextSeed,
  numbers,
  refuseNumbers,
  requestNumbers,
} from '../paper/writing-numbers.ts';

export type WritingField = 'modelId' | 'prefix' | 'length' | 'temperature' | 'seed';

const piece = z.object({
  prefix: z.string(),
  text: z.string(),
  lineBreaks: learntLineBreaks.default('space'),
  leftOut: z.array(z.string()),
  charactersPerSecond: z.number(),
  state: z.enum(['writing', 'done', 'cancelled', 'broken']),
});
/** What is on the paper: the prefix it began with, and everything that was written since. */
export type Piece = z.infer<typeof piece>;

const keptPad = z.object({
  modelId: z.string(),
  prefixText: z.string().nullable(),
  texts: z.object({ length: z.string(), temperature: z.string(), seed: z.string() }),
  greedy: z.boolean(),
  piece: piece.nullable(),
});

export class Writing {
  modelId = $state('');
  /** Null until the person edits it; till then the model suggests. */
  prefixText = $state<string | null>(null);
  texts = $state<Record<WritingNumber, string>>({ ...defaultTexts });
  greedy = $state(false);
  piece = $state.raw<Piece | null>(null);
  refusal = $state.raw<{ field: WritingField; error: unknown } | null>(null);

  readonly model: ModelInfo | undefined = $derived.by(
    () => this.#models().find(({ id }) => id === this.modelId) ?? this.#models()[0],
  );
  readonly prefix = $derived(this.prefixText ?? this.model?.suggestedPrefix ?? '');
  /** What stands on the paper, in lines; the paper itself is there when there is a model. */
  readonly paper = $derived(
    this.piece && this.model
      ? apart(this.piece.prefix, this.piece.text, this.piece.lineBreaks, asLines).join('')
      : '',
  );
  readonly writing = $derived(this.piece?.state === 'writing');
  readonly errors: Partial<Record<WritingField, unknown>> = $derived.by(() => {
    const errors: Partial<Record<WritingField, unknown>> = refuseNumbers(this.texts, this.greedy);
    if (this.refusal) errors[this.refusal.field] ??= this.refusal.error;
    return errors;
  });

  /** The request under way, and the text that stood on the paper before it. */
  #request = { id: '', before: '' };
  readonly #calls: ApiCalls;
  readonly #models: () => readonly ModelInfo[];
  readonly #navigation: Pick<Navigation, 'toFault'>;

  constructor(
    calls: ApiCalls,
    models: () => readonly ModelInfo[],
    navigation: Pick<Navigation, 'toFault'>,
  ) {
    this.#navigation = navigation;
    this.#calls = calls;
    this.#models = models;
    const kept = recall('writing', keptPad);
    if (!kept) return;
    this.modelId = kept.modelId;
    this.prefixText = kept.prefixText;
    this.texts = kept.texts;
    this.greedy = kept.greedy;
    this.piece = kept.piece?.state === 'writing' ? { ...kept.piece, state: 'broken' } : kept.piece;
  }

  /** What the person has typed stays, whichever model goes on from it. */
  openWith(modelId: string): void {
    this.modelId = modelId;
    this.#edited('modelId');
  }

  writePrefix(text: string): void {
    this.prefixText = text;
    this.#edited('prefix');
  }

  writeNumber(field: WritingNumber, text: string): void {
    this.texts[field] = text;
    this.#edited(field);
  }

  chooseGreedy(greedy: boolean): void {
    this.greedy = greedy;
    this.#edited('temperature');
  }

  /** Begins a new piece from the prefix. */
  begin(): Promise<void> {
    return this.#write({ prefix: this.prefix, text: '' });
  }

  /** The same prefix with the next seed. */
  again(): Promise<void> {
    this.writeNumber('seed', nextSeed(this.texts));
    return this.begin();
  }

  /** Goes on from the text so far. */
  async goOn(): Promise<void> {
    if (this.piece) await this.#write(this.piece);
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
      this.#navigation.toFault('write', [field]);
    }
  }

  async cancel(): Promise<void> {
    if (this.writing) await this.#calls['writing.cancel']({ id: this.#request.id });
  }

  receive({ id, text }: EventData<'writing'>): void {
    if (id !== this.#request.id || this.piece?.state !== 'writing') return;
    this.piece = { ...this.piece, text: this.piece.text + text };
  }

  async #write(from: { prefix: string; text: string }): Promise<void> {
    const { model } = this;
    if (!model || this.writing) return;
    const wrong = Object.keys(this.errors).filter((field) => field in numbers);
    if (this.#navigation.toFault('write', wrong)) return;
    const before = this.piece;
    const id = crypto.randomUUID();
    this.modelId = model.id; // What one writes with stays, though a run puts a newer model before it.
    this.refusal = null;
    this.#request = { id, before: from.text };
    const { lineBreaks } = model;
    const { prefix, text } = from;
    this.#put({
      ...{ prefix, text, lineBreaks, leftOut: [], charactersPerSecond: 0, state: 'writing' },
    });
    try {
      const result = await this.#calls['writing.write']({
        id,
        modelId: model.id,
        prefix: tail(from.prefix + from.text),
        ...requestNumbers(this.texts, this.greedy),
      });
      this.#finish(from, lineBreaks, result);
    } catch (error) {
      const grown = this.piece !== null && this.piece.text.length > from.text.length;
      this.#put(grown && this.piece ? { ...this.piece, state: 'broken' } : before);
      throw error;
    }
  }

  #finish(
    from: { prefix: string; text: string },
    lineBreaks: LineBreaks,
    result: WritingResult,
  ): void {
    this.#put({
      // Going on keeps what stands on the paper; a new piece begins with what the model could read of the prefix.
      prefix: from.text === '' ? readPrefix(from.prefix, result.leftOut, lineBreaks) : from.prefix,
      text: this.#request.before + result.continuation,
      lineBreaks,
      leftOut: result.leftOut,
      charactersPerSecond: result.charactersPerSecond,
      state: result.cancelled ? 'cancelled' : 'done',
    });
  }

  #put(piece: Piece | null): void {
    this.piece = piece;
    this.#keep();
  }

  #edited(field: WritingField): void {
    if (this.refusal?.field === field || field === 'modelId') this.refusal = null;
    this.#keep();
  }

  #keep(): void {
    const { modelId, prefixText, texts, greedy, piece } = this;
    keep('writing', { modelId, prefixText, texts, greedy, piece });
  }
}

/** @returns the end of a text as long as a request may have it, cut between characters. */
function tail(text: string): string {
  if (text.length <= MAX_PREFIX_LENGTH) return text;
  const end = text.slice(-MAX_PREFIX_LENGTH);
  return /^[\uDC00-\uDFFF]/.test(end) ? end.slice(1) : end;
}

function fieldOf(error: unknown): WritingField | undefined {
  if (error instanceof VerseloomError && error.code.startsWith('prefix.')) return 'prefix';
  if (error instanceof VerseloomError && error.code === 'model.notFound') return 'modelId';
  const field = blamedField(error);
  return field && isWritingField(field) ? field : undefined;
}

const isWritingField = (field: string): field is WritingField => field in writingRequest.shape;

export const [useWriting, provideWriting] = createContext<Writing>();
