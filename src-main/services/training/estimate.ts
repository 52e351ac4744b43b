/** What a run with the settings of a form would take of memory. */
import { isDeepStrictEqual } from 'node:util';
import type { EngineChoice } from '../../contract/engine.ts';
import type { MemoryEstimate } from '../../contract/training.ts';
import { parseSettings } from '../../contract/settings.ts';
import type { Preprocessing } from '../../core/text/corpus.ts';
import { preprocessed } from '../../core/text/code-points.ts';
import { DistinctCharacters } from '../../core/text/vocabulary.ts';
import { runMemory } from '../../core/memory.ts';
import type { CorpusInfo } from '../../contract/corpus/corpus.ts';
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

interface Counted extends Preprocessing {
  readonly id: string;
  readonly hash: string;
  readonly distinct: number;
}

export class MemoryEstimates {
  readonly #engines: Engines;
  readonly #beginning: (id: string, units: number) => Promise<string>;
  readonly #available: () => number;
  /** Of the beginning of a text that was counted last: the same for most of what is changed in a form. */
  #counted: Counted = { id: '', hash: '', maxCharacters: 0, lineBreaks: 'space', distinct: 0 };

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
    const how = parseSettings(settings);
    const { maxCharacters, hiddenSize, timeSteps, batchSize, sampling } = how;
    const characters = Math.min(maxCharacters || info.characters, info.characters);
    const vocabularySize = parentVocabulary ?? (await this.#distinct(info, characters, how));
    const shape = { vocabularySize, hiddenSize, timeSteps, batchSize, characters, sampling };
    const availableBytes = this.#available();
    const fixed = parentVocabulary === undefined ? [] : (['hiddenSize'] as const);
    const possible = this.#engines.possible(engine);
    const { engines, refusal } = judgeMemory(possible, shape, availableBytes, fixed);
    const expected = await this.#engines.expected(engines, shape);
    return { bytes: runMemory(expected, shape), availableBytes, refusal };
  }

  async #distinct(
    { id, hash, distinct, characters }: CorpusInfo,
    learnt: number,
    { lineBreaks }: Preprocessing,
  ): Promise<number> {
    if (learnt === characters || learnt > COUNTED) return Math.max(1, distinct);
    const last = this.#counted;
    const asked = { id, hash, maxCharacters: learnt, lineBreaks };
    if (isDeepStrictEqual({ ...last, distinct: 0 }, { ...asked, distinct: 0 }))
      return last.distinct;
    const text = await this.#beginning(id, MOST_UNITS * learnt);
    const found = new DistinctCharacters();
    for (const points of preprocessed(Buffer.from(text), asked)) found.add(points);
    const counted = Math.max(1, found.count);
    this.#counted = { ...asked, distinct: counted };
    return counted;
  }
}
