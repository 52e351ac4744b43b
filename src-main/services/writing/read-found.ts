/** Lines that were found, as people read them: each with its measure, what of it is copied, and how far it meets its wishes. */
import type { z } from 'zod';
import { LINE_END } from '../../contract/corpus/song-text.ts';
import type { ComputeApi } from '../../contract/compute-api.ts';
import type { ChosenReading, FormLine } from '../../contract/writing/constraint.ts';
import type { LinesResult, Reading } from '../../contract/writing/lines.ts';
import type { Vocabulary } from '../../core/text/vocabulary.ts';
import { met } from '../../form/met.ts';
import { readingChoices } from '../../language/chinese/readings.ts';
import { loadEnglish } from '../../language/english/english.ts';
import { lineEnd, type Reading as Readings } from '../../language/line-end.ts';
import { hasWords } from '../../language/units.ts';
import { copiedIn } from './copied.ts';
import type { Opened } from './open-models.ts';

type Found = z.output<ComputeApi['search']['output']>;

/** What is found was asked for so. */
export interface As {
  readonly opened: Opened;
  readonly vocabulary: Vocabulary;
  readonly lineBreak: string;
  readonly lines: readonly FormLine[];
  readonly hasText: boolean;
  /** Units of the shortest run that counts as copied. */
  readonly shortest: number;
  /** As the person has set them. */
  readonly readings: readonly ChosenReading[];
  /** The end of the prefix. */
  readonly before: string;
}

/** @returns what was found, as people read it */
export async function readFound(
  found: Found,
  as: As,
): Promise<Omit<LinesResult, 'prefix' | 'leftOut'>> {
  const hasEnglish = hasWords(as.vocabulary.characters.join(''));
  const english = hasEnglish ? await loadEnglish() : undefined;
  const reading = { english, chosen: readingChoices(as.readings) };
  return {
    ...found,
    readings: await Promise.all(found.readings.map((one) => asRead(one, as, reading))),
    nearest: await Promise.all(found.nearest.map((one) => asRead(one, as, reading))),
  };
}

async function asRead(
  { ids, logProbabilities }: Found['readings'][number],
  as: As,
  reading: Readings,
): Promise<Reading> {
  const written = Array.from(ids, (id) => as.vocabulary.characters[id]!);
  const own = written.at(-1) === as.lineBreak ? written.slice(0, -1) : written;
  const characters = own.map((character, at) => ({
    character: character === as.lineBreak ? LINE_END : character,
    probability: Math.exp(logProbabilities[at]!),
  }));
  const text = characters.map(({ character }) => character).join('');
  const lines = text.split(LINE_END);
  const sum = logProbabilities.subarray(0, own.length).reduce((a, b) => a + b, 0);
  const ends = lines.map((line) => lineEnd(line, reading));
  return {
    ...{ lines, text, characters, continuation: written.join('') },
    logProbability: sum / own.length,
    copied: as.hasText ? await copiedIn(text, as.before, as.shortest, as.opened) : null,
    met: as.lines.map((wish, at) =>
      wish.text === undefined ? met(lines[at] ?? '', wish, reading, ends.slice(0, at)) : {},
    ),
  };
}
