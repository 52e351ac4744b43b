/** What the page says of its own text: what of it is copied, what the model does not know, whose it is, and how much it surprises the model. */
import { z } from 'zod';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import {
  COPIED_CHARACTERS,
  COPIED_WORDS,
  linesRanges,
} from '../../../src-main/contract/writing/lines.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { keep, recall } from '../../state/kept.ts';
import { figure, probability } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import type { Draft } from '../draft.svelte.ts';
import type { Unknown } from '../page/unknown-view.ts';
import { charactersIn } from './characters.ts';
import { Copies, type Run } from './copies.svelte.ts';
import { Surprises } from './surprises.svelte.ts';

export const SHOWN = ['nothing', 'written', 'surprise'] as const;
export type Shown = (typeof SHOWN)[number];

/** Units of the shortest run that counts as copied; avoiding copies permits one less. */
export const unitRange = { min: 2, max: linesRanges.noCopy.max };
const units = z.int().min(unitRange.min).max(unitRange.max);

const choices = z.object({
  shown: z.enum(SHOWN).default('nothing'),
  /** Copies are underlined, and unknown characters marked. */
  marks: z.boolean().default(true),
  /** In all corpora of the library. */
  everywhere: z.boolean().default(false),
  characters: units.default(COPIED_CHARACTERS),
  words: units.default(COPIED_WORDS),
});
export type Choices = z.infer<typeof choices>;

const KEPT = 'honesty';

export interface HonestyHost {
  readonly draft: Draft;
  readonly model: ModelInfo | undefined;
}

export class Honesty {
  choices = $state.raw<Choices>(recall(KEPT, choices) ?? choices.parse({}));
  /** What the model knows; null where that is not known yet. */
  vocabulary = $state.raw<{
    modelId: string;
    savedAt: string;
    characters: ReadonlySet<string>;
  } | null>(null);
  readonly copies: Copies;
  readonly surprises: Surprises;
  readonly #calls: ApiCalls;
  readonly #host: HonestyHost;

  constructor(calls: ApiCalls, host: HonestyHost) {
    this.#calls = calls;
    this.#host = host;
    const draft = (): Draft => host.draft;
    this.copies = new Copies(calls, {
      get draft() {
        return draft();
      },
      ask: () => {
        const model = host.model;
        const { marks, everywhere } = this.choices;
        if (!model || !marks) return undefined;
        return { modelId: model.id, units: this.shortest, ...(everywhere && { everywhere }) };
      },
      say: (run) => this.#say(run),
    });
    this.surprises = new Surprises(calls, {
      get draft() {
        return draft();
      },
      modelId: () => (this.choices.shown === 'surprise' ? host.model?.id : undefined),
    });
  }

  /** Whether runs are counted in Han characters; else in words. */
  get countsCharacters(): boolean {
    const model = this.#host.model;
    const known = this.vocabulary?.modelId === model?.id ? this.vocabulary : null;
    const sample = known ? [...known.characters].join('') : (model?.suggestedPrefix ?? '字');
    return /\p{Script=Han}/u.test(sample);
  }

  /** Units of the shortest run that counts as copied. */
  get shortest(): number {
    return this.countsCharacters ? this.choices.characters : this.choices.words;
  }

  choose(changes: Partial<Choices>): void {
    this.choices = { ...this.choices, ...changes };
    keep(KEPT, this.choices);
    this.poke();
  }

  chooseUnits(count: number): void {
    if (!units.safeParse(count).success) return;
    this.choose(this.countsCharacters ? { characters: count } : { words: count });
  }

  /** Something has changed, or may have. */
  poke(): void {
    this.copies.poke();
    this.surprises.poke();
  }

  /** The model, a corpus, or the language is another one. */
  again(): void {
    this.copies.again();
    this.surprises.poke();
  }

  /** The cursor is elsewhere. */
  look(): void {
    this.surprises.look();
  }

  /** Has what the model knows at hand. */
  async learnVocabulary(): Promise<void> {
    const model = this.#host.model;
    const { vocabulary } = this;
    if (!model) return void (this.vocabulary = null);
    const { id: modelId, savedAt } = model;
    if (vocabulary?.modelId === modelId && vocabulary.savedAt === savedAt) return;
    this.vocabulary = null;
    const { characters } = await this.#calls['models.vocabulary']({ id: modelId });
    if (this.#host.model?.id !== modelId) return;
    this.vocabulary = { modelId, savedAt, characters: charactersIn(characters) };
  }

  /** What marks the characters that the model does not know; nothing where that is not wished, or not known. */
  get unknown(): Unknown | undefined {
    const { vocabulary } = this;
    if (!this.choices.marks || !vocabulary) return undefined;
    return {
      knows: (character) => vocabulary.characters.has(character),
      say: (character, seen) =>
        seen === ''
          ? t('write.honesty.unknownAlone', { character })
          : t('write.honesty.unknown', { character, seen }),
    };
  }

  readonly saySurprise = (surprise: number): string =>
    t('write.honesty.surprise', {
      ...{ probability: probability(Math.exp(-surprise)), surprise: figure(surprise) },
    });

  #say({ units, song, corpus }: Run): string {
    const counted = t(this.countsCharacters ? 'write.honesty.characters' : 'write.honesty.words', {
      count: units,
    });
    return corpus === undefined
      ? t('write.honesty.copy', { counted, song })
      : t('write.honesty.copyIn', { counted, song, corpus });
  }
}
