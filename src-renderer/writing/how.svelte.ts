/** How one writes in a draft: with which model, how much, and how the next character is chosen. */
import { z } from 'zod';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import {
  writingRequest,
  type WritingNumber,
  type WritingRequest,
} from '../../src-main/contract/writing/piece.ts';
import type { PresetSettings } from '../../src-main/contract/writing/preset.ts';
import type { SamplingNumber, SamplingSettings } from '../../src-main/contract/writing/sampling.ts';
import { defaultTexts, nextSeed, refuseNumbers, requestNumbers } from '../paper/writing-numbers.ts';
import { blamedField } from '../text/sentences.ts';
import { builtIns } from './presets/presets.ts';
import {
  neutral,
  neutralTexts,
  readSampling,
  refuseSampling,
  samplingNumbers,
  samplingOf,
  textsOf,
} from './presets/sampling-numbers.ts';

/** About a stanza: more is offered by going on. */
const LENGTH = '60';

/** The numbers that have a field. */
export type HowNumber = WritingNumber | SamplingNumber;
export type WritingField = 'modelId' | 'page' | HowNumber;
/** What of a request they say. */
export type HowNumbers = Pick<WritingRequest, HowNumber>;

const kept = z.object({
  modelId: z.string(),
  texts: z.object({
    ...{ length: z.string(), temperature: z.string(), seed: z.string() },
    topK: z.string().default(neutralTexts.topK),
    topP: z.string().default(neutralTexts.topP),
    repetition: z.string().default(neutralTexts.repetition),
  }),
  greedy: z.boolean(),
  avoids: z.boolean().default(true),
  preset: z.string().default(''),
  onPause: z.boolean(),
});
export type KeptHow = z.infer<typeof kept>;

export class How {
  modelId = $state('');
  texts = $state<Record<HowNumber, string>>({
    ...defaultTexts,
    ...textsOf(builtIns.usual),
    length: LENGTH,
  });
  greedy = $state(false);
  /** Whether copying from what the model has learnt is avoided. */
  avoids = $state(true);
  /** The id of the preset that was chosen last, whatever has been changed since; '' for none. */
  preset = $state('usual');
  /** Whether something is offered whenever one pauses. */
  onPause = $state(false);
  readonly model: ModelInfo | undefined = $derived.by(
    () => this.#models().find(({ id }) => id === this.modelId) ?? this.#models()[0],
  );
  readonly wrong = $derived({
    ...refuseNumbers(this.texts, this.greedy),
    ...(!this.greedy && refuseSampling(this.texts)),
  });
  /** By what the next character is drawn; nothing while a number of it is wrong. */
  readonly sampling: SamplingSettings | undefined = $derived(
    samplingNumbers.some((field) => field in this.wrong)
      ? undefined
      : samplingOf(this.texts, this.greedy),
  );
  readonly #models: () => readonly ModelInfo[];

  constructor(models: () => readonly ModelInfo[]) {
    this.#models = models;
  }

  get kept(): KeptHow {
    const { modelId, texts, greedy, avoids, preset, onPause } = this;
    return { modelId, texts: { ...texts }, greedy, avoids, preset, onPause };
  }

  /** @param settings as a draft has kept them; what does not parse any more is as if it had never been */
  take(settings: unknown): void {
    const { data } = kept.safeParse(settings);
    if (data) Object.assign(this, data);
  }

  /** As a preset has them; nothing while a number is wrong. */
  get presetSettings(): PresetSettings | undefined {
    const { sampling, avoids } = this;
    if (!sampling) return undefined;
    if (this.greedy) return { temperature: 0, ...neutral, avoids };
    return { ...readSampling(this.texts), avoids };
  }

  /** Sets what a preset says; the numbers of the greedy choice stay for whoever leaves it. */
  choose(preset: string, { avoids, ...sampling }: PresetSettings): void {
    this.preset = preset;
    this.avoids = avoids;
    this.greedy = sampling.temperature === 0;
    if (this.greedy) return;
    Object.assign(this.texts, textsOf(sampling));
  }

  /** @param turns how many seeds after the one that is set */
  numbers(turns = 0): HowNumbers {
    let { texts } = this;
    for (let turn = 0; turn < turns; turn++) texts = { ...texts, seed: nextSeed(texts) };
    return { ...requestNumbers(texts, this.greedy), ...samplingOf(texts, this.greedy) };
  }
}

/** @returns the field that an error blames */
export function fieldOf(error: unknown): WritingField | undefined {
  if (error instanceof VerseloomError && error.code.startsWith('prefix.')) return 'page';
  if (error instanceof VerseloomError && error.code === 'model.notFound') return 'modelId';
  const field = blamedField(error);
  return field && isWritingField(field) ? field : undefined;
}

const isWritingField = (field: string): field is WritingField => field in writingRequest.shape;
