/** What a character is called among others: itself, or a sign and words for what leaves no ink. */
import {
  isBlank,
  LINE_END,
  signOf,
  SONG_END,
} from '../../../src-main/contract/corpus/song-text.ts';
import type { LineBreaks } from '../../../src-main/contract/settings.ts';
import { t } from '../../text/messages.svelte.ts';

interface Learnt {
  readonly lineBreaks: LineBreaks;
}

/** @param model that has learnt it: to some, a space is a line break as well */
export function characterName(character: string, model: Learnt = { lineBreaks: 'own' }): string {
  if (!isBlank(character)) return character;
  return `${signOf(character)} ${blankName(character, model)}`;
}

/** @returns the words for one that leaves no ink */
export const blankName = (character: string, model: Learnt): string =>
  t(`write.words.blank.${blankOf(character, model.lineBreaks)}`);

function blankOf(character: string, lineBreaks: LineBreaks) {
  if (character === LINE_END) return 'line';
  if (character === SONG_END) return 'song';
  return lineBreaks === 'own' || character !== ' ' ? 'space' : 'spaceOrLine';
}
