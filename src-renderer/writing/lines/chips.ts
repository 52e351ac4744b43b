/** Wishes on a line as they are understood, each in a few words. */
import type { Form, FormLine, Rhyme } from '../../../src-main/contract/writing/constraint.ts';
import { t } from '../../text/messages.svelte.ts';

/** Chips of a line, or of all lines where these are alike. */
export interface ChipRow {
  /** Counted from 1; null for all. */
  readonly line: number | null;
  readonly chips: readonly string[];
}

/** @param apart a row a line also where all are alike */
export function chipRows({ lines }: Form, apart = false): ChipRow[] {
  const rows = lines.map((line, at) => ({ line: at + 1, chips: chipsOf(line) }));
  const isAlike = rows.every(({ chips }) => chips.join('\n') === rows[0]!.chips.join('\n'));
  return isAlike && !apart ? [{ line: null, chips: rows[0]!.chips }] : rows;
}

const places = { level: '平', oblique: '仄', any: '中' } as const;

function chipsOf(line: FormLine): string[] {
  const { length, rhyme, tone, pattern, given = [], must = [], without = [] } = line;
  const { noRepeatWithin, punctuation, latin, text } = line;
  const chips: string[] = [];
  if (text !== undefined) chips.push(t('lines.chips.text', { text }));
  if (length)
    chips.push(
      length.min === length.max
        ? t('lines.chips.length', { count: length.min })
        : t('lines.chips.lengths', length),
    );
  if (rhyme) chips.push(...chipsOfRhyme(rhyme));
  if (pattern)
    chips.push(t('lines.chips.pattern', { pattern: pattern.map((one) => places[one]).join('') }));
  if (typeof tone === 'number') chips.push(t('lines.chips.tone', { tone }));
  else if (tone) chips.push(t(`lines.chips.${tone}`));
  for (const { place, character } of given)
    chips.push(
      t(place > 0 ? 'lines.chips.given' : 'lines.chips.givenFromEnd', {
        ...{ character, place: Math.abs(place) },
      }),
    );
  for (const word of must) chips.push(t('lines.chips.must', { word }));
  for (const word of without) chips.push(t('lines.chips.without', { word }));
  if (noRepeatWithin !== undefined)
    chips.push(t('lines.chips.noRepeatWithin', { count: noRepeatWithin }));
  if (punctuation !== undefined)
    chips.push(t(punctuation ? 'lines.chips.punctuation' : 'lines.chips.noPunctuation'));
  if (latin !== undefined) chips.push(t(latin ? 'lines.chips.latin' : 'lines.chips.noLatin'));
  return chips.length > 0 ? chips : [t('lines.chips.any')];
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
