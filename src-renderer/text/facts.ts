/** Facts that follow one another in a line. */

/** Between two of them: a line may end with it, and none begins with it. */
export const BETWEEN_FACTS = '\u00A0· ';

/** @returns the facts that there are, one after the other */
export const inARow = (facts: readonly (string | undefined)[]): string =>
  facts.filter(Boolean).join(BETWEEN_FACTS);
