/** What a run with the settings of a form would learn of its text, and take of memory and of time. */
import { isDeepStrictEqual } from 'node:util';
import { architectureOf } from '../../contract/architecture.ts';
import type { EngineChoice } from '../../contract/engine.ts';
import type { LearntShare, RunEstimate, RunForecast, TwoAtOnce } from '../../contract/training.ts';
import { checkEmbedding, parseSettings, type TrainingSettings } from '../../contract/settings.ts';
import type { Vocabulary } from '../../core/text/vocabulary.ts';
import type { Learning } from '../../core/text/learnt-part.ts';
import { inheritedSizes, runMemory, writingMemory, type RunShape } from '../../core/memory.ts';
import { batchesPerEpoch, batchesRead } from '../../core/sampler.ts';
import type { CorpusInfo } from '../../contract/corpus/corpus.ts';
import type { Engines, StepShape } from '../engines/engines.ts';
import type { Paces } from '../engines/paces.ts';
import { modelBytes, runSeconds } from '../engines/run-seconds.ts';
import { checkEpochLength, learntOf, partOf, survey } from './learnt-text.ts';
import { judgeMemory } from './memory.ts';

export interface Question {
  readonly settings: Record<string, unknown>;
  readonly engine: EngineChoice;
  /** V of the model that the run would begin with. */
  readonly parentVocabulary: number | undefined;
  /** Whether its model file holds the text. */
  readonly withText?: boolean | undefined;
  /** Left out, those that the engine gets otherwise. */
  readonly threads?: number | undefined;
}

interface Learnt {
  readonly share: LearntShare;
  /** V, of what is learnt. */
  readonly distinct: number;
  readonly vocabulary: Vocabulary;
}

/** What is learnt of a text that was gone through last: the same for most of what is changed in a form. */
interface Found extends Learnt {
  readonly of: Learning & Pick<CorpusInfo, 'id' | 'hash'>;
}

/** What is known of a text without going through it. */
export type EstimatedText = Pick<CorpusInfo, 'id' | 'hash' | 'characters' | 'songs' | 'distinct'>;

export class RunEstimates {
  readonly #engines: Engines;
  readonly #paces: Paces;
  readonly #textOf: (id: string) => Promise<Uint8Array>;
  readonly #available: () => number;
  #last: Found | undefined;

  /**
   * @param textOf a corpus, in UTF-8
   * @param available bytes of memory that a run may take
   */
  constructor(
    engines: Engines,
    paces: Paces,
    textOf: (id: string) => Promise<Uint8Array>,
    available: () => number,
  ) {
    this.#engines = engines;
    this.#paces = paces;
    this.#textOf = textOf;
    this.#available = available;
  }

