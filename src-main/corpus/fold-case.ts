/** Text in which upper and lower case are the same, as Unicode folds single characters: every place in it is the place it was. */

/** Characters that have another lower-case form than their capital: ſ, ς, µ and the like; found once, when first needed. */
let others: ReadonlyMap<string, string> | undefined;
let pattern: RegExp | undefined;
const UNITS = 0x1_0000;

/** Its lower-case form is two characters. */
const DOTTED_I = /\u0130/g;

function setUp(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let unit = 0; unit < UNITS; unit++) {
    const character = String.fromCharCode(unit);
    const folded = character.toUpperCase().toLowerCase();
    if (folded.length === 1 && folded !== character.toLowerCase()) found.set(character, folded);
  }
  pattern = new RegExp(`[${[...found.keys()].join('')}]`, 'g');
  return found;
}

/** @returns as many UTF-16 units as `text` has */
export function foldCase(text: string): string {
  others ??= setUp();
  const lower = text.replace(DOTTED_I, 'i').toLowerCase();
  return lower.replace(pattern!, (character) => others!.get(character)!);
}
