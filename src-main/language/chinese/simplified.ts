/** Traditional characters as simplified ones, so that a word is found in a dictionary of simplified words: one for one, and only for that. */
// oxlint-disable-next-line typescript/triple-slash-reference -- the screens and the tests, which have settings of their own, need it, too
/// <reference path="./ts-characters.d.ts" />
import pairs from 'opencc-js/dict/TSCharacters';

let table: Map<string, string> | undefined;

function load(): Map<string, string> {
  const entries = pairs.split('|').map((pair) => pair.split(' ') as [string, string]);
  return new Map(entries.filter(([from, to]) => [...from].length === [...to].length));
}

/** @param characters one Unicode character each */
export function simplified(characters: readonly string[]): readonly string[] {
  table ??= load();
  return characters.map((character) => table!.get(character) ?? character);
}
