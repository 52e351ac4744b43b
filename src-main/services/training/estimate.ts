/** What a run with the settings of a form would learn of its text, and take of memory. */
import { isDeepStrictEqual } from 'node:util';
import type { EngineChoice } from '../../contract/engine.ts';
import type { LearntShare, RunEstimate } from '../../contract/training.ts';
import { parseSettings } from '../../contract/settings.ts';
import type { Learning } from '../../core/text/learnt-part.ts';
import { runMemory, writingMemory } from '../../core/memory.ts';
import type { CorpusInfo } from '../../contract/corpus/corpus.ts';
import type { Engines } from '../engines/engines.ts';
import { learntOf, partOf, survey } from './learnt-text.ts';
import { judgeMemory } from './memory.ts';

export interface Question {
  readonly settings: Record<string, unknown>;
  readonly engine: EngineChoice;
  /** V of the model that the run would begin with. */
  readonly parentVocabulary: number | undefined;
}

interface Learnt {
  readonly share: LearntShare;
  /** V, of what is learnt. */
  readonly distinct: number;
}

/** What is learnt of a text that was gone through last: the same for most of what is changed in a form. */
interface Found extends Learnt {
  readonly of: Learning & Pick<CorpusInfo, 'id' | 'hash'>;
}

export class RunEstimates {
  readonly #engines: Engines;
  readonly #textOf: (id: string) => Promise<Uint8Array>;
  readonly #available: () => number;
  #last: Found | undefined;

  /**
   * @param textOf a corpus, in UTF-8
   * @param available bytes of memory that a run may take
   */
  constructor(
    engines: Engines,
    textOf: (id: string) => Promise<Uint8Array>,
    available: () => number,
  ) {
    this.#engines = engines;
    this.#textOf = textOf;
    this.#available = available;
  }

  /** @throws VerseloomError `corpus.notFound`, `settings.*`, `prefix.*`, `engine.unavailable` where there is none */
  async of(
    info: CorpusInfo,
    { settings, engine, parentVocabulary }: Question,
  ): Promise<RunEstimate> {
    const how = parseSettings(settings);
    const { hiddenSize, timeSteps, batchSize, sampling } = how;
    const { share, distinct } = await this.#learnt(info, how);
    const vocabularySize = parentVocabulary ?? Math.max(1, distinct);
    const characters = share.learnt;
    const shape = { vocabularySize, hiddenSize, timeSteps, batchSize, characters, sampling };
    const availableBytes = this.#available();
    const fixed = parentVocabulary === undefined ? [] : (['hiddenSize'] as const);
    const possible = this.#engines.possible(engine);
    const { engines, refusal } = judgeMemory(possible, shape, availableBytes, fixed);
    const expected = await this.#engines.expected(engines, shape);
    const bytes = runMemory(expected, shape);
    return { share, bytes, availableBytes, writingBytes: writingMemory(expected, shape), refusal };
  }

  async #learnt(info: CorpusInfo, learning: Learning): Promise<Learnt> {
    const { id, hash, characters, songs, distinct } = info;
    const { maxCharacters, lineBreaks, heldOut } = learning;
    if (heldOut.by === 'none' && (maxCharacters === 0 || maxCharacters >= characters)) {
      const all = { characters, songs, learnt: characters, learntSongs: songs };
      return { share: { ...all, heldOut: 0, heldOutSongs: 0 }, distinct };
    }
    const of = { id, hash, maxCharacters, lineBreaks, heldOut };
    if (isDeepStrictEqual(this.#last?.of, of)) return this.#last!;
    const text = await this.#textOf(id);
    const { heldOutFrom, ...share } = await partOf(text, learning);
    const { vocabulary } = await survey(learntOf(text, learning, { ...share, heldOutFrom }), {});
    const found = { of, share, distinct: vocabulary.size };
    this.#last = found;
    return found;
  }
}
