/** What the page says of its own text: what of it is copied, what the model does not know, whose it is, and how much it surprises the model. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import type { Preferences } from '../../state/preferences.svelte.ts';
import { figure, probability } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import type { Draft } from '../draft.svelte.ts';
import type { Unknown } from '../page/unknown-view.ts';
import { charactersIn } from './characters.ts';
import { Copies, type Run } from './copies.svelte.ts';
import { Surprises } from './surprises.svelte.ts';

export interface HonestyHost {
  readonly draft: Draft;
  readonly model: ModelInfo | undefined;
  /** What the person has chosen to be shown, in all their windows. */
  readonly preferences: Pick<Preferences, 'choices'>;
  /** What the screens call a corpus of the library; undefined where it is there no more. */
  corpusName(id: string): string | undefined;
}

export class Honesty {
  /** What the model knows; null where that is not known yet. */
  vocabulary = $state.raw<{
    modelId: string;
    savedAt: string;
    characters: ReadonlySet<string>;
  } | null>(null);
  /** Whether runs are counted in Han characters; else in words. */
  readonly countsCharacters: boolean = $derived.by(() => {
    const { model } = this.#host;
    const known = this.vocabulary?.modelId === model?.id ? this.vocabulary : null;
    const sample = known ? [...known.characters].join('') : (model?.suggestedPrefix ?? '字');
    return /\p{Script=Han}/u.test(sample);
  });
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
        const { pageMarks, copiesEverywhere } = host.preferences.choices;
        if (!model || !pageMarks) return undefined;
        return {
          ...{ modelId: model.id, units: this.shortest },
          ...(copiesEverywhere && { everywhere: true }),
        };
      },
      say: (run) => this.#say(run),
    });
    this.surprises = new Surprises(calls, {
      get draft() {
        return draft();
      },
      modelId: () =>
        host.preferences.choices.pageColour === 'surprise' ? host.model?.id : undefined,
    });
  }

  /** Which of the person's choices holds for the model that writes. */
  get unit(): 'copiedCharacters' | 'copiedWords' {
    return this.countsCharacters ? 'copiedCharacters' : 'copiedWords';
  }

  /** Units of the shortest run that counts as copied. */
  get shortest(): number {
    return this.#host.preferences.choices[this.unit];
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
    if (!this.#host.preferences.choices.pageMarks || !vocabulary) return undefined;
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
      : t('write.honesty.copyIn', {
          ...{ counted, song },
          corpus: this.#host.corpusName(corpus.id) ?? corpus.name,
        });
  }
}
