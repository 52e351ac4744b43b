/** What a corpus is good for with the settings of a run: each remark with its figures, and with what to do where something can be done. */
import {
  architectureOf,
  parameterCount,
  weightsMet,
  type Architecture,
} from '../../../src-main/contract/architecture.ts';
import type { CorpusFigures } from '../../../src-main/contract/corpus/figures.ts';
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import type { Pace } from '../../run/last-pace.svelte.ts';
import { workOf } from '../../run/work.ts';

type Shape = Pick<TrainingSettings, 'batchSize' | 'timeSteps' | 'sampling' | 'maxCharacters'> &
  Omit<Architecture, 'vocabularySize'>;

export interface AdviceFacts {
  readonly settings: Shape;
  /** Unicode characters, distinct ones, and songs of the whole text. */
  readonly characters: number;
  readonly distinct: number;
  readonly songs: number;
  /** Characters that are learnt, where more is known than the limit of the settings says. */
  readonly learnt?: number;
  /** Songs that are learnt from their beginning to their end; null while it is not known. */
  readonly learntSongs: number | null;
  /** Null while they are not known. */
  readonly figures: Pick<CorpusFigures, 'once'> | null;
  readonly pace: Pace | null;
}

export type Advice =
  | { readonly kind: 'empty' }
  /** A limit cuts the text. */
  | {
      readonly kind: 'cut';
      readonly learnt: number;
      readonly characters: number;
      readonly learntSongs: number | null;
      readonly songs: number;
    }
  /** Not one batch: which number would do, the other one as it is; both, where neither does alone. */
  | {
      readonly kind: 'tooShort';
      readonly learnt: number;
      readonly needed: number;
      readonly batchSize: number;
      readonly timeSteps: number;
      readonly lower: 'either' | 'batchSize' | 'timeSteps' | 'both';
    }
  | {
      readonly kind: 'fewSteps';
      readonly steps: number;
      readonly batchSize: number;
      readonly better: number;
    }
  | {
      readonly kind: 'once';
      readonly once: number;
      readonly distinct: number;
      readonly share: number;
    }
  | {
      readonly kind: 'largeNetwork' | 'smallNetwork';
      readonly hiddenSize: number;
      readonly weights: number;
      readonly characters: number;
      readonly better: number;
    }
  | { readonly kind: 'epoch'; readonly seconds: number; readonly corpusName: string };

/** With it no run begins. */
export const hinders = ({ kind }: Advice): boolean => kind === 'empty' || kind === 'tooShort';

/** Steps of an epoch: with fewer, an epoch is hardly more than one look. */
const FEW_STEPS = 4;
/** Of the distinct characters: of lyrics of a book's size it is about a third. */
const MANY_ONCE = 0.4;
const TOO_FEW_TO_COUNT = 50; // distinct characters
/** Weights for each character that is learnt: the book has 59, and learns by heart; a tenth leaves no room for phrases. */
const MANY_WEIGHTS = 120;
const FEW_WEIGHTS = 0.25;
/** What the advice comes down, or up, to. */
const GOOD_MANY_WEIGHTS = 60;
const GOOD_FEW_WEIGHTS = 1;
/** Of the text that is learnt: of less of it nobody knows here how many distinct characters it has. */
const NEARLY_ALL = 0.9;
/** Networks of which one is so many times as large keep the machine busy in other ways. */
const ALIKE = 16;

/** @returns what there is to say, the most pressing first; nothing where all is well */
export function adviseOn(facts: AdviceFacts): Advice[] {
  const { settings, characters, songs, learntSongs } = facts;
  const limit = learntOf(settings, characters);
  const learnt = facts.learnt ?? limit;
  if (characters < 2) return [{ kind: 'empty' }];
  const cut: Advice[] =
    limit < characters ? [{ kind: 'cut', learnt: limit, characters, learntSongs, songs }] : [];
  return [
    ...tooShort(settings, learnt),
    ...cut,
    ...fewSteps(settings, learnt),
    ...seenOnce(facts),
    ...network(facts, learnt),
    ...epoch(facts, learnt),
  ];
}

/** @returns characters that a limit leaves */
export const learntOf = (
  { maxCharacters }: Pick<TrainingSettings, 'maxCharacters'>,
  characters: number,
): number => (maxCharacters === 0 ? characters : Math.min(maxCharacters, characters));

/**
 * @param songs of a text, in order, with the place of one character between two
 * @returns how many are whole within its first characters
 */
export function songsWithin(
  songs: readonly { readonly characters: number }[],
  learnt: number,
): number {
  let [end, whole] = [-1, 0];
  for (const { characters } of songs) {
    end += characters + 1;
    if (end > learnt) break;
    whole += 1;
  }
  return whole;
}

