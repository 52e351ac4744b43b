/** How much of a text counts where it is compared with a corpus: its characters, and its words in letters that are written without a break. */
import { COPIED_CHARACTERS, COPIED_WORDS } from './lines.ts';

// As `core/text/units` has them, for those who see no more than the contract.
const CHARACTER = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
const LETTER = String.raw`[[\p{L}\p{M}\p{N}]--[${CHARACTER}]]`;
const UNIT = new RegExp(`[${CHARACTER}]|${LETTER}+(?:['’]${LETTER}+)*`, 'gv');

export const countUnits = (text: string): number => text.match(UNIT)?.length ?? 0;

/**
 * @param characters that a model knows
 * @returns the units of the shortest run of its texts that counts as copied
 */
export const shortestCopy = (characters: readonly string[]): number =>
  characters.some((character) => /\p{Script=Han}/u.test(character))
    ? COPIED_CHARACTERS
    : COPIED_WORDS;

/** @returns the message that says in what a passage was counted: in words alone where nothing but words was learned */
export const passageKey = ({
  shortest,
}: {
  readonly shortest: number;
}): 'ends.heart.passage' | 'ends.heart.passage_words' =>
  shortest === COPIED_WORDS ? 'ends.heart.passage_words' : 'ends.heart.passage';
