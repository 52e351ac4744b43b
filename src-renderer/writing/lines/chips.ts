/** Wishes on a line as they are understood, each in a few words. */
import type { Form, FormLine, Rhyme } from '../../../src-main/contract/writing/constraint.ts';
import { t } from '../../text/messages.svelte.ts';
import type { HandField } from './by-hand.ts';

export interface Chip {
  /** Where it is set by hand. */
  readonly field: HandField;
  readonly words: string;
}

/** Chips of a line, or of all lines where these are alike. */
export interface ChipRow {
  /** Counted from 1; null for all. */
  readonly line: number | null;
  readonly chips: readonly Chip[];
}

/** @param apart a row a line also where all are alike */
export function chipRows({ lines }: Form, apart = false): ChipRow[] {
  const rows = lines.map((line, at) => ({ line: at + 1, chips: chipsOf(line) }));
  const said = rows.map(({ chips }) => chips.map(({ words }) => words).join('\n'));
  const isAlike = said.every((words) => words === said[0]);
  return isAlike && !apart ? [{ line: null, chips: rows[0]!.chips }] : rows;
}

const places = { level: '平', oblique: '仄', any: '中' } as const;

function chipsOf(line: FormLine): Chip[] {
  const { length, rhyme, tone, pattern, given = [], must = [], without = [] } = line;
  const { noRepeatWithin, punctuation, latin, text } = line;
  const chips: Chip[] = [];
  const add = (field: HandField, words: string): void => void chips.push({ field, words });
  if (text !== undefined) add('length', t('lines.chips.text', { text }));
  if (length)
    add(
      'length',
      length.min === length.max
        ? t('lines.chips.length', { count: length.min })
        : t('lines.chips.lengths', length),
    );
  if (rhyme) for (const words of chipsOfRhyme(rhyme)) add('rhyme', words);
  if (pattern)
    add(
      'pattern',
      t('lines.chips.pattern', { pattern: pattern.map((one) => places[one]).join('') }),
    );
  if (typeof tone === 'number') add('tone', t('lines.chips.tone', { tone }));
  else if (tone) add('tone', t(`lines.chips.${tone}`));
  for (const { place, character } of given)
    add(
      'given',
      t(place > 0 ? 'lines.chips.given' : 'lines.chips.givenFromEnd', {
        ...{ character, place: Math.abs(place) },
      }),
    );
  for (const word of must) add('must', t('lines.chips.must', { word }));
  for (const word of without) add('without', t('lines.chips.without', { word }));
  if (noRepeatWithin !== undefined)
    add('noRepeatWithin', t('lines.chips.noRepeatWithin', { count: noRepeatWithin }));
  if (punctuation !== undefined)
    add('punctuation', t(punctuation ? 'lines.chips.punctuation' : 'lines.chips.noPunctuation'));
  if (latin !== undefined) add('latin', t(latin ? 'lines.chips.latin' : 'lines.chips.noLatin'));
  if (chips.length === 0) add('length', t('lines.chips.any'));
  return chips;
}

function chipsOfRhyme({ with: other, system, syllables, same }: Rhyme): string[] {
  const chips: string[] = [];
  if ('name' in other) chips.push(t('lines.chips.rhymeName', { name: other.name }));
  else if ('text' in other) chips.push(t('lines.chips.rhymeText', { text: other.text }));
  else chips.push(t('lines.chips.rhymeLine', { line: other.line + 1 }));
  // A class says by its name of which book it is.
  if (system === 'near' || (system !== 'eighteen' && !('name' in other)))
    chips.push(t(`lines.chips.${system}`));
  if (syllables > 1) chips.push(t('lines.chips.syllables', { count: syllables }));
  if (same) chips.push(t('lines.chips.same'));
  return chips;
}
