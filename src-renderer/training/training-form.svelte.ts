/** The hyper-parameters as a person has typed them, what is wrong with each, and the settings they make. */
import { z } from 'zod';
import type { CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import {
  defaultSettings,
  parseSettings,
  ranges,
  lineBreaks,
  sampling,
  type ChosenLineBreaks,
  type NumericField,
  type Sampling,
  type TrainingSettings,
} from '../../src-main/contract/settings.ts';
import { readNumber } from '../controls/fields/read-number.ts';
import { keep, recall } from '../state/kept.ts';
import { splitList } from '../text/list.ts';
import type { MemoryQuestion } from './memory.svelte.ts';
import { workOf, type Work } from '../library/work.ts';

export type FormField = NumericField | 'prefixes' | 'sampling' | 'lineBreaks' | 'corpus' | 'engine';
type NumberTexts = Record<NumericField, string>;

const numericFields = Object.keys(ranges) as NumericField[];
const formFields: readonly string[] = [
  ...numericFields,
  'prefixes',
  'sampling',
  'lineBreaks',
  'corpus',
  'engine',
];
export const isFormField = (name: string): name is FormField => formFields.includes(name);

const bookTexts = Object.fromEntries(
  numericFields.map((field) => [field, String(defaultSettings[field])]),
) as NumberTexts;

const keptForm = z.object({
  texts: z.record(z.string(), z.string()),
  sampling,
  lineBreaks: lineBreaks.default('space'),
  prefixesText: z.string().nullable(),
  corpusId: z.string(),
  withText: z.boolean().default(true),
  parentId: z.string().nullable().default(null),
});

export class TrainingForm {
  texts = $state<NumberTexts>({ ...bookTexts });
  sampling = $state<Sampling>(defaultSettings.sampling);
  lineBreaks = $state<ChosenLineBreaks>('space');
  /** Null until the person edits it; till then the corpus suggests. */
  prefixesText = $state<string | null>(null);
  corpusId = $state('');
  /** The model file holds the text, and not its hash alone. */
  withText = $state(true);
  /** The model whose weights and vocabulary the run begins with; null for a run from nothing. */
  parentId = $state<string | null>(null);
  /** What the host refused, until that field is edited. */
  refusal = $state.raw<{ field: FormField; error: unknown } | null>(null);

  readonly corpus: CorpusInfo | undefined = $derived.by(
    () => this.#corpora().find(({ id }) => id === this.corpusId) ?? this.#corpora()[0],
  );
  readonly parent: ModelInfo | undefined = $derived.by(() =>
    this.#models().find(({ id }) => id === this.parentId),
  );
  /** Those of the model that the run begins from, whose vocabulary has the ends of lines or has not. */
  readonly learntLineBreaks: ChosenLineBreaks = $derived(
    this.parent ? (this.parent.lineBreaks === 'own' ? 'own' : 'space') : this.lineBreaks,
  );
  readonly suggested = $derived(this.corpus?.suggestedPrefixes ?? defaultSettings.prefixes);
  readonly prefixes = $derived(
    this.prefixesText === null ? this.suggested : splitList(this.prefixesText),
  );
  readonly #numbers = $derived(
    Object.fromEntries(
      numericFields.map((field) => [field, readNumber(this.texts[field])]),
    ) as Record<NumericField, number>,
  );
  readonly settings: TrainingSettings = $derived({
    ...this.#numbers,
    ...(this.parent && { hiddenSize: this.parent.hiddenSize }), // its weights have no other shape
    sampling: this.sampling,
    lineBreaks: this.learntLineBreaks,
    prefixes: [...this.prefixes],
  });
  /** What the person has chosen: prefixes that were only suggested are left to the run, which knows what it learns. */
  get chosen(): Partial<TrainingSettings> {
    const { prefixes, ...others } = this.settings;
    return this.prefixesText === null ? others : { ...others, prefixes };
  }
  readonly #wrong: Partial<Record<FormField, unknown>> = $derived.by(() => {
    const errors: Partial<Record<FormField, unknown>> = {};
    for (const field of [...numericFields, 'prefixes'] as const) {
      const error = refuse({ [field]: this.settings[field] });
      if (error) errors[field] = error;
    }
    return errors;
  });
  readonly errors: Partial<Record<FormField, unknown>> = $derived({
    ...(this.refusal && { [this.refusal.field]: this.refusal.error }),
    ...this.#wrong,
  });
  /** What decides how much memory the run takes; null while a number is missing. */
  readonly memoryQuestion: Omit<MemoryQuestion, 'engine'> | null = $derived.by(() => {
    if (!this.corpus || Object.keys(this.#wrong).length > 0) return null;
    const { hiddenSize, timeSteps, batchSize, maxCharacters, lineBreaks } = this.settings;
    return {
      corpusId: this.corpus.id,
      settings: { hiddenSize, timeSteps, batchSize, maxCharacters, lineBreaks },
      ...(this.parent && { parentId: this.parent.id }),
    };
  });
  /** What one epoch comes to; null while a number is missing. */
  readonly work: Work | null = $derived(
    this.corpus && Object.keys(this.errors).length === 0
      ? workOf(this.settings, this.corpus.characters)
      : null,
  );

  readonly #corpora: () => readonly CorpusInfo[];
  readonly #models: () => readonly ModelInfo[];

  /** @param models those that a run can begin from */
  constructor(corpora: () => readonly CorpusInfo[], models: () => readonly ModelInfo[]) {
    this.#corpora = corpora;
    this.#models = models;
    const kept = recall('training-form', keptForm);
    if (!kept) return;
    for (const field of numericFields) this.texts[field] = kept.texts[field] ?? bookTexts[field];
    this.sampling = kept.sampling;
    this.lineBreaks = kept.lineBreaks;
    this.prefixesText = kept.prefixesText;
    this.corpusId = kept.corpusId;
    this.withText = kept.withText;
    this.parentId = kept.parentId;
  }

  write(field: NumericField, text: string): void {
    this.texts[field] = text;
    this.edited();
  }

  writePrefixes(text: string): void {
    this.prefixesText = text;
    this.edited();
  }

  choose(choice: {
    sampling?: Sampling;
    lineBreaks?: ChosenLineBreaks;
    corpusId?: string;
    withText?: boolean;
  }): void {
    if (choice.sampling) this.sampling = choice.sampling;
    if (choice.lineBreaks) this.lineBreaks = choice.lineBreaks;
    if (choice.corpusId) this.corpusId = choice.corpusId;
    if (choice.withText !== undefined) this.withText = choice.withText;
    this.edited();
  }

  /** @param modelId of the model whose weights the run begins with; null for a run from nothing */
  beginFrom(modelId: string | null): void {
    this.parentId = modelId;
    this.edited();
  }

  reset(): void {
    this.texts = { ...bookTexts };
    this.sampling = defaultSettings.sampling;
    this.lineBreaks = 'space';
    this.prefixesText = null;
    this.refusal = null;
    this.#keep();
  }

  /** Forgets what the host refused: it judged the settings as a whole. */
  edited(): void {
    this.refusal = null;
    this.#keep();
  }

  #keep(): void {
    const { texts, sampling, lineBreaks, prefixesText, corpusId, withText, parentId } = this;
    keep('training-form', {
      ...{ texts, sampling, lineBreaks, prefixesText, corpusId, withText, parentId },
    });
  }
}

function refuse(settings: unknown): VerseloomError | undefined {
  try {
    parseSettings(settings);
    return undefined;
  } catch (error) {
    if (error instanceof VerseloomError) return error;
    throw error;
  }
}
