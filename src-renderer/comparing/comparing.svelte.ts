/** Runs side by side, of which those with a model can write: which ones, what each has written from the same prefixes, and how well each guesses a text. */
import { createContext } from 'svelte';
import { z } from 'zod';
import { MAX_TEXT, type ApiCalls, type EventData } from '../../src-main/contract/api.ts';
import {
  failure,
  toFailure,
  VerseloomError,
  type Failure,
} from '../../src-main/contract/errors.ts';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';
import type { WritingNumber } from '../../src-main/contract/writing/piece.ts';
import { keep, recall } from '../state/kept.ts';
import type { Navigation } from '../state/navigation.svelte.ts';
import { splitList } from '../text/list.ts';
import { defaultTexts, refuseNumbers, requestNumbers } from '../paper/writing-numbers.ts';

const AT_FIRST = 2; // models that stand side by side until the person chooses

const piece = z.object({
  /** As the model read it. */
  prefix: z.string(),
  text: z.string(),
  leftOut: z.array(z.string()),
  state: z.enum(['writing', 'done', 'cancelled', 'broken']),
  failure: failure.nullable(),
});
/** What one model has written from one prefix. */
export type Piece = z.infer<typeof piece>;

const round = z.object({
  prefixes: z.array(z.string()),
  length: z.number(),
  temperature: z.number(),
  seed: z.number(),
  /** By `pieceKey`. */
  pieces: z.record(z.string(), piece),
});
/** What was written last, and how. */
export type Round = z.infer<typeof round>;

export const pieceKey = (modelId: string, row: number): string => `${row} ${modelId}`;

export interface Score {
  readonly perplexity: number;
  readonly characters: number;
  readonly known: number;
}
/** What a text was found to be, by the ids of the models. */
export interface Scores {
  readonly text: string;
  readonly of: Readonly<Record<string, Score | Failure>>;
}
export const isScore = (result: Score | Failure): result is Score => 'perplexity' in result;

export type CompareField = 'prefixes' | WritingNumber;

const kept = z.object({
  ids: z.array(z.string()).nullable(),
  prefixesText: z.string().nullable(),
  texts: z.object({ length: z.string(), temperature: z.string(), seed: z.string() }),
  greedy: z.boolean(),
});

export class Comparing {
  /** Null until the person chooses. */
  #ids = $state.raw<readonly string[] | null>(null);
  /** Null until the person edits it; till then the models suggest. */
  prefixesText = $state<string | null>(null);
  texts = $state<Record<WritingNumber, string>>({ ...defaultTexts, length: '100' });
  greedy = $state(false);
  round = $state.raw<Round | null>(null);
  writing = $state(false);

  scoredText = $state('');
  scores = $state.raw<Scores | null>(null);
  /** The model that is guessing. */
  scoring = $state<string | null>(null);

