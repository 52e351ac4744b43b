/** The hyper-parameters as a person has typed them, what is wrong with each, and the settings they make. */
import { z } from 'zod';
import type { CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { LearntShare } from '../../src-main/contract/training.ts';
import { heldOutRanges, type HeldOut } from '../../src-main/contract/held-out.ts';
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

export type FormField =
  NumericField | 'prefixes' | 'sampling' | 'lineBreaks' | 'heldOut' | 'corpus' | 'engine';
type NumberTexts = Record<NumericField, string>;

const numericFields = Object.keys(ranges) as NumericField[];
const formFields: readonly string[] = [
  ...numericFields,
  'prefixes',
  'sampling',
  'lineBreaks',
  'heldOut',
  'corpus',
  'engine',
];
export const isFormField = (name: string): name is FormField => formFields.includes(name);

const bookTexts = Object.fromEntries(
  numericFields.map((field) => [field, String(defaultSettings[field])]),
) as NumberTexts;

/** The book's, for the text that the book's numbers are tried on; a person's own songs are learnt whole, with the lines that they have. */
/** The book's way is for one text that has no songs, such as the sample: a corpus of songs is learnt with its lines, and whole. */
const usualOf = (
  corpus: CorpusInfo | undefined,
): { texts: NumberTexts; lineBreaks: ChosenLineBreaks } =>
  corpus === undefined || (corpus.builtIn && corpus.songs === 1)
    ? { texts: bookTexts, lineBreaks: 'space' }
    : { texts: { ...bookTexts, maxCharacters: '0' }, lineBreaks: 'own' };

const heldOutBy = z.enum(['none', 'last', 'songs']);
type HeldOutBy = z.infer<typeof heldOutBy>;
export type HeldOutNumber = keyof typeof heldOutRanges;
/** The number that each of these takes. */
export const heldOutNumbers = { last: 'percent', songs: 'every' } as const;
const usualHeldOut = { by: 'none', texts: { percent: '10', every: '10' } } as const;

const keptForm = z.object({
  written: z.record(z.string(), z.string()),
  sampling,
  lineBreaks: lineBreaks.nullable(),
  heldOut: z.object({ by: heldOutBy, texts: z.object({ percent: z.string(), every: z.string() }) }),
  prefixesText: z.string().nullable(),
  corpusId: z.string(),
  withText: z.boolean().default(true),
  letExplode: z.boolean().default(false),
  parentId: z.string().nullable().default(null),
});

export class TrainingForm {
  /** The numbers that the person has typed; the others are those that are usual for the corpus. */
  #written = $state.raw<Partial<NumberTexts>>({});
  sampling = $state<Sampling>(defaultSettings.sampling);
  /** Null until the person chooses. */
  #lineBreaks = $state<ChosenLineBreaks | null>(null);
  heldOut = $state.raw<{
    readonly by: HeldOutBy;
    readonly texts: Readonly<Record<HeldOutNumber, string>>;
  }>(usualHeldOut);
  /** Null until the person edits it; till then the corpus suggests. */
  prefixesText = $state<string | null>(null);
  corpusId = $state('');
  /** The model file holds the text, and not its hash alone. */
  withText = $state(true);
  letExplode = $state(false);
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
  readonly #usual = $derived(usualOf(this.corpus));
  readonly texts: NumberTexts = $derived({ ...this.#usual.texts, ...this.#written });
  /** Of a model that the run begins from, those of its vocabulary, which has the ends of lines or has not. */
  readonly lineBreaks: ChosenLineBreaks = $derived(
    this.parent
      ? this.parent.lineBreaks === 'own'
        ? 'own'
        : 'space'
      : (this.#lineBreaks ?? this.#usual.lineBreaks),
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
  readonly #heldOut: HeldOut = $derived.by(() => {
    const { by, texts } = this.heldOut;
    if (by === 'none') return { by };
    return by === 'last'
      ? { by, percent: readNumber(texts.percent) }
      : { by, every: readNumber(texts.every) };
  });
  readonly settings: TrainingSettings = $derived({
    ...this.#numbers,
    ...(this.parent && { hiddenSize: this.parent.hiddenSize }), // its weights have no other shape
    sampling: this.sampling,
    lineBreaks: this.lineBreaks,
    heldOut: this.#heldOut,
    letExplode: this.letExplode,
    keepBest: false,
    prefixes: [...this.prefixes],
  });
  /** Of a run on another corpus, for which other settings are usual. */
  settingsFor(corpus: CorpusInfo): TrainingSettings {
    const usual = usualOf(corpus);
    const { maxCharacters } = { ...usual.texts, ...this.#written };
    const lineBreaks = this.parent ? this.lineBreaks : (this.#lineBreaks ?? usual.lineBreaks);
    return { ...this.settings, maxCharacters: readNumber(maxCharacters), lineBreaks };
  }
  /** What the person has chosen: prefixes that were only suggested are left to the run, which knows what it learns. */
  get chosen(): Partial<TrainingSettings> {
    const { prefixes, ...others } = this.settings;
    return this.prefixesText === null ? others : { ...others, prefixes };
  }
  readonly #wrong: Partial<Record<FormField, unknown>> = $derived.by(() => {
    const errors: Partial<Record<FormField, unknown>> = {};
    for (const field of [...numericFields, 'prefixes', 'heldOut'] as const) {
      // Whether there is something to be patient about is seen by what is held out.
      const { heldOut } = this.settings;
      const error = refuse({
        ...(field === 'patience' && { heldOut }),
        [field]: this.settings[field],
      });
      if (error?.params['field'] === field) errors[field] = error;
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
    const { hiddenSize, timeSteps, batchSize, maxCharacters, lineBreaks, heldOut } = this.settings;
    return {
      corpusId: this.corpus.id,
      settings: { hiddenSize, timeSteps, batchSize, maxCharacters, lineBreaks, heldOut },
      ...(this.parent && { parentId: this.parent.id }),
    };
  });
  /** How much is learnt, as far as it is known without the text; null where it is not, or while a number is missing. */
  readonly share: Pick<LearntShare, 'characters' | 'learnt'> | null = $derived.by(() => {
    if (!this.corpus || Object.keys(this.#wrong).length > 0) return null;
    const { maxCharacters, heldOut } = this.settings;
    const { characters } = this.corpus;
    if (heldOut.by !== 'none') return null;
    return { characters, learnt: Math.min(maxCharacters || characters, characters) };
  });

  readonly #corpora: () => readonly CorpusInfo[];
  readonly #models: () => readonly ModelInfo[];

  /** @param models those that a run can begin from */
  constructor(corpora: () => readonly CorpusInfo[], models: () => readonly ModelInfo[]) {
    this.#corpora = corpora;
    this.#models = models;
    const kept = recall('training-form', keptForm);
    if (!kept) return;
    this.#written = Object.fromEntries(
      numericFields.flatMap((field) =>
        field in kept.written ? [[field, kept.written[field]]] : [],
      ),
    );
    this.sampling = kept.sampling;
    this.#lineBreaks = kept.lineBreaks;
    this.heldOut = kept.heldOut;
    this.prefixesText = kept.prefixesText;
    this.corpusId = kept.corpusId;
    this.withText = kept.withText;
    this.letExplode = kept.letExplode;
    this.parentId = kept.parentId;
  }

  write(field: NumericField, text: string): void {
    this.#written = { ...this.#written, [field]: text };
    this.edited();
  }

  writePrefixes(text: string): void {
    this.prefixesText = text;
    this.edited();
  }

  writeHeldOut(field: HeldOutNumber, text: string): void {
    this.heldOut = { ...this.heldOut, texts: { ...this.heldOut.texts, [field]: text } };
    this.edited();
  }

  choose(choice: {
    sampling?: Sampling;
    lineBreaks?: ChosenLineBreaks;
    heldOutBy?: HeldOutBy;
    corpusId?: string;
    withText?: boolean;
    letExplode?: boolean;
  }): void {
    if (choice.sampling) this.sampling = choice.sampling;
    if (choice.lineBreaks) this.#lineBreaks = choice.lineBreaks;
    if (choice.heldOutBy) this.heldOut = { ...this.heldOut, by: choice.heldOutBy };
    if (choice.corpusId) this.corpusId = choice.corpusId;
    if (choice.withText !== undefined) this.withText = choice.withText;
    if (choice.letExplode !== undefined) this.letExplode = choice.letExplode;
    this.edited();
  }

  /** @param modelId of the model whose weights the run begins with; null for a run from nothing */
  beginFrom(modelId: string | null): void {
    this.parentId = modelId;
    this.edited();
  }

  reset(): void {
    this.#written = {};
    this.sampling = defaultSettings.sampling;
    this.#lineBreaks = null;
    this.heldOut = usualHeldOut;
    this.letExplode = false;
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
    const { sampling, heldOut, prefixesText, corpusId, withText, letExplode, parentId } = this;
    keep('training-form', {
      ...{ written: this.#written, sampling, lineBreaks: this.#lineBreaks, heldOut },
      ...{ prefixesText, corpusId, withText, letExplode, parentId },
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
