/** What is wrong with a regular expression, by a name of ours: browsers say it in English alone, and each in its own words. */

/** What there is a sentence for, by the words of Chromium, Firefox and Safari. */
const faults = {
  openGroup: /unterminated group|unterminated parenthetical|missing \)/i,
  strayBracket: /unmatched|raw bracket/i,
  openClass: /unterminated character class|missing terminating \]/i,
  nothingToRepeat: /nothing to repeat/i,
  braces: /lone quantifier|incomplete quantifier|incomplete braces/i,
  numbers: /numbers out of order/i,
  range: /range out of order|invalid character class|class range|range in character class/i,
  lastBackslash: /\\ at end of pattern|\\ at end/i,
  groupSign: /invalid group|invalid regexp group|unrecognized character after \(\?/i,
  name: /group name|capture name|named reference|named capture|named group/i,
  escape: /escape|property name|identity/i,
};

export type PatternFault = keyof typeof faults | 'other';

/** @param source of a regular expression. @returns undefined where there is nothing wrong with it */
export function faultOf(source: string): PatternFault | undefined {
  try {
    new RegExp(source, 'gmu'); // as the editor reads it
    return undefined;
  } catch (error) {
    const said = String(error).replace(`/${source}/`, ''); // which may have the browser's own words in it
    const found = Object.entries(faults).find(([, words]) => words.test(said));
    return (found?.[0] as PatternFault | undefined) ?? 'other';
  }
}
