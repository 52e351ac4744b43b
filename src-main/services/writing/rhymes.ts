/** Words that rhyme, out of the text that a model has learnt: found in a thread of its own, which keeps the words of the text asked about last. */
import type { ModelInfo } from '../../contract/model.ts';
import type { RhymesRequest, RhymesResult } from '../../contract/writing/rhymes.ts';
import { TextReader } from '../corpora/text-reader.ts';
import { Workplace } from '../corpora/workplace.ts';
import type { ReadText } from './open-models.ts';

const NO_TEXT = { hash: '', load: () => Promise.resolve(new Uint8Array()) };

export class Rhymes {
  readonly #workplace: Workplace;
  readonly #reader: TextReader;

  /** @param program path of the built worker */
  constructor(program: string) {
    this.#workplace = new Workplace(program);
    this.#reader = new TextReader(this.#workplace);
  }

  /**
   * @param model none: common words alone
   * @throws VerseloomError as `Workplace.do`, and as the text is read
   */
  async find(
    model: Pick<ModelInfo, 'id' | 'savedAt' | 'hasText'> | undefined,
    readText: ReadText,
    { end, reading, system }: Omit<RhymesRequest, 'modelId'>,
  ): Promise<RhymesResult> {
    const text = model?.hasText
      ? {
          // A model that has been saved again since may have learnt another text.
          hash: `${model.id} ${model.savedAt}`,
          load: async () => (await readText()) ?? new Uint8Array(),
        }
      : NO_TEXT;
    const found = await this.#reader.do('rhymes', text, { end, reading, system });
    return { ...found, corpus: model?.hasText ? found.corpus : null };
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#workplace.close();
  }
}
