/** What is known of a line, as it stands beside it and in words. */
import { listed, several, t } from '../../text/messages.svelte.ts';
import type { LineFact } from '../page/line-facts.ts';
import type { Measured } from './line-measures.ts';

/** Colours of rhymes; the letter says which it is, the colour lets one see it. */
const COLOURS = 6;

/** Of the neutral tone and of the four. */
export const toneMarks = ['·', 'ˉ', 'ˊ', 'ˇ', 'ˋ'] as const;

export function saidOfLine(measured: Measured): string {
  const { count, letter, companions, rhyme, tone, guessed } = measured;
  const rhymed =
    companions > 1
      ? t('write.measure.rhymes', { letter: letter!, rhyme: rhyme! })
      : t('write.measure.alone', { rhyme: rhyme! });
  return listed(
    t(measured.hasWords ? 'write.measure.syllables' : 'write.measure.characters', { count }),
    rhyme === null ? '' : rhymed,
    tone === null ? '' : t(`write.measure.tones.${tone}`),
    guessed.length > 0 ? t('write.measure.guessed', { words: several(guessed) }) : '',
  );
}

export const factOfLine = (measured: Measured): LineFact => ({
  count: measured.count,
  letter: measured.letter,
  colour: measured.rank < 0 ? null : (measured.rank % COLOURS) + 1,
  tone: measured.tone === null ? '' : toneMarks[measured.tone],
  said: saidOfLine(measured),
});