  /** @throws VerseloomError `corpus.notFound`, `settings.*`, `prefix.*`, `engine.unavailable` where there is none */
  async of(info: EstimatedText, question: Question): Promise<RunEstimate> {
    const { engine, parentVocabulary, withText = true } = question;
    const { how, share, shape } = await this.#shapeOf(info, question);
    const isAsked = question.settings['prefixes'] !== undefined && parentVocabulary === undefined;
    const unknownCharacters = isAsked
      ? (await this.#survey(info, how)).vocabulary.encode(how.prefixes.join('')).leftOut
      : [];
    const availableBytes = this.#available();
    const fixed = parentVocabulary === undefined ? [] : inheritedSizes;
    const possible = this.#engines.possible(engine);
    const { engines, refusal } = judgeMemory(possible, shape, availableBytes, fixed);
    const expected = await this.#engines.expected(engines, shape);
    const bytes = runMemory(expected, shape);
    return {
      ...{ share, vocabularySize: shape.vocabularySize, unknownCharacters },
      fileBytes: modelBytes(shape, withText ? info : null, copiesOf(how)),
      ...{ bytes, availableBytes, writingBytes: writingMemory(expected, shape), refusal },
    };
  }

  /**
   * Takes a moment where the pace of such a run is to be measured.
   * @returns null where that is neither known nor can be measured now
   * @throws VerseloomError as `of`
   */
  async forecast(info: EstimatedText, question: Question): Promise<RunForecast | null> {
    const planned = await this.#plannedOn(info, question);
    if (!planned) return null;
    const { how, share, shape, steps, engine } = planned;
    const { vocabularySize } = shape;
    const usual = this.#engines.startOf(engine);
    const start = { ...usual, threads: question.threads ?? usual.threads };
    const found = await this.#paces.of(start, { ...shape, steps });
    if (!found) return null;
    const work = { settings: how, steps, vocabularySize, heldOut: share.heldOut };
    const { epoch, whole } = runSeconds(work, found.pace);
    return {
      ...{ engine, threads: start.threads, secondsPerStep: found.pace.step },
      ...{ secondsPerEpoch: epoch, seconds: whole, isRough: !found.isOwn },
    };
  }

  /**
   * Takes some moments where that is to be measured.
   * @returns the share of the time that two such runs at once take, one thread each, of what they take one after the other; null where
   * that is neither known nor can be measured now
   * @throws VerseloomError as `of`
   */
  async twoAtOnce(info: EstimatedText, question: Question): Promise<TwoAtOnce | null> {
    const planned = await this.#plannedOn(info, question);
    if (!planned) return null;
    const { shape, steps, engine } = planned;
    const share = await this.#paces.ofTwo(this.#engines.startOf(engine), { ...shape, steps });
    return share === undefined ? null : { engine, share };
  }

  /** @returns a run as its time depends on it, and the engine that it would get; undefined where it cannot be */
  async #plannedOn(info: EstimatedText, question: Question) {
    const { how, share, shape } = await this.#shapeOf(info, question);
    const { batchSize, timeSteps, sampling } = how;
    const steps = batchesPerEpoch(sampling, share.learnt, batchSize, timeSteps);
    if (steps === 0) return undefined;
    const possible = this.#engines.possible(question.engine);
    const { engines, refusal } = judgeMemory(possible, shape, this.#available(), []);
    if (refusal) return undefined;
    const engine = await this.#engines.expected(engines, shape);
    return { how, share, shape, steps, engine };
  }

  async #shapeOf(
    info: EstimatedText,
    { settings, parentVocabulary }: Question,
  ): Promise<{ how: TrainingSettings; share: LearntShare; shape: RunShape & StepShape }> {
    const how = parseSettings(settings);
    const { timeSteps, batchSize, sampling, optimiser, dropout, clip, clippingThreshold } = how;
    const { share, distinct } = await this.#learnt(info, how);
    const vocabularySize = parentVocabulary ?? Math.max(1, distinct);
    checkEmbedding(how, vocabularySize);
    const characters = share.learnt;
    checkEpochLength(how, characters);
    const architecture = architectureOf(how, vocabularySize);
    const shape = {
      ...{ ...architecture, timeSteps, batchSize, characters, sampling, optimiser, dropout },
      ...{ clip, clippingThreshold },
      ...(!how.detach && { batches: batchesRead(how, characters) }),
      heldOutCharacters: share.heldOut,
    };
    return { how, share, shape };
  }

  /** What comes of the whole text is known without going through it. */
  async #learnt(info: EstimatedText, how: Learning): Promise<Omit<Learnt, 'vocabulary'>> {
    const { characters, songs, distinct } = info;
    const { maxCharacters, heldOut } = how;
    if (heldOut.by !== 'none' || (maxCharacters > 0 && maxCharacters < characters))
      return this.#survey(info, how);
    const all = { characters, songs, learnt: characters, learntSongs: songs };
    return { share: { ...all, heldOut: 0, heldOutSongs: 0 }, distinct };
  }

  async #survey({ id, hash }: EstimatedText, learning: Learning): Promise<Learnt> {
    const { maxCharacters, lineBreaks, heldOut } = learning;
    const of = { id, hash, maxCharacters, lineBreaks, heldOut };
    if (isDeepStrictEqual(this.#last?.of, of)) return this.#last!;
    const text = await this.#textOf(id);
    const { heldOutFrom, ...share } = await partOf(text, learning);
    const { vocabulary } = await survey(learntOf(text, learning, { ...share, heldOutFrom }), {});
    const found = { of, share, distinct: vocabulary.size, vocabulary };
    this.#last = found;
    return found;
  }
}

/** The best epoch is likely to be another one than the last where something is held out. */
const copiesOf = ({
  heldOut,
  snapshots,
}: Pick<TrainingSettings, 'heldOut' | 'snapshots'>): number =>
  Number(heldOut.by !== 'none') + snapshots;