function tooShort(settings: Shape, learnt: number): Advice[] {
  const { batchSize, timeSteps } = settings;
  const { steps, needed } = workOf(settings, learnt);
  if (steps > 0) return [];
  const fewer = fewerExamples(settings, learnt);
  const shorter = shorterExamples(settings, learnt);
  const facts = { kind: 'tooShort', learnt, needed } as const;
  if (fewer >= 1 && shorter >= 1)
    return [{ ...facts, batchSize: fewer, timeSteps: shorter, lower: 'either' }];
  if (fewer >= 1) return [{ ...facts, batchSize: fewer, timeSteps, lower: 'batchSize' }];
  if (shorter >= 1) return [{ ...facts, batchSize, timeSteps: shorter, lower: 'timeSteps' }];
  const both = squareOf(settings, learnt);
  return both < 1
    ? [{ kind: 'empty' }]
    : [{ ...facts, batchSize: both, timeSteps: both, lower: 'both' }];
}

/** @returns the largest B of which there is one batch with these T; 0 where there is none */
const fewerExamples = ({ timeSteps: T, sampling }: Shape, characters: number): number =>
  sampling === 'random' ? Math.floor((characters - 1) / T) : Math.floor(characters / (T + 1));

/** @returns the largest T of which there is one batch with this B; 0 or less where there is none */
const shorterExamples = ({ batchSize: B, sampling }: Shape, characters: number): number =>
  sampling === 'random' ? Math.floor((characters - 1) / B) : Math.floor(characters / B) - 1;

/** @returns the largest number that does for both */
const squareOf = ({ sampling }: Shape, characters: number): number =>
  sampling === 'random'
    ? Math.floor(Math.sqrt(characters - 1))
    : Math.floor((Math.sqrt(4 * characters + 1) - 1) / 2); // k (k + 1) ≤ characters

function fewSteps(settings: Shape, learnt: number): Advice[] {
  const { batchSize } = settings;
  const { steps } = workOf(settings, learnt);
  if (steps === 0 || steps >= FEW_STEPS) return [];
  let better = batchSize;
  while (better > 1 && workOf({ ...settings, batchSize: better }, learnt).steps < FEW_STEPS)
    better = Math.floor(better / 2);
  return better < batchSize ? [{ kind: 'fewSteps', steps, batchSize, better }] : [];
}

function seenOnce({ figures, distinct }: AdviceFacts): Advice[] {
  if (!figures || distinct < TOO_FEW_TO_COUNT) return [];
  const share = figures.once / distinct;
  return share < MANY_ONCE ? [] : [{ kind: 'once', once: figures.once, distinct, share }];
}

function network({ settings, characters, distinct }: AdviceFacts, learnt: number): Advice[] {
  const { hiddenSize } = settings;
  const weightsOf = (size: number): number =>
    parameterCount(
      architectureOf(
        { ...settings, hiddenSize: size, ...(settings.tied && { embeddingSize: size }) },
        distinct,
      ),
    );
  if (learnt < NEARLY_ALL * characters || workOf(settings, learnt).steps === 0) return [];
  const weights = weightsOf(hiddenSize);
  const facts = { hiddenSize, weights, characters: learnt };
  if (weights > MANY_WEIGHTS * learnt) {
    const better = roundSize(weightsOf, GOOD_MANY_WEIGHTS * learnt, 'below');
    return better < hiddenSize ? [{ kind: 'largeNetwork', ...facts, better }] : [];
  }
  if (weights < FEW_WEIGHTS * learnt) {
    const better = roundSize(weightsOf, GOOD_FEW_WEIGHTS * learnt, 'above');
    return better > hiddenSize ? [{ kind: 'smallNetwork', ...facts, better }] : [];
  }
  return [];
}

const SMALLEST = 8;
const LARGEST = 1024; // hidden units; as much as a common machine learns in an evening

/** @returns the power of two that comes nearest to so many weights from one side, within what is of use */
function roundSize(
  weightsOf: (size: number) => number,
  weights: number,
  side: 'below' | 'above',
): number {
  let size = SMALLEST;
  while (size < LARGEST && weightsOf(2 * size) <= weights) size *= 2;
  return side === 'above' && weightsOf(size) < weights && size < LARGEST ? 2 * size : size;
}

/** By Heaps' law, of which half is the usual exponent: good enough for a time. */
const distinctOf = (distinct: number, share: number): number => distinct * Math.sqrt(share);

function epoch({ settings, distinct, characters, pace }: AdviceFacts, learnt: number): Advice[] {
  const { predictions } = workOf(settings, learnt);
  if (!pace || predictions === 0 || pace.predictionsPerEpoch === 0) return [];
  const cost = weightsMet(architectureOf(settings, distinctOf(distinct, learnt / characters)));
  const before = weightsMet(architectureOf({ ...settings, ...pace }, pace.vocabularySize));
  if (before === 0 || Math.max(cost / before, before / cost) > ALIKE) return [];
  const seconds = (pace.secondsPerEpoch / pace.predictionsPerEpoch) * (cost / before) * predictions;
  return [{ kind: 'epoch', seconds, corpusName: pace.corpusName }];
}
