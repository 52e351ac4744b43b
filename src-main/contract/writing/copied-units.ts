/** How much of a text counts where it is compared with a corpus: its characters, and its words in letters that are written without a break. */

// As `core/text/units` has them, for those who see no more than the contract.
const CHARACTER = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
const LETTER = String.raw`[[\p{L}\p{M}\p{N}]--[${CHARACTER}]]`;
const UNIT = new RegExp(`[${CHARACTER}]|${LETTER}+(?:['’]${LETTER}+)*`, 'gv');

export const countUnits = (text: string): number => text.match(UNIT)?.length ?? 0;
