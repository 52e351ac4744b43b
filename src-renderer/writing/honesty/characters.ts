/** Places in Unicode characters as the host tells them, and in UTF-16 units as the editor has them. */

/** @returns for each character its place in UTF-16 units, and the text's end; `undefined` where they are the same */
export function placesOf(text: string): Uint32Array | undefined {
  if (!/[\uD800-\uDFFF]/.test(text)) return undefined;
  const places = new Uint32Array(text.length + 1);
  let [count, at] = [0, 0];
  for (const character of text) {
    places[count++] = at;
    at += character.length;
  }
  places[count++] = at;
  return places.subarray(0, count);
}

export const charactersIn = (text: string): ReadonlySet<string> => new Set(text);
