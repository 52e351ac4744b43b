/** What a run with the settings of a form would take of memory. */
import type { EngineChoice } from '../../contract/engine.ts';
import type { MemoryEstimate } from '../../contract/training.ts';
import { parseSettings } from '../../contract/settings.ts';
import { preprocessed } from '../../core/text/code-points.ts';
import { DistinctCharacters } from '../../core/text/vocabulary.ts';
import { runMemory } from '../../core/memory.ts';
import type { CorpusInfo } from '../../contract/corpus.ts';
import type { Engines } from '../engines/engines.ts';
import { judgeMemory } from './memory.ts';

/** Beyond so many characters, what is learnt has about all the characters of the text. */
const COUNTED = 1_000_000;

/** UTF-16 units of a character. */
const MOST_UNITS = 2;

export interface Question {
  readonly settings: Record<string, unknown>;
  readonly engine: EngineChoice;
  /** V of the model that the run would begin with. */
  readonly parentVocabulary: number | undefined;
}

export class MemoryEstimates {
  readonly #engines: Engines;
  readonly #beginning: (id: string, units: number) => Promise<string>;
  readonly #available: () => number;
  /** Of the beginning of a text that was counted last: the same for most of what is changed in a form. */
  #counted = { id: '', hash: '', maxCharacters: 0, distinct: 0 };

  /**
   * @param beginning of a corpus, at most so many UTF-16 units
   * @param available bytes of memory that a run may take
   */
  constructor(
    engines: Engines,
    beginning: (id: string, units: number) => Promise<string>,
    available: () => number,
  ) {
    this.#engines = engines;
    this.#beginning = beginning;
    this.#available = available;
  }

  /** @throws VerseloomError `corpus.notFound`, `settings.*`, `prefix.*`, `engine.unavailable` where there is none */
  async of(
    info: CorpusInfo,
    { settings, engine, parentVocabulary }: Question,
  ): Promise<MemoryEstimate> {
    const { maxCharacters, hiddenSize, timeSteps, batchSize, sampling } = parseSettings(settings);
    const characters = Math.min(maxCharacters || info.characters, info.characters);
    const vocabularySize = parentVocabulary ?? (await this.#distinct(info, characters));
    const shape = { vocabularySize, hiddenSize, timeSteps, batchSize, characters, sampling };
    const availableBytes = this.#available();
    const fixed = parentVocabulary === undefined ? [] : (['hiddenSize'] as const);
    const possible = this.#engines.possible(engine);
    const { engines, refusal } = judgeMemory(possible, shape, availableBytes, fixed);
    const expected = await this.#engines.expected(engines, shape);
    return { bytes: runMemory(expected, shape), availableBytes, refusal };
  }

  async #distinct({ id, hash, distinct, characters }: CorpusInfo, learnt: number): Promise<number> {
    if (learnt === characters || learnt > COUNTED) return Math.max(1, distinct);
    const last = this.#counted;
    if (last.id === id && last.hash === hash && last.maxCharacters === learnt) return last.distinct;
    const text = await this.#beginning(id, MOST_UNITS * learnt);
    const found = new DistinctCharacters();
    for (const points of preprocessed(Buffer.from(text), learnt)) found.add(points);
    const counted = Math.max(1, found.count);
    this.#counted = { id, hash, maxCharacters: learnt, distinct: counted };
    return counted;
  }
}
