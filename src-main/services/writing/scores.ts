/** The score of a text: how well a model foretells it, and how much each of its characters surprises the model. */
import { VerseloomError } from '../../contract/errors.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import { giveText } from '../../supervisor/text.ts';
import { charactersOf, idsOf, survey } from '../training/learnt-text.ts';
import type { OpenModels, WritingModel } from './open-models.ts';

/** Of a longer text it is not told how much each character surprises. */
export const MOST_SURPRISES = 1_000_000;

export interface Surprise {
  readonly character: string;
  /** −ln p; null for the first that the model knows, which is given, and for those that it does not know. */
  readonly surprise: number | null;
}

export interface Score {
  readonly perplexity: number;
  /** How many characters the model knows and how many not, and which those are. */
  readonly known: number;
  readonly unknown: number;
  readonly leftOut: readonly string[];
  /** Of each character; null where they were not asked for, or the text has more than `MOST_SURPRISES`. */
  readonly surprises: readonly Surprise[] | null;
}

export class Scores {
  readonly #models: OpenModels;
  /** Texts so far, which are told apart by their numbers. */
  #scored = 0;

  constructor(models: OpenModels) {
    this.#models = models;
  }

  /**
   * Its line breaks are what the model has learnt them as; characters that the vocabulary does not have are left out.
   * @param model its id in the library, or its path
   * @param text in UTF-8
   * @throws VerseloomError `text.tooShort` when fewer than two known characters are left: the first is given, not predicted
   */
  async score(
    model: string,
    file: WritingModel,
    text: Uint8Array,
    withSurprises = false,
  ): Promise<Score> {
    const { lineBreaks } = file.manifest.settings;
    const extract = { utf8: text, how: { maxCharacters: 0, lineBreaks } };
    const { vocabulary, known, unknown, leftOut } = await survey(extract, {
      vocabulary: new Vocabulary(file.manifest.vocabulary),
    });
    if (known < 2)
      throw new VerseloomError('text.tooShort', { characters: known + unknown, known });
    const wanted = withSurprises && known + unknown <= MOST_SURPRISES;
    const ids = idsOf(extract, vocabulary);
    const { perplexity, surprises } = await this.#ask(model, file, ids, known, wanted);
    return {
      ...{ perplexity, known, unknown, leftOut },
      surprises: surprises && told(charactersOf(extract), vocabulary, surprises),
    };
  }

  /**
   * @param ids at least two
   * @returns −ln p of each but the first
   */
  async surprises(model: string, file: WritingModel, ids: Int32Array): Promise<Float32Array> {
    return (await this.#ask(model, file, [ids], ids.length, true)).surprises!;
  }

  #ask(
    model: string,
    file: WritingModel,
    pieces: Iterable<Int32Array>,
    length: number,
    surprises: boolean,
  ): Promise<{ perplexity: number; surprises: Float32Array | null }> {
    const text = `score ${++this.#scored}`;
    return this.#models.use(model, file, async ({ key, calls }) => {
      await giveText(calls, text, length, pieces);
      return calls.score({ key, text, surprises });
    });
  }
}

function told(
  characters: Iterable<string>,
  vocabulary: Vocabulary,
  surprises: Float32Array,
): Surprise[] {
  let known = -1; // the first one is given
  return Array.from(characters, (character) => {
    const surprise = vocabulary.has(character) ? (surprises[known++] ?? null) : null;
    return { character, surprise };
  });
}
