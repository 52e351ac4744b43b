/** The hyper-parameters of a run that is prepared: a preset, what a person has set otherwise, what is wrong with each, and the settings they make. */
import { type Activation, type CellName } from '../../../src-main/contract/architecture.ts';
import { usualRate } from '../../../src-main/contract/optimisers/optimisers.ts';
import type { CorpusInfo } from '../../../src-main/contract/corpus/corpus.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import type { LearntShare } from '../../../src-main/contract/training.ts';
import {
  type PresetSettings,
  type TrainingPreset,
} from '../../../src-main/contract/runs/training-preset.ts';
import {
  alone,
  defaultSettings,
  isFree,
  ranges,
  type ChosenLineBreaks,
  type NumericField,
  type Sampling,
  type TrainingSettings,
} from '../../../src-main/contract/settings.ts';
import { readNumber } from '../../controls/fields/read-number.ts';
import { keep, recall } from '../../state/kept.ts';
import { splitList } from '../../text/list.ts';
import {
  readHeldOut,
  typedOf,
  type HeldOutBy,
  type HeldOutNumber,
  type TypedHeldOut,
} from './typed-held-out.ts';
import type { MemoryQuestion } from './memory.svelte.ts';
import {
  chosenSettings,
  inherited,
  isFormField,
  keptForm,
  NOTHING_CHOSEN,
  numericFields,
  presetFields,
  type Chosen,
  type FormField,
  type NumberTexts,
  type PresetField,
  sizesOf,
} from './chosen-settings.ts';
import { refuse, refusePatience } from './refuse.ts';
import { builtInSettings, isBuiltIn, presetById, usualPreset } from './presets.ts';

export class TrainingForm {
  /** The numbers that the person has typed; the others are the preset's. */
  #written = $state.raw<Partial<NumberTexts>>({});
  #chosen = $state.raw<Chosen>(NOTHING_CHOSEN);
  #presetId = $state<string | null>(null);
  #preset = $state.raw<TrainingPreset | null>(null);
  /** Null until the person edits it; till then the corpus suggests. */
  prefixesText = $state<string | null>(null);
  corpusId = $state('');
  /** The model file holds the text, and not its hash alone. */
  withText = $state(true);
  /** The model whose weights and vocabulary the run begins with; null for a run from nothing. */
  parentId = $state<string | null>(null);
  /** What the host refused, until that field is edited. */
  refusal = $state.raw<{ field: FormField; error: unknown } | null>(null);
  /** That an epoch of a taste takes here; null while it is not known. */
  tasteSeconds = $state<number | null>(null);