  readonly runs: readonly RunInfo[] = $derived.by(() => {
    const comparable = this.#comparable();
    if (this.#ids === null) return comparable.filter(({ hasModel }) => hasModel).slice(0, AT_FIRST);
    return this.#ids.flatMap((id) => comparable.find((run) => run.id === id) ?? []);
  });
  /** Of these, those that have weights: they can write, and guess a text. */
  readonly models: readonly RunInfo[] = $derived(this.runs.filter(({ hasModel }) => hasModel));
  /** Those that can be added. */
  readonly others: readonly RunInfo[] = $derived.by(() =>
    this.#comparable().filter(({ id }) => !this.runs.some((run) => run.id === id)),
  );
  readonly suggested = $derived(distinct(this.runs.map(({ suggestedPrefix }) => suggestedPrefix)));
  readonly prefixes: readonly string[] = $derived(
    this.prefixesText === null ? this.suggested : distinct(splitList(this.prefixesText)),
  );
  /** What stands in the rows: what was written last, as long as one of the models has a part in it. */
  readonly rows: readonly string[] = $derived.by(() => {
    const { round } = this;
    const shown =
      round !== null &&
      this.models.some(({ id }) =>
        round.prefixes.some((_, row) => pieceKey(id, row) in round.pieces),
      );
    return shown ? round.prefixes : this.prefixes;
  });
  readonly errors: Partial<Record<CompareField, unknown>> = $derived.by(() => {
    const errors: Partial<Record<CompareField, unknown>> = refuseNumbers(this.texts, this.greedy);
    if (this.prefixes.length === 0) errors.prefixes = new VerseloomError('prefix.empty');
    return errors;
  });
  readonly tooLong = $derived(this.scoredText.length > MAX_TEXT);
  /** The scored text is no longer the one in the field. */
  readonly outdated = $derived(this.scores !== null && this.scores.text !== this.scoredText);
  /** Those whose perplexity on the text is the lowest; none while there is nothing to compare it with. */
  readonly best: readonly string[] = $derived.by(() => {
    const scored = this.models.flatMap(({ id }) => {
      const result = this.scores?.of[id];
      return result && isScore(result) ? [{ id, perplexity: result.perplexity }] : [];
    });
    if (scored.length < 2) return [];
    const lowest = Math.min(...scored.map(({ perplexity }) => perplexity));
    return scored.filter(({ perplexity }) => perplexity === lowest).map(({ id }) => id);
  });

  /** The piece under way. */
  #request = { id: '', key: '' };
  #stopped = false;
  #enough = false;
  readonly #calls: ApiCalls;
  readonly #comparable: () => readonly RunInfo[];

  readonly #navigation: Pick<Navigation, 'toFault'>;

  /** @param comparable runs that can be put side by side, in the order in which they are offered */
  constructor(
    calls: ApiCalls,
    comparable: () => readonly RunInfo[],
    navigation: Pick<Navigation, 'toFault'>,
  ) {
    this.#navigation = navigation;
    this.#calls = calls;
    this.#comparable = comparable;
    const before = recall('compare', kept);
    if (before) {
      this.#ids = before.ids;
      this.prefixesText = before.prefixesText;
      this.texts = before.texts;
      this.greedy = before.greedy;
    }
    this.round = recall('compare-round', round) ?? null;
    this.scoredText = recall('compare-text', z.string()) ?? '';
  }

  choose(ids: readonly string[]): void {
    this.#ids = distinct(ids);
    this.#keep();
  }

  add(id: string): void {
    this.choose([...this.runs.map((run) => run.id), id]);
  }

  remove(id: string): void {
    this.choose(this.runs.map((run) => run.id).filter((other) => other !== id));
  }

  writePrefixes(text: string): void {
    this.prefixesText = text;
    this.#keep();
  }

  writeNumber(field: WritingNumber, text: string): void {
    this.texts[field] = text;
    this.#keep();
  }

  chooseGreedy(greedy: boolean): void {
    this.greedy = greedy;
    this.#keep();
  }

  pieceOf(modelId: string, row: number): Piece | undefined {
    return this.round?.pieces[pieceKey(modelId, row)];
  }

  /**
   * Lets every model write from every prefix, row by row. What is wrong with one model stands in its place; where a field is at
   * fault, nothing is written, and the person is led there.
   * @throws VerseloomError what would be wrong with all of them: the engine, the compute process, the connection
   */
  async write(): Promise<void> {
    if (this.writing || this.#navigation.toFault('compare', Object.keys(this.errors))) return;
    const columns = this.models;
    const prefixes = [...this.prefixes];
    this.round = { prefixes, ...requestNumbers(this.texts, this.greedy), pieces: {} };
    this.writing = true;
    this.#stopped = false;
    try {
      for (const [row, prefix] of prefixes.entries())
        for (const { id } of columns) {
          if (this.#stopped) return;
          if (this.models.some((model) => model.id === id)) await this.#writePiece(id, row, prefix);
        }
    } finally {
      this.writing = false;
    }
  }

  async cancel(): Promise<void> {
    this.#stopped = true;
    if (this.writing) await this.#calls['writing.cancel']({ id: this.#request.id });
  }

  receive({ id, text }: EventData<'writing'>): void {
    const { key } = this.#request;
    const piece = this.round?.pieces[key];
    if (id !== this.#request.id || piece?.state !== 'writing') return;
    this.#put(key, { ...piece, text: piece.text + text });
  }

  writeText(text: string): void {
    this.scoredText = text;
  }

  async takeCorpus(id: string): Promise<void> {
    this.writeText((await this.#calls['corpora.text']({ id })).text);
  }

  /**
   * Lets every model guess the text, one after the other. What is wrong with one model stands in its place.
   * @throws VerseloomError what would be wrong with all of them
   */
  async score(): Promise<void> {
    const text = this.scoredText;
    if (this.scoring !== null || this.tooLong || text.trim() === '') return;
    const columns = this.models;
    keep('compare-text', text);
    this.scores = { text, of: {} };
    this.#enough = false;
    try {
      for (const { id } of columns) {
        if (this.#enough) return;
        this.scoring = id;
        const result = await orFailure(this.#calls['models.score']({ id, text }));
        this.scores = { text, of: { ...this.scores.of, [id]: result } };
      }
    } finally {
      this.scoring = null;
    }
  }

  /** Ends with the model that is guessing. */
  stopScoring(): void {
    this.#enough = true;
  }

  async #writePiece(modelId: string, row: number, prefix: string): Promise<void> {
    const { length, temperature, seed } = this.round!;
    const key = pieceKey(modelId, row);
    const id = crypto.randomUUID();
    this.#request = { id, key };
    this.#put(key, { prefix, text: '', leftOut: [], state: 'writing', failure: null });
    try {
      const written = await orFailure(
        this.#calls['writing.write']({ id, modelId, prefix, length, temperature, seed }),
      );
      const piece = this.round!.pieces[key]!;
      this.#put(
        key,
        'code' in written
          ? { ...piece, state: 'broken', failure: written }
          : {
              prefix: written.prefix,
              text: written.continuation,
              leftOut: written.leftOut,
              state: written.cancelled ? 'cancelled' : 'done',
              failure: null,
            },
      );
    } catch (error) {
      this.#put(key, { ...this.round!.pieces[key]!, state: 'broken' });
      throw error;
    } finally {
      keep('compare-round', this.round);
    }
  }

  #put(key: string, piece: Piece): void {
    const { round } = this;
    if (round) this.round = { ...round, pieces: { ...round.pieces, [key]: piece } };
  }

  #keep(): void {
    const { prefixesText, texts, greedy } = this;
    keep('compare', { ids: this.#ids, prefixesText, texts, greedy });
  }
}

const distinct = (texts: readonly string[]): string[] =>
  texts.filter((text, index) => texts.indexOf(text) === index);

/** @returns what was asked for, or what is wrong with this one model, its prefix or its text; any other error is thrown */
async function orFailure<Result>(asked: Promise<Result>): Promise<Result | Failure> {
  try {
    return await asked;
  } catch (error) {
    const failure = toFailure(error);
    if (/^(model|prefix|text)\./.test(failure.code)) return failure;
    throw error;
  }
}

export const [useComparing, provideComparing] = createContext<Comparing>();
