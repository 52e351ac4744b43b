/** A text as a run learns it: what is found out about it before, and its ids; slice by slice, since it may have tens of millions of characters. */
import { isBlank, LINE_END, SONG_END } from '../../contract/corpus/song-text.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { ranges, type TrainingSettings } from '../../contract/settings.ts';
import { batchesRead, MOST_STEPS_BACK } from '../../core/sampler.ts';
import { preprocessed, type Passage } from '../../core/text/code-points.ts';
import type { Preprocessing } from '../../core/text/corpus.ts';
import {
  heldOutPassage,
  learntPassage,
  measure,
  type Learning,
  type LearntPart,
} from '../../core/text/learnt-part.ts';
import { DistinctCharacters, TextEncoding, Vocabulary } from '../../core/text/vocabulary.ts';
import { giveWay } from '../../store/files/slices.ts';

export interface Survey {
  readonly vocabulary: Vocabulary;
  /** Characters that are learnt, and those that the vocabulary does not have. */
  readonly known: number;
  readonly unknown: number;
  /** The distinct ones of the latter. */
  readonly leftOut: readonly string[];
  /** How what is learnt begins, within its first line, without the space before it. */
  readonly beginning: string;
}

/** @returns how much of a text is learnt. @throws the signal's reason when it is aborted */
export async function partOf(
  utf8: Uint8Array,
  learning: Learning,
  signal?: AbortSignal,
): Promise<LearntPart> {
  const measuring = measure(utf8, learning);
  for (;;) {
    const step = measuring.next();
    if (step.done) return step.value;
    await giveWay();
    signal?.throwIfAborted();
  }
}

/** A text, as much of it as is taken, and what its line breaks are made into; of that, all or a passage. */
export interface Extract {
  readonly utf8: Uint8Array;
  readonly how: Preprocessing;
  readonly passage?: () => Passage | undefined;
}

/** @returns what is learnt */
export const learntOf = (utf8: Uint8Array, learning: Learning, part: LearntPart): Extract => ({
  ...{ utf8, how: learning, passage: () => learntPassage(learning, part) },
});

/** @returns what is held out */
export const heldOutOf = (utf8: Uint8Array, learning: Learning, part: LearntPart): Extract => ({
  ...{ utf8, how: learning, passage: () => heldOutPassage(learning, part) },
});

const pointsOf = ({ utf8, how, passage }: Extract) => preprocessed(utf8, how, passage?.());

/**
 * @param options a vocabulary to learn with, the text's own without; and what calls it off
 * @throws the signal's reason when it is aborted
 */
export async function survey(
  extract: Extract,
  { vocabulary, signal }: { vocabulary?: Vocabulary | undefined; signal?: AbortSignal | undefined },
): Promise<Survey> {
  const distinct = new DistinctCharacters();
  const encoding = vocabulary && new TextEncoding(vocabulary);
  const beginning = new Beginning();
  let [known, unknown] = [0, 0];
  for (const points of pointsOf(extract)) {
    const found = encoding ? encoding.encode(points).length : points.length;
    known += found;
    unknown += points.length - found;
    if (!encoding) distinct.add(points);
    beginning.add(points);
    await giveWay();
    signal?.throwIfAborted();
  }
  return {
    ...{ vocabulary: vocabulary ?? distinct.vocabulary(), known, unknown },
    ...{ leftOut: encoding?.leftOut ?? [], beginning: beginning.text },
  };
}

/** @returns the ids of its characters that are known, in pieces */
export function* idsOf(extract: Extract, vocabulary: Vocabulary): Generator<Int32Array, void> {
  const encoding = new TextEncoding(vocabulary);
  for (const points of pointsOf(extract)) yield encoding.encode(points);
}

/** @returns its characters, one by one: for what is short enough to be shown */
export function* charactersOf(extract: Extract): Generator<string, void> {
  for (const points of pointsOf(extract))
    for (const point of points) yield String.fromCodePoint(point);
}

const BEGINNING = 2;

/** The first characters of a text, without the space before them unless there is nothing else; no more than a line of it. */
class Beginning {
  #first = '';
  #text = '';
  #ended = false;

  get text(): string {
    return this.#text || this.#first;
  }

  add(points: Uint32Array): void {
    for (let i = 0; i < points.length && !this.#ended; i++) {
      const character = String.fromCodePoint(points[i]!);
      if (count(this.#first) < BEGINNING) this.#first += character;
      const ends = this.#text !== '' && (character === LINE_END || character === SONG_END);
      if (!ends && (this.#text || !isBlank(character))) this.#text += character;
      this.#ended = ends || count(this.#text) === BEGINNING;
    }
  }
}

const count = (text: string): number => Array.from(text).length;

/**
 * @param length of what is learnt, in characters
 * @throws VerseloomError `settings.epochTooLong` where the state is not detached and an epoch has too many time steps, with the field that helps
 */
export function checkEpochLength(
  settings: Pick<TrainingSettings, 'detach' | 'sampling' | 'batchSize' | 'timeSteps'>,
  length: number,
): void {
  const { detach, batchSize, timeSteps } = settings;
  const steps = batchesRead(settings, length) * timeSteps;
  if (detach || steps <= MOST_STEPS_BACK) return;
  // A row of so many characters and one more has whole batches of just so many time steps.
  const longestRow = (Math.floor(MOST_STEPS_BACK / timeSteps) + 1) * timeSteps;
  const least = Math.floor(length / (longestRow + 1)) + 1; // the smallest B of which rows are that short
  const facts = { steps, most: MOST_STEPS_BACK };
  throw new VerseloomError('settings.epochTooLong', {
    ...facts,
    ...(least <= ranges.batchSize.max
      ? { field: 'batchSize', value: batchSize, min: least }
      : { field: 'maxCharacters', value: length, max: (longestRow + 1) * batchSize - 1 }),
  });
}