  readonly corpus: CorpusInfo | undefined = $derived.by(
    () => this.#corpora().find(({ id }) => id === this.corpusId) ?? this.#corpora()[0],
  );
  readonly parent: ModelInfo | undefined = $derived.by(() =>
    this.#models().find(({ id }) => id === this.parentId),
  );
  /** The preset that the form goes by. */
  readonly presetId: string = $derived(this.#presetId ?? usualPreset(this.corpus));
  /** One of the person's own, as it is now, or as it was before it was removed. */
  readonly ownPreset: TrainingPreset | undefined = $derived.by(() =>
    isBuiltIn(this.presetId)
      ? undefined
      : (presetById(this.#own(), this.presetId) ?? this.#preset ?? undefined),
  );
  /** The settings of the preset, for this corpus. */
  readonly base: PresetSettings = $derived(this.#baseFor(this.corpus));
  readonly texts: NumberTexts = $derived({
    ...(Object.fromEntries(
      numericFields.map((field) => [field, String(this.base[field])]),
    ) as NumberTexts),
    ...this.#written,
  });
  /** Of a model that the run begins from, its weights are of no other cell. */
  readonly cell: CellName = $derived(
    this.parent?.settings?.cell ?? this.#chosen.cell ?? this.base.cell,
  );
  /** What was chosen stays for when the cell is one again that has a choice. */
  readonly activation: Activation = $derived(
    this.parent?.settings?.activation ??
      (this.cell === 'rnn' ? (this.#chosen.activation ?? this.base.activation) : 'tanh'),
  );
  readonly tied: boolean = $derived(
    this.parent?.settings?.tied ?? this.#chosen.tied ?? this.base.tied,
  );
  readonly optimiser: TrainingSettings['optimiser'] = $derived(
    this.#chosen.optimiser ?? this.base.optimiser,
  );
  readonly schedule: TrainingSettings['schedule'] = $derived(
    this.#chosen.schedule ?? this.base.schedule,
  );
  readonly clip: TrainingSettings['clip'] = $derived(this.#chosen.clip ?? this.base.clip);
  readonly firstWeights: TrainingSettings['firstWeights'] = $derived(
    this.#chosen.firstWeights ?? this.base.firstWeights,
  );
  readonly sampling: Sampling = $derived(this.#chosen.sampling ?? this.base.sampling);
  /** What was chosen stays for when the sampling is one again that has a choice. */
  readonly detach: boolean = $derived(
    this.sampling === 'random' || (this.#chosen.detach ?? this.base.detach),
  );
  readonly letExplode: boolean = $derived(this.#chosen.letExplode ?? this.base.letExplode);
  readonly keepBest: boolean = $derived(this.#chosen.keepBest ?? this.base.keepBest);
  readonly heldOut: TypedHeldOut = $derived(this.#chosen.heldOut ?? typedOf(this.base.heldOut));
  /** Of a model that the run begins from, those of its vocabulary, which has the ends of lines or has not. */
  readonly lineBreaks: ChosenLineBreaks = $derived(
    this.parent
      ? this.parent.lineBreaks === 'own'
        ? 'own'
        : 'space'
      : (this.#chosen.lineBreaks ?? this.base.lineBreaks),
  );
  readonly suggested = $derived(this.corpus?.suggestedPrefixes ?? defaultSettings.prefixes);
  readonly prefixes = $derived(
    this.prefixesText === null ? this.suggested : splitList(this.prefixesText),
  );
  readonly #numbers = $derived(
    Object.fromEntries(
      // What is not shown is as the preset has it, whatever was typed there before.
      numericFields.map((field) => [
        field,
        isFree(field, this) ? readNumber(this.texts[field]) : this.base[field],
      ]),
    ) as Record<NumericField, number>,
  );
  readonly settings: TrainingSettings = $derived({
    ...this.#numbers,
    ...(this.tied && { embeddingSize: this.#numbers.hiddenSize }),
    ...(this.parent && sizesOf(this.parent)),
    ...{ cell: this.cell, activation: this.activation },
    ...{ optimiser: this.optimiser, schedule: this.schedule, clip: this.clip },
    tied: this.tied,
    firstWeights: this.firstWeights,
    ...{ sampling: this.sampling, detach: this.detach },
    lineBreaks: this.lineBreaks,
    heldOut: readHeldOut(this.heldOut),
    letExplode: this.letExplode,
    keepBest: this.keepBest,
    prefixes: [...this.prefixes],
  });
  /** What is set otherwise than the preset has it. */
  readonly changed: readonly PresetField[] = $derived(
    presetFields.filter((field) => {
      if (this.parent && inherited.includes(field)) return false;
      if (!isFree(field, this)) return false;
      const [now, before] = [this.settings[field], this.base[field]];
      return JSON.stringify(now) !== JSON.stringify(before);
    }),
  );

  /** Of a run on another corpus, for which other settings may be usual. */
  settingsFor(corpus: CorpusInfo): TrainingSettings {
    const base = this.#baseFor(corpus);
    const maxCharacters = this.#written.maxCharacters ?? String(base.maxCharacters);
    const lineBreaks = this.parent ? this.lineBreaks : (this.#chosen.lineBreaks ?? base.lineBreaks);
    return { ...this.settings, maxCharacters: readNumber(maxCharacters), lineBreaks };
  }
  /** What the person has chosen: prefixes that were only suggested are left to the run, which knows what it learns. */
  get chosen(): Partial<TrainingSettings> {
    const { prefixes, ...others } = this.settings;
    return this.prefixesText === null ? others : { ...others, prefixes };
  }
  readonly #wrong: Partial<Record<FormField, unknown>> = $derived.by(() => {
    const errors: Partial<Record<FormField, unknown>> = {};
    const { settings } = this;
    // Patience is nothing without a part that is held out: it is judged with all the others.
    for (const field of [...numericFields, 'prefixes', 'heldOut'] as const) {
      if (!isFree(field, this)) continue; // what decides it is told of
      const error =
        field === 'patience' ? refusePatience(settings) : refuse(alone(field, settings[field]));
      if (error) errors[field] = error;
    }
    if (Object.keys(errors).length > 0) return errors;
    const together = refuse(settings);
    const field = together?.params['field'];
    return together && typeof field === 'string' && isFormField(field)
      ? { [field]: together }
      : errors;
  });
  readonly errors: Partial<Record<FormField, unknown>> = $derived({
    ...(this.refusal && { [this.refusal.field]: this.refusal.error }),
    ...this.#wrong,
  });
  /** What decides how much memory the run takes; null while a number is missing. */
  readonly memoryQuestion: Omit<MemoryQuestion, 'engine'> | null = $derived.by(() => {
    if (!this.corpus || Object.keys(this.#wrong).length > 0) return null;
    const { cell, activation, hiddenSize, timeSteps, batchSize, ...others } = this.settings;
    const { layers, embeddingSize, tied, dropout } = others;
    const { optimiser, sampling, detach, maxCharacters, lineBreaks, heldOut } = others;
    return {
      corpusId: this.corpus.id,
      settings: {
        ...{ cell, activation, hiddenSize, timeSteps, batchSize, optimiser },
        ...{ layers, embeddingSize, tied, dropout },
        ...{ sampling, detach, maxCharacters, lineBreaks, heldOut },
        ...(this.prefixesText !== null && { prefixes: this.prefixes }),
      },
      ...(!this.withText && { withText: false }),
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
  readonly #own: () => readonly TrainingPreset[];

  /**
   * @param models those that a run can begin from
   * @param own presets that the person keeps
   */
  constructor(
    corpora: () => readonly CorpusInfo[],
    models: () => readonly ModelInfo[],
    own: () => readonly TrainingPreset[] = () => [],
  ) {
    this.#corpora = corpora;
    this.#models = models;
    this.#own = own;
    const kept = recall('training-form', keptForm);
    if (!kept) return;
    this.#written = Object.fromEntries(
      numericFields.flatMap((field) =>
        field in kept.written ? [[field, kept.written[field]]] : [],
      ),
    );
    this.#chosen = chosenSettings.parse(kept);
    this.#presetId = kept.presetId;
    this.#preset = kept.preset;
    this.prefixesText = kept.prefixesText;
    this.corpusId = kept.corpusId;
    this.withText = kept.withText;
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
    const { by, texts } = this.heldOut;
    this.#chosen = { ...this.#chosen, heldOut: { by, texts: { ...texts, [field]: text } } };
    this.edited();
  }

  choose(
    choice: Partial<Pick<TrainingSettings, 'cell' | 'activation' | 'firstWeights' | 'sampling'>> &
      Partial<Pick<TrainingSettings, 'optimiser' | 'schedule' | 'clip'>> &
      Partial<Pick<TrainingSettings, 'tied' | 'detach' | 'letExplode' | 'keepBest'>> & {
        lineBreaks?: ChosenLineBreaks;
        heldOutBy?: HeldOutBy;
        corpusId?: string;
        withText?: boolean;
      },
  ): void {
    const { heldOutBy, corpusId, withText, ...settings } = choice;
    if (settings.optimiser) this.#takeUsualRate(settings.optimiser);
    this.#chosen = { ...this.#chosen, ...settings };
    if (heldOutBy) {
      const { texts } = this.heldOut;
      this.#chosen = { ...this.#chosen, heldOut: { by: heldOutBy, texts } };
    }
    if (corpusId) this.corpusId = corpusId;
    if (withText !== undefined) this.withText = withText;
    this.edited();
  }

  /** A learning rate that was usual for the optimiser before is none that a person has chosen: another has its own. */
  #takeUsualRate(optimiser: TrainingSettings['optimiser']): void {
    const { learningRate: _, ...written } = this.#written;
    const isOwn =
      this.#written.learningRate !== undefined &&
      readNumber(this.#written.learningRate) !== usualRate(this.optimiser);
    if (isOwn || optimiser === this.optimiser) return;
    this.#written =
      optimiser === this.base.optimiser
        ? written
        : { ...written, learningRate: String(usualRate(optimiser)) };
  }

  /** Takes over all that a preset has; prefixes, which belong to a text, stay. */
  choosePreset(id: string): void {
    this.#presetId = id;
    this.#preset = presetById(this.#own(), id) ?? null;
    this.reset();
  }

  /** The settings as they are have become a preset: nothing is set otherwise. */
  keptAs(preset: TrainingPreset): void {
    this.#presetId = preset.id;
    this.#preset = preset;
    this.#asPreset();
    this.edited();
  }

  /** @param modelId of the model whose weights the run begins with; null for a run from nothing */
  beginFrom(modelId: string | null): void {
    this.parentId = modelId;
    this.edited();
  }

  /** A setting is as the preset has it again; prefixes are as the corpus suggests them. */
  putBack(field: PresetField | 'prefixes'): void {
    if (field === 'prefixes') this.prefixesText = null;
    else if (field in ranges) {
      const { [field as NumericField]: _, ...others } = this.#written;
      this.#written = others;
    } else {
      if (field === 'optimiser') this.#takeUsualRate(this.base.optimiser);
      this.#chosen = { ...this.#chosen, [field]: null };
    }
    this.edited();
  }

  /** All of them. */
  reset(): void {
    this.#asPreset();
    this.prefixesText = null;
    this.edited();
  }

  /** @returns what takes the form back to how it is now */
  wayBack(): () => void {
    const before = [this.#written, this.#chosen, this.#presetId, this.#preset] as const;
    const { prefixesText } = this;
    return () => {
      [this.#written, this.#chosen, this.#presetId, this.#preset] = before;
      this.prefixesText = prefixesText;
      this.edited();
    };
  }

  /** Forgets what the host refused: it judged the settings as a whole. */
  edited(): void {
    this.refusal = null;
    this.#keep();
  }

  #asPreset(): void {
    this.#written = {};
    this.#chosen = NOTHING_CHOSEN;
  }

  #baseFor(corpus: CorpusInfo | undefined): PresetSettings {
    const id = this.#presetId ?? usualPreset(corpus);
    if (isBuiltIn(id)) return builtInSettings(id, corpus, this.tasteSeconds);
    const own = presetById(this.#own(), id) ?? this.#preset;
    return own?.settings ?? builtInSettings(usualPreset(corpus), corpus, null);
  }

  #keep(): void {
    const { prefixesText, corpusId, withText, parentId } = this;
    keep('training-form', {
      ...{ written: this.#written, ...this.#chosen },
      ...{ presetId: this.#presetId, preset: this.#preset },
      ...{ prefixesText, corpusId, withText, parentId },
    });
  }
}
