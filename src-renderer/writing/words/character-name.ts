/** What a character is called among others: itself, or words for what leaves no ink. */
import {
  isBlank,
  LINE_END,
  signOf,
  SONG_END,
} from '../../../src-main/contract/corpus/song-text.ts';
import type { LineBreaks } from '../../../src-main/contract/settings.ts';
import { t } from '../../text/messages.svelte.ts';

/** @param model that has learnt it: to some, a space is a line break as well */
export function characterName(
  character: string,
  model: { readonly lineBreaks: LineBreaks } = { lineBreaks: 'own' },
): string {
  if (!isBlank(character)) return character;
  return `${signOf(character)} ${t(`write.words.blank.${blankOf(character, model.lineBreaks)}`)}`;
}

function blankOf(character: string, lineBreaks: LineBreaks) {
  if (character === LINE_END) return 'line';
  if (character === SONG_END) return 'song';
  return lineBreaks === 'own' || character !== ' ' ? 'space' : 'spaceOrLine';
}
