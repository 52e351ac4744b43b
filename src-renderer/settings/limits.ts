/** What the product takes at most, in sentences made of the very numbers that it refuses by. */
import { MAX_TEXT } from '../../src-main/contract/api.ts';
import {
  MAX_NOTES,
  MAX_TAGS,
  MAX_VOCABULARY,
  MAX_WEIGHTS_BYTES,
} from '../../src-main/contract/model.ts';
import {
  MAX_PREFIX_CHARACTERS,
  MAX_PREFIXES,
  MAX_SAMPLE_CHARACTERS,
  ranges,
  type NumericField,
} from '../../src-main/contract/settings.ts';
import { MAX_PREFIX_LENGTH, writingRanges } from '../../src-main/contract/writing/piece.ts';
import { count, size } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';

export interface Limit {
  readonly name: string;
  readonly value: string;
}

const ofRuns: readonly NumericField[] = [
  ...(['epochs', 'hiddenSize', 'layers', 'embeddingSize', 'timeSteps', 'batchSize'] as const),
];

/** @param maxFileBytes the largest file that a page can hand over */
export function limitsOf(maxFileBytes: number): readonly Limit[] {
  const limit = (name: LimitName, value: string): Limit => ({
    name: t(`preferences.limits.${name}`),
    value,
  });
  const characters = (number: number): string =>
    t('preferences.limits.ofCharacters', { count: number, shown: count(number) });
  return [
    limit('learnt', characters(ranges.maxCharacters.max)),
    limit('vocabulary', count(MAX_VOCABULARY)),
    limit('weights', size(MAX_WEIGHTS_BYTES)),
    limit('modelFile', size(maxFileBytes)),
    ...ofRuns.map((field) => ({
      name: t(`settings.${field}.label`),
      value: `${count(ranges[field].min)} – ${count(ranges[field].max)}`,
    })),
    limit(
      'prefixes',
      t('preferences.limits.each', {
        most: count(MAX_PREFIXES),
        each: characters(MAX_PREFIX_CHARACTERS),
      }),
    ),
    limit('samples', characters(MAX_SAMPLE_CHARACTERS)),
    limit('prefix', characters(MAX_PREFIX_LENGTH)),
    limit('continuation', characters(writingRanges.length.max)),
    limit('scored', characters(MAX_TEXT)),
    limit('tags', count(MAX_TAGS)),
    limit('notes', characters(MAX_NOTES)),
  ];
}

type LimitName =
  | 'learnt'
  | 'vocabulary'
  | 'weights'
  | 'modelFile'
  | 'prefixes'
  | 'samples'
  | 'prefix'
  | 'continuation'
  | 'scored'
  | 'tags'
  | 'notes';
